using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.RegularExpressions;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>The values that an option or an argument may have, where they are few enough to be listed.</summary>
internal static partial class OptionValues
{
    /// <summary>The values, as typed; empty where anything may be.</summary>
    public static IReadOnlyList<string> Of(Symbol symbol)
    {
        if (TypeOf(symbol) == typeof(bool))
            return [];
        var help = HelpOf(symbol);
        var completions = symbol.GetCompletions(CompletionContext.Empty);
        // Help writes some lists out, which are shorter and in a better order.
        return Listed().IsMatch(help ?? "")
            ? help!.Split('|')
            : [.. completions.Select(item => IsEnumeration(symbol) ? item.Label.ToLowerInvariant() : item.Label)];
    }

    /// <summary>Whether no other value is taken, rather than that these are proposed.</summary>
    public static bool AreAll(Symbol symbol) => IsEnumeration(symbol) || Listed().IsMatch(HelpOf(symbol) ?? "");

    // Of flags there may be several at once, in a form of their own.
    private static bool IsEnumeration(Symbol symbol) =>
        TypeOf(symbol).IsEnum && !TypeOf(symbol).IsDefined(typeof(FlagsAttribute), inherit: false);

    private static string? HelpOf(Symbol symbol) => (symbol as Option)?.HelpName ?? (symbol as Argument)?.HelpName;

    private static Type TypeOf(Symbol symbol)
    {
        var type = (symbol as Option)?.ValueType ?? (symbol as Argument)?.ValueType ?? typeof(string);
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    [GeneratedRegex("^[a-z][a-z0-9.-]*([|][a-z][a-z0-9.-]*)+\\z")]
    private static partial Regex Listed();
}
