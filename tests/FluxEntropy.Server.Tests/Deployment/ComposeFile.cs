using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace FluxEntropy.Server.Tests.Deployment;

/// <summary>docker-compose.yml as its readers see it: anchors followed, merges done.</summary>
internal static class ComposeFile
{
    // tests/FluxEntropy.Server.Tests/bin/CONFIGURATION/net10.0 → the top of the repository
    public static string Root { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public static JsonNode Read(string name = "docker-compose.yml")
    {
        using var text = new StreamReader(Path.Join(Root, name));
        var content = new DeserializerBuilder()
            .WithAttemptingUnquotedStringTypeDeserialization()
            .Build()
            .Deserialize(new MergingParser(new Parser(text)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(content))!;
    }
}
