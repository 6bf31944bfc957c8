using System.Text;

namespace FluxEntropy.Cli.Completion;

/// <summary>
/// A completion function for bash. It starts no process: what may follow each command is written out in it.
/// </summary>
internal static class BashCompletion
{
    public static string Script(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder();
        script.Append(
            $$"""
            # Completion of flux for bash, written by 'flux completion bash'.
            _flux() {
                local current=${COMP_WORDS[COMP_CWORD]} previous= command=flux words= i
                if ((COMP_CWORD > 0)); then previous=${COMP_WORDS[COMP_CWORD - 1]}; fi
                # --option=value comes as three words.
                if [[ $current == "=" ]]; then
                    current=
                elif [[ $previous == "=" ]] && ((COMP_CWORD > 1)); then
                    previous=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    case "$command ${COMP_WORDS[i]}" in
                        {{string.Join("|", commands.Skip(1).Select(command => Quoted(command.Path)))}})
                            command="$command ${COMP_WORDS[i]}"
                            ;;
                    esac
                done
                case "$command $previous" in

            """
        );
        foreach (var command in commands)
        foreach (var option in command.Options.Where(option => option.TakesValue))
            Case(script, $"{command.Path} {option.Name}", Reply(option));
        script.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in commands)
            Case(script, command.Path, $"words={Quoted(string.Join(' ', Words(command)))}{Files(command.TakesFiles)}");
        script.Append(
            """
                esac
                COMPREPLY=($(compgen -W "$words" -- "$current"))
            }
            complete -F _flux flux

            """
        );
        return script.ToString();
    }

    private static IEnumerable<string> Words(CompletedCommand command) =>
        [
            .. command.Verbs.Select(verb => verb.Name),
            .. command.Words,
            .. command.Options.Select(option => option.Name),
        ];

    private static string Reply(CompletedOption option) =>
        (
            option.Values.Count > 0
                ? $"COMPREPLY=($(compgen -W {Quoted(string.Join(' ', option.Values))} -- \"$current\"))"
                : ":"
        )
        + Files(option.TakesFile)
        + "; return";

    // Names of files are left to bash, which knows how to quote them.
    private static string Files(bool takesFiles) => takesFiles ? "; compopt -o default 2>/dev/null" : "";

    private static void Case(StringBuilder script, string pattern, string action) =>
        script.Append($"        {Quoted(pattern)}) {action} ;;\n");

    private static string Quoted(string text) => $"\"{text}\"";
}
