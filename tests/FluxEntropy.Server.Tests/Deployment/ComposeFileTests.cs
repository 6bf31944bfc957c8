using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace FluxEntropy.Server.Tests.Deployment;

/// <summary>What can be said of the cluster's containers without running them.</summary>
public sealed partial class ComposeFileTests
{
    /// <summary>Names the Compose Specification's JSON Schema; .ci/run fetches it.</summary>
    private const string SchemaVariable = "FLUXENTROPY_COMPOSE_SCHEMA";

    private static readonly JsonNode File = ComposeFile.Read();

    private static IEnumerable<(string Name, JsonNode Service)> Services =>
        File["services"]!.AsObject().Select(service => (service.Key, service.Value!));

    private static IEnumerable<(string Name, string[] Arguments)> Flux =>
        Services
            .Where(service => service.Service["image"]!.ToString() is "fluxentropy-server" or "fluxentropy-device")
            .Select(service =>
                (service.Name, service.Service["command"]!.AsArray().Select(argument => argument!.ToString()).ToArray())
            );

    [Fact]
    public void File_is_what_the_Compose_Specification_describes()
    {
        var path = Environment.GetEnvironmentVariable(SchemaVariable) ?? "";
        Assert.SkipUnless(
            System.IO.File.Exists(path),
            $"{SchemaVariable} names no file; .ci/run fetches the schema and sets it"
        );
        var text = JsonNode.Parse(System.IO.File.ReadAllText(path))!;
        text["$schema"] = "http://json-schema.org/draft-07/schema#"; // as the draft itself spells it
        var schema = JsonSchema.FromText(text.ToJsonString());

        Assert.Empty(Faults(schema, File));

        var damaged = File.DeepClone(); // the schema can refuse
        damaged["services"]!["gateway"]!["helthcheck"] = "x";
        Assert.NotEmpty(Faults(schema, damaged));
    }

    [Fact]
    public void Cluster_has_one_gateway_one_data_and_two_device_processes()
    {
        Assert.Equal(
            ["data", "device", "device", "gateway"],
            Flux.Select(process => Value(process.Arguments, "--roles")).Order()
        );
        Assert.All(Flux, process =>
            Assert.Equal(
                ("redis:redis:6379", "/data"),
                (Value(process.Arguments, "--store"), Value(process.Arguments, "--data"))
            )
        );
        Assert.All(Flux, process =>
            Assert.Equal(
                Value(process.Arguments, "--roles") == "device" ? "fluxentropy-device" : "fluxentropy-server",
                File["services"]![process.Name]!["image"]!.ToString()
            )
        );
        Assert.Contains(
            "--appendonly yes",
            string.Join(' ', File["services"]!["redis"]!["command"]!.AsArray()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Commands_are_ones_that_the_program_knows()
    {
        await using var help = await FluxProcess.RunAsync("serve", "--help");

        Assert.All(Flux, process =>
        {
            Assert.Equal("serve", process.Arguments[0]);
            Assert.All(
                process.Arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal)),
                option => Assert.Contains(option, help.Output, StringComparison.Ordinal)
            );
        });
    }

    [Fact]
    public void Every_service_is_checked_restarted_bounded_and_no_root() => Assert.All(Services, service =>
        {
            Assert.True(service.Service["healthcheck"]?["test"]?.AsArray().Count > 1, service.Name);
            Assert.Equal("unless-stopped", service.Service["restart"]?.ToString());
            Assert.Matches("^[1-9a-z]", service.Service["user"]?.ToString());
            Assert.NotNull(service.Service["deploy"]?["resources"]?["limits"]?["memory"]);
            Assert.All(service.Service["ports"]?.AsArray() ?? [], port =>
                Assert.StartsWith("127.0.0.1:", port!.ToString(), StringComparison.Ordinal)
            );
        });

    [Fact]
    public void Every_process_shares_the_data_folder_and_has_a_volume_of_that_name()
    {
        Assert.All(Flux, process =>
            Assert.Equal(
                "data:/data",
                Assert.Single(File["services"]![process.Name]!["volumes"]!.AsArray())!.ToString()
            )
        );
        Assert.Equal(["data", "redis"], File["volumes"]!.AsObject().Select(volume => volume.Key).Order());
    }

    [Fact]
    public void Stages_and_files_that_are_built_are_there()
    {
        var dockerfile = System.IO.File.ReadAllText(Path.Join(ComposeFile.Root, "deploy", "Dockerfile"));
        foreach (var (name, service) in Services.Where(service => service.Service["build"] is not null))
            Assert.Contains($" AS {service["build"]!["target"]}\n", dockerfile, StringComparison.Ordinal);
        foreach (Match copy in CopiedFiles().Matches(dockerfile))
            Assert.All(copy.Groups[1].Value.Split(' ')[..^1], path =>
                Assert.True(Path.Exists(Path.Join(ComposeFile.Root, path)), path)
            );
        Assert.DoesNotContain("USER root", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public void Collector_listens_where_processes_send_and_is_asked_for_its_health()
    {
        var collector = ComposeFile.Read(Path.Join("deploy", "otel-collector.yaml"));
        var endpoint = collector["receivers"]!["otlp"]!["protocols"]!["grpc"]!["endpoint"]!.ToString();

        Assert.All(Flux, process =>
            Assert.Equal(
                $"http://collector:{endpoint.Split(':')[1]}",
                File["services"]![process.Name]!["environment"]!["OTEL_EXPORTER_OTLP_ENDPOINT"]!.ToString()
            )
        );
        Assert.Contains(
            $":{collector["extensions"]!["health_check"]!["endpoint"]!.ToString().Split(':')[1]}/",
            File["services"]!["collector"]!["healthcheck"]!["test"]!.ToJsonString(),
            StringComparison.Ordinal
        );
        foreach (var pipeline in collector["service"]!["pipelines"]!.AsObject())
        foreach (var kind in (string[])["receivers", "processors", "exporters"])
            Assert.All(pipeline.Value![kind]!.AsArray(), part =>
                Assert.True(collector[kind]!.AsObject().ContainsKey(part!.ToString()), part.ToString())
            );
    }

    private static string Value(string[] arguments, string option) => arguments[Array.IndexOf(arguments, option) + 1];

    private static List<string> Faults(JsonSchema schema, JsonNode file)
    {
        using var document = JsonDocument.Parse(file.ToJsonString());
        var results = schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            :
            [
                .. (results.Details ?? [])
                    .Where(detail => detail.Errors is not null)
                    .Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}"),
            ];
    }

    [GeneratedRegex("^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex CopiedFiles();
}
