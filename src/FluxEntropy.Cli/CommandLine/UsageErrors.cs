using System.CommandLine;
using System.CommandLine.Parsing;
using FluxEntropy.Suggestions;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>What is wrong with a command line, in words of the command and none of the library that parses it.</summary>
internal static class UsageErrors
{
    /// <summary>A sentence for each fault; empty where there is none.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Errors.Count > 0 && command.Subcommands.Count > 0)
            return [Verb(parsed, command)];
        var unknown = UnknownOptions(parsed).Select(said => Unknown(said, command)).ToList();
        // A misspelt option is missed, and leaves its value over: one fault is told of once.
        return unknown.Count > 0 ? unknown : [.. parsed.Errors.Select(error => Text(error, parsed)).Distinct()];
    }

    private static string Verb(ParseResult parsed, Command command)
    {
        var verbs = command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).ToList();
        var path = SymbolText.PathOf(command);
        if (parsed.UnmatchedTokens is not [var unknown, ..])
            return $"{path}: say what to do: {string.Join(", ", verbs)}";
        return unknown.StartsWith('-')
            ? $"{path}: {Unknown(unknown, command)}"
            : $"{path} has no verb '{unknown}'.{NearestName.Question(unknown, verbs)} It has {string.Join(", ", verbs)}";
    }

    /// <summary>
    /// What looks like an option and was taken for something else. Behind <c>--</c>, and as the value of an option, it may.
    /// </summary>
    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        var literal = parsed
            .Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash)
            .Select(token => token.Value)
            .ToHashSet();
        return parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens)
            .Where(value =>
                value.Length > 1 && value[0] == '-' && !char.IsAsciiDigit(value[1]) && !literal.Contains(value)
            )
            .Distinct();
    }

    private static string Unknown(string said, Command command)
    {
        var name = said.Split('=')[0];
        return $"there is no option {name}.{NearestName.Question(name, NamesOf(command))}";
    }

    private static IEnumerable<string> NamesOf(Command command) =>
        command
            .Options.Concat(
                command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(o => o.Recursive))
            )
            .Where(option => !option.Hidden)
            .Select(option => option.Name);

    private static string Text(ParseError error, ParseResult parsed)
    {
        var option = OptionOf(error.SymbolResult);
        if (option is not null && BadValue(option.Option, option.Tokens) is { } bad)
            return $"{option.Option.Name}: {bad}";
        if (option is { Tokens.Count: 0, Implicit: true } && option.Option.Required)
            return $"{SymbolText.NameOf(option.Option)} is required";
        if (option is { Tokens.Count: 0 } && option.Option.Arity.MinimumNumberOfValues > 0)
            return $"{option.Option.Name}: a value is missing; give {SymbolText.NameOf(option.Option)}";
        if (error.SymbolResult is ArgumentResult { Argument: var argument, Tokens: var given } result && option is null)
            return given.Count == 0 && argument.Arity.MinimumNumberOfValues > 0
                    ? $"{SymbolText.NameOf(argument)} is missing"
                : BadValue(argument.ValueType, argument, given) is { } wrong ? $"{SymbolText.NameOf(argument)}: {wrong}"
                : error.Message;
        if (error.SymbolResult is CommandResult && parsed.UnmatchedTokens is [var extra, ..])
            return $"'{extra}' is one argument too many";
        return error.Message.ReplaceLineEndings(" ");
    }

    private static OptionResult? OptionOf(SymbolResult? result) =>
        result as OptionResult ?? (result as ArgumentResult)?.Parent as OptionResult;

    private static string? BadValue(Option option, IReadOnlyList<Token> given) =>
        BadValue(option.ValueType, option, given);

    private static string? BadValue(Type type, Symbol symbol, IReadOnlyList<Token> given)
    {
        var values = OptionValues.Of(symbol);
        foreach (var said in given.Select(token => token.Value))
        {
            if (Number(type) is var (what, isNumber) && !isNumber(said))
                return $"'{said}' is not {what}";
            if (
                values.Count > 0
                && OptionValues.AreAll(symbol)
                && !values.Contains(said, StringComparer.OrdinalIgnoreCase)
            )
                return $"'{said}' is none of {string.Join(", ", values)}.{NearestName.Question(said, values)}";
        }
        return null;
    }

    private static (string What, Func<string, bool> IsOne)? Number(Type type) =>
        Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
        {
            _ when (Nullable.GetUnderlyingType(type) ?? type).IsEnum => null,
            TypeCode.Int32 => ("a whole number", text => int.TryParse(text, out _)),
            TypeCode.Int64 => ("a whole number", text => long.TryParse(text, out _)),
            TypeCode.UInt32 => ("a whole number from 0", text => uint.TryParse(text, out _)),
            TypeCode.UInt64 => ("a whole number from 0", text => ulong.TryParse(text, out _)),
            TypeCode.Double => ("a number", text => double.TryParse(text, out _)),
            _ => null,
        };
}
