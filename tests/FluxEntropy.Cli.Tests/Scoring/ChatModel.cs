namespace FluxEntropy.Cli.Tests.Scoring;

/// <summary>A folder with the shipped model and a chat template; its tokenizer adds BOS, token 0, and the template writes it too.</summary>
internal sealed class ChatModel : IDisposable
{
    private const string Template = """
        {{ bos_token }}{% for m in messages %}
        {% if m.role == 'alien' %}{{ raise_exception('No aliens!') }}{% endif %}
        {{ m.role }}: {{ m.content }}{{ eos_token }}
        {% endfor %}
        """;

    private readonly TemporaryFolder _folder = new();

    public ChatModel(string? template = Template)
    {
        Directory.CreateDirectory(Path);
        foreach (var file in Directory.GetFiles(FluxProcess.ShippedModel))
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)));
        Write("model/tokenizer_config.json", """{"bos_token":"<|endoftext|>","eos_token":"<|endoftext|>"}""");
        if (template is not null)
            Write("model/chat_template.jinja", template);
    }

    /// <summary>The model's folder.</summary>
    public string Path => _folder["model"];

    /// <summary>Writes a file beside the model's folder.</summary>
    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();
}
