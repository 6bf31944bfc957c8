using System.CommandLine;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Options that several verbs have, with one meaning everywhere.</summary>
internal static class SharedOptions
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public const string DefaultServer = "http://127.0.0.1:5080";

    private const string ServerVariable = "FLUXENTROPY_SERVER";

    /// <summary>Shows the stack trace of an error; of every verb.</summary>
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
                ? OptionParsers.Address(url, message => result.AddError($"{ServerVariable}: {message}"))
                : new Uri(DefaultServer),
        CustomParser = OptionParsers.Address,
    };

    /// <summary>JSON in place of text for people.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print JSON on standard output, for scripts",
    };

    /// <summary>The address given, or the default.</summary>
    public static Uri ServerOf(ParseResult arguments) => arguments.GetValue(Server) ?? new Uri(DefaultServer);
}
