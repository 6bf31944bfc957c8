using System.CommandLine;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Verbs under a common name, such as <c>flux corpus</c>.</summary>
internal sealed class VerbGroup : Command
{
    public VerbGroup(string name, string description, params Verb[] verbs)
        : base(name, description)
    {
        foreach (var verb in verbs)
            Subcommands.Add(verb);
    }
}
