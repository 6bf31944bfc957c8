using System.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.ChatTemplates;

namespace FluxEntropy.Cli.Inputs;

/// <summary>The option that says what makes texts of lists of chat messages.</summary>
internal sealed class ChatTemplateOption
{
    private const string None = "none";

    public Option<string?> Option { get; } =
        new("--chat-template")
        {
            Description =
                "Chat template that makes a text of chat messages: of a model's folder, or a file; none: role and content, a line each "
                + "[that of the model, else none]",
            HelpName = "DIR|FILE|none",
        };

    /// <summary>The template that was named, else that of a model.</summary>
    /// <param name="arguments">What was typed.</param>
    /// <param name="model">Folder of the model; null where no model is known.</param>
    /// <returns>Null where messages become a line each.</returns>
    /// <exception cref="InvalidDataException">The one that was named is not there, or cannot be read.</exception>
    public ChatTemplate? Of(ParseResult arguments, string? model)
    {
        switch (arguments.GetValue(Option))
        {
            case None:
                return null;
            case null:
                return model is null ? null : ChatTemplate.Find(model);
            case var named:
                var template = Named(named);
                template.Check();
                return template;
        }
    }

    /// <summary>
    /// As <see cref="Of"/> where no model is known: texts go without BOS where the tokenizer beside the template adds it.
    /// </summary>
    public ChatTemplate? ForUnknownModel(ParseResult arguments)
    {
        if (Of(arguments, model: null) is not { } template)
            return null;
        var named = arguments.GetValue(Option)!;
        var folder = File.Exists(named) ? Path.GetDirectoryName(Path.GetFullPath(named))! : ModelFolder.Resolve(named);
        return HuggingFaceTokenizer.IsIn(folder) ? template.For(() => HuggingFaceTokenizer.Load(folder)) : template;
    }

    /// <summary>What to tell where messages are read a line each; null where that was asked for.</summary>
    public string? NoteOnLines(ParseResult arguments, string? model) =>
        arguments.GetValue(Option) == None ? null
        : model is null
            ? "chat messages are read as role and content, a line each; --chat-template DIR makes of them what the model in that folder "
                + "is fed, and with --chat-template none this note is left out"
        : $"chat messages are read as role and content, a line each, since {Path.GetFileName(Path.TrimEndingDirectorySeparator(model))} "
            + "has no chat template; --chat-template names another";

    /// <summary>Tells of texts that are others on another day.</summary>
    public static void WarnOfClock(ChatTemplate? template, Terminal terminal)
    {
        if (template is { ReadsClock: true })
            terminal.Warn(
                "the chat template writes today's date into texts, so that they are others tomorrow; a copy of it without strftime_now, "
                    + "named with --chat-template, makes the same texts on every day"
            );
    }

    private static ChatTemplate Named(string named)
    {
        if (File.Exists(named))
            return ChatTemplate.Read(named);
        var folder = ModelFolder.Resolve(named);
        return ChatTemplate.Find(folder)
            ?? throw new InvalidDataException(
                $"{folder}: has no chat template: no chat_template.jinja, and no chat_template in tokenizer_config.json"
            );
    }
}
