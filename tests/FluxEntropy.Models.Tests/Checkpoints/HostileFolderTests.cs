using System.Text;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Scoring;

namespace FluxEntropy.Models.Tests.Checkpoints;

/// <summary>Files that are not what their names say: each refused in one line that names the file.</summary>
public sealed class HostileFolderTests
{
    public static TheoryData<string, string> Files =>
        new()
        {
            { "empty", "is empty" },
            { "byte order mark", "byte order mark" },
            { "UTF-16", "byte order mark" },
            { "Latin-1", "not UTF-8" },
            { "deep", "is not JSON" },
            { "twice", "is not JSON" },
            { "array", "is not a JSON object" },
            { "half a pair", "not" },
            { "folder", "is a folder" },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Configuration_that_is_no_json_object_is_refused(string content, string expected)
    {
        using var model = await TinyModel.CreateAsync();
        Put(model.File("config.json"), content);
        Assert.Contains(expected, Refusal(model.Folder, model.File("config.json")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Tokenizer_that_is_no_json_object_is_refused(string content, string expected)
    {
        using var model = await TinyModel.CreateAsync();
        Put(model.File("tokenizer.json"), content);
        Assert.Contains(expected, Refusal(model.Folder, model.File("tokenizer.json")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Index_that_is_no_json_object_is_refused(string content, string expected)
    {
        using var model = await TinyModel.CreateAsync();
        File.Delete(model.File("model.safetensors"));
        Put(model.File("model.safetensors.index.json"), content);
        Assert.Contains(expected, Refusal(model.Folder, model.File("model.safetensors.index.json")));
    }

    [Theory]
    [InlineData("config.json", 1L << 25)]
    [InlineData("tokenizer.json", 200L << 20)]
    public async Task File_of_absurd_size_is_refused_unread(string name, long bytes)
    {
        using var model = await TinyModel.CreateAsync();
        using (var stream = File.Create(model.File(name)))
            stream.SetLength(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"is {bytes} bytes long, expected at most", Refusal(model.Folder, model.File(name)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 23);
    }

    [Fact]
    public async Task Weights_that_are_a_folder_are_refused()
    {
        using var model = await TinyModel.CreateAsync();
        File.Delete(model.File("model.safetensors"));
        Directory.CreateDirectory(model.File("model.safetensors"));
        Assert.Contains("is a folder", Refusal(model.Folder, model.File("model.safetensors")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 a pickle by another name, in a zip archive")]
    public async Task Weights_that_are_no_safetensors_are_refused(string content)
    {
        using var model = await TinyModel.CreateAsync();
        File.WriteAllText(model.File("model.safetensors"), content);
        Assert.Contains(
            content.Length == 0 ? "too few" : "pickled",
            Refusal(model.Folder, model.File("model.safetensors"))
        );
    }

    [Fact]
    public async Task More_layers_than_there_are_tensors_cost_nothing()
    {
        using var model = await TinyModel.CreateAsync();
        var config = model.File("config.json");
        File.WriteAllText(
            config,
            File.ReadAllText(config).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 4096")
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("tensor model.layers.2.input_layernorm.weight is missing", Refusal(model.Folder, model.Folder));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
    }

    [Theory]
    [InlineData("sub/x.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("..\\\\x")]
    [InlineData("x\\u0000y")]
    public async Task Shard_outside_the_folder_is_refused(string shard)
    {
        using var model = await TinyModel.CreateAsync();
        File.Delete(model.File("model.safetensors"));
        File.WriteAllText(model.File("model.safetensors.index.json"), $$$"""{"weight_map":{"a\nb":"{{{shard}}}"}}""");
        Assert.Contains("weight_map.a\\u000ab is", Refusal(model.Folder, model.File("model.safetensors.index.json")));
    }

    [Fact]
    public async Task Snapshot_of_links_into_a_store_is_read()
    {
        using var model = await TinyModel.CreateAsync();
        var cache = Directory.CreateTempSubdirectory("flux-hub-");
        try
        {
            var repository = cache.CreateSubdirectory("models--some--model");
            var (blobs, snapshot) = (
                repository.CreateSubdirectory("blobs"),
                repository.CreateSubdirectory("snapshots/abc")
            );
            foreach (var file in Directory.EnumerateFiles(model.Folder).Select(Path.GetFileName))
            {
                File.Copy(model.File(file!), Path.Combine(blobs.FullName, file + "-hash"));
                File.CreateSymbolicLink(Path.Combine(snapshot.FullName, file!), $"../../blobs/{file}-hash");
            }

            File.WriteAllText(Path.Combine(repository.CreateSubdirectory("refs").FullName, "main"), "abc");
            var folder = ModelFolder.Resolve("some/model", cache.FullName);
            Assert.Equal(
                TorchScoringEngine.ReadProfile(model.Folder).ModelHash,
                TorchScoringEngine.ReadProfile(folder).ModelHash
            );
            File.Delete(Path.Combine(blobs.FullName, "model.safetensors-hash"));
            Assert.Contains("model.safetensors: missing", Refusal(folder, folder));
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    private static void Put(string file, string content)
    {
        const string Json = """{"model_type":"llama","model":{},"weight_map":{}}""";
        File.Delete(file);
        switch (content)
        {
            case "folder":
                Directory.CreateDirectory(file);
                break;
            case "byte order mark":
                File.WriteAllText(file, Json, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
                break;
            case "UTF-16":
                File.WriteAllText(file, Json, Encoding.Unicode);
                break;
            case "Latin-1":
                File.WriteAllText(file, """{"model_type":"é"}""", Encoding.Latin1);
                break;
            case "deep":
                File.WriteAllText(
                    file,
                    string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)
                );
                break;
            case "twice":
                File.WriteAllText(file, """{"model_type":"llama","model_type":"gpt2"}""");
                break;
            case "array":
                File.WriteAllText(file, "[1]");
                break;
            case "half a pair":
                File.WriteAllText(
                    file,
                    """{"\ud800":1,"model_type":"\udfff","model":"\udfff","weight_map":{"a":"\udfff"}}"""
                );
                break;
            default:
                File.WriteAllText(file, "");
                break;
        }
    }

    private static string Refusal(string folder, string file)
    {
        var message = Assert.Throws<InvalidDataException>(() => TorchScoringEngine.ReadProfile(folder)).Message;
        Assert.StartsWith(file, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
