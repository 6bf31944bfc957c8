using System.Text.Json.Nodes;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Tests.Families;

/// <summary>A temporary folder with a config.json.</summary>
internal sealed class ConfigFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-config-");

    /// <summary>
    /// What is read where one field is another. The value goes into the file as it is written: not every one is a
    /// number of .NET.
    /// </summary>
    internal TransformerSpec Read(string config, string? field = null, string value = "")
    {
        var fields = JsonNode.Parse(config)!.AsObject();
        if (field is not null)
            fields[field] = "here";
        File.WriteAllText(
            Path.Combine(_folder.FullName, ConfigFile.Name),
            fields.ToJsonString().Replace("\"here\"", value, StringComparison.Ordinal)
        );
        return ConfigFile.Read(_folder.FullName);
    }

    /// <summary>Why it is refused, in one line.</summary>
    internal string Refusal(string config, string field, string value)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(config, field, value)).Message;
        Assert.StartsWith(Path.Combine(_folder.FullName, ConfigFile.Name) + ": ", message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
