using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Queries;
using FluxEntropy.Cli.Training;
using FluxEntropy.V1;
using FluxEntropy.Verification;
using Spectre.Console;

namespace FluxEntropy.Cli.Demo;

/// <summary>Tells what a demo does, as it happens.</summary>
/// <param name="terminal">Where progress is shown.</param>
/// <param name="console">Where the story is told.</param>
internal sealed class DemoStory(Terminal terminal, IAnsiConsole console)
{
    private static void WriteShares(IAnsiConsole console, DemoRetune retune)
    {
        const int columns = 24;
        var (before, after) = (retune.BinSharesBefore, retune.BinSharesAfter);
        console.MarkupLine("");
        console.MarkupLine($"  [grey]served   {"before".PadRight(columns + 7)}  after[/]");
        for (var bin = 0; bin < before.Length; bin++)
            console.MarkupLine(
                $"  bin {bin + 1}  [aqua]{Bars.Of(before[bin], columns)}[/] {Units.Percent(before[bin]), 6}  "
                    + $"[yellow]{Bars.Of(after[bin], columns)}[/] {Units.Percent(after[bin]), 6}"
            );
        console.MarkupLine("");
    }

    public void Begun(int documents, string authority, string folder) =>
        Tell(
            $"Documentation of this machine's .NET SDK: {Units.Count(documents, "document")}. "
                + $"Server at {authority}, data in {Path.GetFullPath(folder)}."
        );

    public void Scored(Corpus corpus, DemoScoring scoring)
    {
        if (scoring.Scored == 0)
        {
            Tell(
                $"[bold]Score[/]   all {Units.Count((long)corpus.Documents, "document")} were scored already: nothing to do."
            );
            return;
        }
        var rate = Units.Rate(scoring.Tokens / scoring.Elapsed.TotalSeconds, "tokens");
        Tell(
            $"[bold]Score[/]   {Units.Count(scoring.Scored, "document")} ({scoring.HeldOut:N0} held out), "
                + $"{Units.Count(scoring.Tokens, "token")} in {Units.Duration(scoring.Elapsed)} ({rate}, beside training) "
                + $"in {Units.Count(corpus.Shards, "shard")}."
        );
    }

    public void Distributed(DistributionResponse distribution) => terminal.Write(console, output =>
        {
            output.MarkupLine("");
            DistributionText.Write(output, distribution);
            output.MarkupLine("");
        });

    public void Trained(DemoTraining training, int steps, DemoRetune retune)
    {
        var last = training.Latest!;
        Tell(
            $"[bold]Train[/]   session {training.Session}: {Units.Count(steps, "step")}, "
                + $"{CurriculumText.Of(DemoTraining.Sequential)}; loss {LossText.Of(last)}."
        );
        Tell(
            $"[bold]Retune[/]  {CurriculumText.Of(DemoTraining.BothEnds)}: asked for step {retune.RequestedStep:N0} "
                + $"while it trained, in force from step {retune.EffectiveStep:N0}."
        );
        terminal.Write(console, output => WriteShares(output, retune));
    }

    public void Verified(VerificationReport verified)
    {
        Tell(
            $"[bold]Verify[/]  the server is stopped and its folder checked: lost {verified.Lost}, "
                + $"unexpected {verified.Unexpected}, duplicated {verified.Duplicated}; "
                + $"{Units.Count(verified.Replays.Sum(replay => replay.Steps), "step")} replayed."
        );
        foreach (var problem in verified.Problems)
            terminal.Warn($"{problem.Where}: {problem.What}");
    }

    private void Tell(string markup) => terminal.Write(console, output => output.MarkupLine(markup));
}
