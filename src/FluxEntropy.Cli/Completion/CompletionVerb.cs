using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Completion;

internal sealed class CompletionVerb : Verb
{
    private readonly Argument<string> _shell = new("shell")
    {
        Description = "The shell to write it for",
        HelpName = "bash|zsh|fish",
    };

    public CompletionVerb()
        : base("completion", "Print a script that completes verbs, options and values in a shell")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Take(_shell);
        Examples =
        [
            new(
                "completion bash > ~/.flux-completion.bash",
                "for bash; add 'source ~/.flux-completion.bash' to ~/.bashrc"
            ),
            new("completion zsh > ~/.flux-completion.zsh", "for zsh; add 'source ~/.flux-completion.zsh' to ~/.zshrc"),
            new("completion fish > ~/.config/fish/completions/flux.fish", "for fish"),
        ];
    }

    public override Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var commands = CompletedTree.Of(arguments.RootCommandResult.Command);
        terminal.Output.Write(
            arguments.GetRequiredValue(_shell) switch
            {
                "fish" => FishCompletion.Script(commands),
                "zsh" => ZshCompletion.Script(commands),
                _ => BashCompletion.Script(commands),
            }
        );
        return Task.FromResult(0);
    }
}
