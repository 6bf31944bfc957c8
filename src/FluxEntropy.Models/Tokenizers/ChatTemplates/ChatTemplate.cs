using System.Text.Json;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;
using FluxEntropy.Sources;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates;

/// <summary>
/// The chat template that comes with a tokenizer: a Jinja template, rendered as Hugging Face's apply_chat_template does without tools,
/// documents and generation prompt. A template is a program of unknown origin: it has no access to anything, and its steps, its depth
/// and the length of its text are limited.
/// </summary>
public sealed class ChatTemplate : IChatTemplate
{
    private readonly string _path;
    private readonly Template? _template;
    private readonly ContentKinds _kinds = new(Parts: false, Strings: true);
    private readonly string? _fault;
    private readonly IReadOnlyList<(string Name, object? Value)> _tokens;
    private readonly TimeProvider _time;
    private readonly Lazy<TemplateMarks> _marks;

    private ChatTemplate(TemplateFile file, IReadOnlyList<(string, object?)> tokens, TimeProvider time)
    {
        (_path, _tokens, _time, _marks) = (file.Path, tokens, time, new(TemplateMarks.None));
        try
        {
            _template = Template.Parse(file.Source);
            _kinds = ContentKinds.Of(_template.Statements);
        }
        catch (TemplateFault fault)
        {
            _fault = $"{_path}: line {fault.Line} of the chat template: {fault.Message}";
        }
    }

    private ChatTemplate(ChatTemplate template, Lazy<TemplateMarks> marks)
    {
        (_path, _template, _kinds, _fault) = (template._path, template._template, template._kinds, template._fault);
        (_tokens, _time, _marks) = (template._tokens, template._time, marks);
    }

    /// <summary>Whether a text had the date or time of its rendering in it, so that it is another one on another day.</summary>
    public bool ReadsClock { get; private set; }

    /// <summary>
    /// The template of a model folder (chat_template.jinja, else chat_template in tokenizer_config.json, else chat_template.json), null
    /// where it has none. One that cannot be read is told when it is used.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="time">What a template takes the date from. The default value is the system's local time.</param>
    /// <exception cref="InvalidDataException">A file of the folder is broken; the message names it.</exception>
    public static ChatTemplate? Find(string folder, TimeProvider? time = null) =>
        TemplateFile.In(folder) is { } file ? Of(file, folder, time) : null;

    /// <summary>
    /// The template in a file of its own, or in a JSON file's field <c>chat_template</c>, with the special tokens that files beside it
    /// name.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="time">See <see cref="Find"/>.</param>
    /// <exception cref="InvalidDataException">The file is missing, broken, or has no template; the message names it.</exception>
    public static ChatTemplate Read(string file, TimeProvider? time = null) =>
        Of(
            TemplateFile.Read(file) ?? throw new InvalidDataException($"{file}: has no chat_template"),
            Path.GetDirectoryName(Path.GetFullPath(file))!,
            time
        );

    /// <summary>Checks that the template can be read.</summary>
    /// <exception cref="InvalidDataException">It cannot; the message names file, line and reason.</exception>
    public void Check()
    {
        if (_fault is not null)
            throw new InvalidDataException(_fault);
    }

    /// <summary>
    /// This template for texts that a tokenizer adds its tokens to: BOS that the template writes at the start, and EOS at the end, are
    /// left out where the tokenizer puts the same there, since the model would see them twice.
    /// </summary>
    /// <param name="tokenizer">Opens the tokenizer, once a text is made.</param>
    public ChatTemplate For(Func<HuggingFaceTokenizer> tokenizer) =>
        new(this, new Lazy<TemplateMarks>(() => TemplateMarks.Of(tokenizer())));

    /// <inheritdoc/>
    public string Render(JsonElement messages)
    {
        if (_template is null)
            throw new FormatException($"{_fault}; give another with --chat-template, or none");
        var variables = new List<(string, object?)>(_tokens)
        {
            ("messages", ChatMessages.Of(messages, _kinds)),
            ("tools", null),
            ("documents", null),
            ("add_generation_prompt", false),
        };
        try
        {
            var text = _template.Render(variables, new Budget(messages.GetRawText().Length), Now);
            text = _marks.Value.Without(text);
            return text.Length > 0
                ? text
                : throw new FormatException($"{_path}: the chat template makes an empty text of it");
        }
        catch (TemplateFault fault)
        {
            throw new FormatException($"{_path}: line {fault.Line} of the chat template: {fault.Message}", fault);
        }
    }

    private static ChatTemplate Of(TemplateFile file, string folder, TimeProvider? time) =>
        new(file, SpecialTokens.Read(folder), time ?? TimeProvider.System);

    private DateTimeOffset Now()
    {
        ReadsClock = true;
        return _time.GetLocalNow();
    }
}
