using System.CommandLine;
using System.CommandLine.Parsing;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Parsers and validators of options; each reports what it refuses to the parse result, with what was expected.</summary>
internal static class OptionParsers
{
    /// <summary>Reads an http address.</summary>
    public static Uri? Address(ArgumentResult result) => Address(result.Tokens[0].Value, result.AddError);

    /// <summary>Reads an http address.</summary>
    public static Uri? Address(string text, Action<string> refuse)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;
        refuse($"'{text}' is not an address such as {SharedOptions.DefaultServer}");
        return null;
    }

    /// <summary>Refuses numbers below a minimum; <paramref name="what"/> names what is counted.</summary>
    public static Action<OptionResult> AtLeast(int least, string what) =>
        Validator<int>(
            (result, value) =>
            {
                if (value < least)
                    result.AddError($"{result.Option.Name}: it takes at least {least} {what}");
            }
        );

    /// <summary>Refuses numbers outside a range, both ends of which are allowed.</summary>
    public static Action<OptionResult> Between(int least, int most) =>
        Validator<int>(
            (result, value) =>
            {
                if (value < least || value > most)
                    result.AddError($"{result.Option.Name}: {value} is outside {least} to {most:N0}");
            }
        );

    /// <summary>
    /// Looks at the value of an option. Text that is no such value is not looked at: the library throws at it, and refuses it by itself
    /// later.
    /// </summary>
    public static Action<OptionResult> Validator<T>(Action<OptionResult, T?> check) =>
        result =>
        {
            T? value;
            try
            {
                value = result.GetValueOrDefault<T>();
            }
            catch (InvalidOperationException)
            {
                return;
            }
            check(result, value);
        };

    /// <summary>Refuses what a check throws an <see cref="ArgumentException"/> at, where a value was given.</summary>
    public static void Check(OptionResult result, Action check)
    {
        if (result.Tokens.Count == 0)
            return;
        try
        {
            check();
        }
        catch (ArgumentException wrong)
        {
            result.AddError($"{result.Option.Name}: {wrong.Message}");
        }
    }

    /// <summary>Refuses two options of which only one has a meaning.</summary>
    public static void RequireOne(CommandResult result, params Option[] options)
    {
        if (options.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            result.AddError($"give one of {string.Join(", ", options.Select(option => option.Name))}");
    }

    /// <summary>Reads a range <c>a..b</c>; either end may be left out.</summary>
    public static (double? From, double? To)? Range(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var ends = text.Split("..");
        if (ends.Length == 2 && End(ends[0], out var from) && End(ends[1], out var to) && !(from > to))
            return (from, to);
        result.AddError($"'{text}' is not a range such as 10..20, ..20 or 10..");
        return null;
    }

    private static bool End(string text, out double? value)
    {
        value = double.TryParse(text, out var number) ? number : null;
        return value is not null && double.IsFinite(number) || text.Length == 0;
    }
}
