using System.CommandLine;
using System.CommandLine.Parsing;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Options that several verbs have, with one meaning everywhere.</summary>
internal static class SharedOptions
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public const string DefaultServer = "http://127.0.0.1:5080";

    private const string ServerVariable = "FLUXENTROPY_SERVER";

    /// <summary>Shows the whole cause of an error; of every verb.</summary>
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show the whole cause of an error",
        Recursive = true,
    };

    /// <summary>The server that verbs talk to.</summary>
    public static readonly Option<Uri?> Server = new("--server")
    {
        Description = $"Server to talk to; {ServerVariable} sets another default",
        HelpName = "URL",
        DefaultValueFactory = result =>
            Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } url
                ? Address(url, message => result.AddError($"{ServerVariable}: {message}"))
                : new Uri(DefaultServer),
        CustomParser = Address,
    };

    /// <summary>One JSON object in place of text for people.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON on standard output, for scripts",
    };

    /// <summary>The address given, or the default.</summary>
    public static Uri ServerOf(ParseResult arguments) => arguments.GetValue(Server) ?? new Uri(DefaultServer);

    /// <summary>Reads an http address.</summary>
    public static Uri? Address(ArgumentResult result) => Address(result.Tokens[0].Value, result.AddError);

    /// <summary>Refuses numbers below a least one, saying what for.</summary>
    public static Action<OptionResult> AtLeast(int least, string what) =>
        result =>
        {
            if (result.GetValueOrDefault<int>() < least)
                result.AddError($"{result.Option.Name}: it takes at least {least} {what}");
        };

    /// <summary>A range <c>a..b</c>; either end may be left out.</summary>
    public static (double? From, double? To)? Range(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var ends = text.Split("..");
        if (ends.Length == 2 && End(ends[0], out var from) && End(ends[1], out var to) && !(from > to))
            return (from, to);
        result.AddError($"'{text}' is not a range such as 10..20, ..20 or 10..");
        return null;
    }

    private static Uri? Address(string text, Action<string> refuse)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return address;
        refuse($"'{text}' is not an address such as {DefaultServer}");
        return null;
    }

    private static bool End(string text, out double? value)
    {
        value = double.TryParse(text, out var number) ? number : null;
        return value is not null && double.IsFinite(number) || text.Length == 0;
    }
}
