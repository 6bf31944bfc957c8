using System.CommandLine;
using System.CommandLine.Help;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Names and descriptions of commands, arguments and options, as help shows them.</summary>
internal static class SymbolText
{
    /// <summary>The command as typed: <c>flux corpus list</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "flux";

    /// <summary>The command with what must follow it: <c>flux ingest FILE… --corpus NAME [options]</c>.</summary>
    public static string UsageOf(Command command)
    {
        var parts = new List<string> { PathOf(command) };
        if (command.Subcommands.Count > 0)
            parts.Add("VERB");
        foreach (var argument in command.Arguments)
            parts.Add(argument.Arity.MinimumNumberOfValues == 0 ? $"[{NameOf(argument)}]" : NameOf(argument));
        foreach (var option in command.Options.Where(option => option.Required))
            parts.Add($"{option.Name} {ValueOf(option)}");
        parts.Add("[options]");
        return string.Join(' ', parts);
    }

    public static string NameOf(Argument argument) =>
        (argument.HelpName ?? argument.Name.ToUpperInvariant()) + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");

    /// <summary>An option with its value: <c>--corpus NAME</c>.</summary>
    public static string NameOf(Option option)
    {
        var names = string.Join(
            ", ",
            option.Aliases.Where(alias => alias.StartsWith('-') && alias.Length <= 2).Append(option.Name)
        );
        return ValueOf(option) is { Length: > 0 } value ? $"{names} {value}" : names;
    }

    /// <summary>What an option does, and that it is required or what its default is.</summary>
    public static string DescriptionOf(Option option)
    {
        var text = option switch
        {
            HelpOption => "Show this help",
            VersionOption => "Show the version",
            _ => option.Description ?? "",
        };
        if (option.Required)
            return text + " (required)";
        return
            option is not HelpOption and not VersionOption
            && option.HasDefaultValue
            && option.GetDefaultValue() is { } value
            && value is not false and not Array and not ""
            ? $"{text} [{Shown(value)}]"
            : text;
    }

    private static string ValueOf(Option option) =>
        option.ValueType == typeof(bool) || option is HelpOption or VersionOption
            ? ""
            : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    private static string Shown(object value) =>
        value switch
        {
            Uri url => url.OriginalString,
            Enum name => name.ToString().ToLowerInvariant(),
            _ => value.ToString() ?? "",
        };
}
