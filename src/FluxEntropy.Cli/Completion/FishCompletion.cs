using System.Text;

namespace FluxEntropy.Cli.Completion;

/// <summary>Completions for fish: a line for each verb and option, under the command that it belongs to.</summary>
internal static class FishCompletion
{
    public static string Script(IReadOnlyList<CompletedCommand> commands)
    {
        var script = new StringBuilder();
        script.Append(
            $$"""
            # Completion of flux for fish, written by 'flux completion fish'.
            function __flux_command
                set -l command flux
                set -l words (commandline -opc)
                for word in $words[2..-1]
                    switch "$command $word"
                        case {{string.Join(' ', commands.Skip(1).Select(command => Quoted(command.Path)))}}
                            set command "$command $word"
                    end
                end
                echo $command
            end
            complete -c flux -f

            """
        );
        foreach (var command in commands)
        {
            var under = $"complete -c flux -n 'test (__flux_command) = \"{command.Path}\"'";
            foreach (var (name, text) in command.Verbs)
                script.Append($"{under} -a {Quoted(name)} -d {Quoted(text)}\n");
            foreach (var word in command.Words)
                script.Append($"{under} -a {Quoted(word)}\n");
            if (command.TakesFiles)
                script.Append($"{under} -F\n");
            foreach (var option in command.Options)
                script.Append($"{under} -l {option.Name.TrimStart('-')}{Value(option)} -d {Quoted(option.Text)}\n");
        }
        return script.ToString();
    }

    private static string Value(CompletedOption option) =>
        !option.TakesValue ? ""
        : option.TakesFile ? " -r -F"
        : option.Values.Count > 0 ? $" -x -a {Quoted(string.Join(' ', option.Values))}"
        : " -x";

    private static string Quoted(string text) => $"'{text.Replace("\\", "\\\\").Replace("'", "\\'")}'";
}
