using System.CommandLine;

namespace FluxEntropy.Cli.Curricula;

/// <summary>When an update takes effect, which version it relies on, and what the history says of it.</summary>
internal sealed class CurriculumUpdateOptions
{
    private readonly Option<ulong?> _fromStep = new("--from-step")
    {
        Description = "First step that it applies to [the next one not handed out]",
        HelpName = "STEP",
    };
    private readonly Option<ulong?> _expectedVersion = new("--expected-version")
    {
        Description = "Refuse if another version is the newest [the newest at this moment]",
        HelpName = "N",
    };
    private readonly Option<string> _author = new("--author")
    {
        Description = "Who, for the history",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.UserName,
    };
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for the history",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<string> _key = new("--idempotency-key")
    {
        Description =
            "Name of this update: repeating the command under the same name changes nothing, and returns the first answer",
        HelpName = "KEY",
        DefaultValueFactory = _ => "",
    };

    public Symbol[] All => [_fromStep, _expectedVersion, _author, _reason, _key];

    public ulong? FromStep(ParseResult arguments) => arguments.GetValue(_fromStep);

    public ulong? ExpectedVersion(ParseResult arguments) => arguments.GetValue(_expectedVersion);

    public string Author(ParseResult arguments) => arguments.GetRequiredValue(_author);

    public string Reason(ParseResult arguments) => arguments.GetRequiredValue(_reason);

    public string Key(ParseResult arguments) => arguments.GetRequiredValue(_key);
}
