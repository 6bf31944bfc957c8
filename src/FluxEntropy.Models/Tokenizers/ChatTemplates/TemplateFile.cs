using System.Text;
using System.Text.Json;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.VocabularyFiles;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates;

/// <summary>Finds the chat template of a folder, and reads it.</summary>
/// <param name="Path">The file that it stands in.</param>
/// <param name="Source">The template.</param>
internal sealed record TemplateFile(string Path, string Source)
{
    private const string Field = "chat_template";
    private const string Default = "default";
    private const string TextFile = "chat_template.jinja";
    private const string JsonFileName = "chat_template.json";
    private const int MaxBytes = 1 << 24;

    /// <summary>
    /// The template in chat_template.jinja, else in tokenizer_config.json, else in chat_template.json; null where there is none.
    /// </summary>
    /// <exception cref="InvalidDataException">A file is broken, or has several templates and none is the default.</exception>
    public static TemplateFile? In(string folder)
    {
        foreach (var name in new[] { TextFile, TokenizerSettings.Name, JsonFileName })
        {
            var path = System.IO.Path.Combine(folder, name);
            if (File.Exists(path) && Read(path) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The template in a file: in its field where it is JSON; null where it has none.</summary>
    /// <exception cref="InvalidDataException">The file is broken, or has several templates and none is the default.</exception>
    public static TemplateFile? Read(string path)
    {
        if (!System.IO.Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
            return new(path, Text(path));
        return JsonFile.Read(path, MaxBytes).Find(Field) is { } field ? new(path, Chosen(field)) : null;
    }

    private static string Text(string path)
    {
        using var stream = ModelFile.Open(path);
        if (stream.CanSeek && stream.Length > MaxBytes)
            throw new InvalidDataException($"{path}: is {stream.Length} bytes long, expected at most {MaxBytes}");
        try
        {
            return new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{path}: is not UTF-8, as a chat template is");
        }
    }

    /// <summary>Several templates are a list of names and templates, or an object of them.</summary>
    private static string Chosen(JsonField field)
    {
        if (field.Value.ValueKind is JsonValueKind.String)
            return field.Text();
        var named =
            field.Value.ValueKind is JsonValueKind.Object
                ? field.Members().ToList()
                : [.. field.Items().Select(item => (Name: item.Get("name").Text(), Field: item.Get("template")))];
        var chosen = named.FirstOrDefault(entry => entry.Name == Default);
        return chosen.Name is not null
            ? chosen.Field.Text()
            : throw field.Bad(
                $"has no template of the name \"{Default}\", only {Excerpt.Of(string.Join(", ", named.Select(entry => entry.Name)))}; "
                    + "write the one that is meant into a file of its own"
            );
    }
}
