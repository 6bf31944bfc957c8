using System.Text;

namespace FluxEntropy.Cli.Completion;

/// <summary>A completion function for zsh; as for bash, what may follow each command is written out in it.</summary>
internal static class ZshCompletion
{
    public static string Script(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder();
        script.Append(
            $$"""
            # Completion of flux for zsh, written by 'flux completion zsh'.
            (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
            _flux() {
                local command=flux previous=$words[CURRENT-1] word
                for word in ${words[2,CURRENT-1]}; do
                    case "$command $word" in
                        ({{string.Join("|", commands.Skip(1).Select(command => Quoted(command.Path)))}})
                            command="$command $word"
                            ;;
                    esac
                done
                # --option=value is one word.
                if [[ $words[CURRENT] == --*=* ]]; then
                    previous=${words[CURRENT]%%=*}
                    compset -P '*='
                fi
                case "$command $previous" in

            """
        );
        foreach (var command in commands)
        foreach (var option in command.Options.Where(option => option.TakesValue))
            Case(script, $"{command.Path} {option.Name}", [.. Offers(option.Values, option.TakesFile), "return"]);
        script.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in commands)
            Case(script, command.Path, Offers(Words(command), command.TakesFiles));
        script.Append(
            """
                esac
            }
            compdef _flux flux

            """
        );
        return script.ToString();
    }

    private static IReadOnlyList<string> Words(CompletedCommand command) =>
        [
            .. command.Verbs.Select(verb => verb.Name),
            .. command.Words,
            .. command.Options.Select(option => option.Name),
        ];

    private static IEnumerable<string> Offers(IReadOnlyList<string> words, bool files)
    {
        if (words.Count > 0)
            yield return $"compadd -- {string.Join(' ', words.Select(Quoted))}";
        if (files)
            yield return "_files";
    }

    private static void Case(StringBuilder script, string pattern, IEnumerable<string> actions) =>
        script.Append($"        ({Quoted(pattern)}) {string.Join("; ", actions)} ;;\n");

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''")}'";
}
