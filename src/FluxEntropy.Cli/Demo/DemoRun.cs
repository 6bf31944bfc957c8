using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Queries;
using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using FluxEntropy.Verification;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Demo;

/// <summary>
/// The whole job on an embedded server: ingest, score, order, train, retune, verify; all of it over gRPC, as any client would.
/// Half of the documents are sent once training has begun, so that ingest, scoring and training overlap.
/// </summary>
/// <param name="terminal">Where progress is shown.</param>
/// <param name="story">Where it is told what happens.</param>
internal sealed class DemoRun(Terminal terminal, IAnsiConsole story)
{
    public async Task<DemoReport> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var documents = SdkDocuments.Read(options.Documents);
        var answers = Path.GetTempFileName();
        try
        {
            var (scoring, training, retune) = await ServeAsync(options, documents, answers, cancellationToken);
            var verified = await StoppedFolder.VerifyAsync(
                options.DataFolder,
                answers,
                cancellationToken: cancellationToken
            );
            Tell(
                $"[bold]Verify[/]  the server is stopped and its folder checked: lost {verified.Lost}, unexpected {verified.Unexpected}, duplicated {verified.Duplicated}; {Units.Count(verified.Replays.Sum(replay => replay.Steps), "step")} replayed."
            );
            foreach (var problem in verified.Problems)
                terminal.Warn($"{problem.Where}: {problem.What}");
            return ReportOf(scoring, training, retune, verified);
        }
        finally
        {
            File.Delete(answers);
        }
    }

    private async Task<(DemoScoring Scoring, DemoTraining Training, DemoRetune Retune)> ServeAsync(
        DemoOptions options,
        IReadOnlyList<SourceDocument> documents,
        string answers,
        CancellationToken cancellationToken
    )
    {
        await using var server = await FluxServer.StartAsync(
            new FluxServerOptions
            {
                DataFolder = options.DataFolder,
                Listen = new Uri("http://127.0.0.1:0"),
                Devices = options.Devices,
                Models = [options.Model],
                LogLevel = terminal.Verbose ? LogLevel.Warning : LogLevel.Critical,
            },
            new TorchEngineFactory(),
            cancellationToken
        );
        using var client = new FluxClient(server.Address);
        await using var acknowledged = AcknowledgedFile.Open(answers);
        var scoring = new DemoScoring(client, acknowledged);
        var training = new DemoTraining(
            client,
            await DemoTraining.BeginAsync(client, cancellationToken),
            options.Steps
        );
        Tell(
            $"Documentation of this machine's .NET SDK: {Units.Count(documents.Count, "document")}. Server at {server.Address.Authority}, data in {Path.GetFullPath(options.DataFolder)}."
        );
        await WorkAsync(client, scoring, training, documents, cancellationToken);
        return (scoring, training, await RetuneAsync(training, options.Steps, cancellationToken));
    }

    private static DemoReport ReportOf(
        DemoScoring scoring,
        DemoTraining training,
        DemoRetune retune,
        VerificationReport verified
    ) =>
        new()
        {
            Documents = (long)scoring.Latest!.Documents,
            Scored = scoring.Scored,
            Pending = (long)scoring.Latest.Pending,
            Quarantined = (long)scoring.Latest.Quarantined,
            Tokens = scoring.Tokens,
            Seconds = Math.Round(scoring.Elapsed.TotalSeconds, 3),
            Retune = retune,
            Loss = new DemoLoss(training.Latest!.FirstLoss, training.Latest.LastLoss),
            Verify = new DemoVerdict(verified.Lost, verified.Unexpected, verified.Duplicated),
            ProblemsFound = verified.ProblemsFound,
        };

    private async Task WorkAsync(
        FluxClient client,
        DemoScoring scoring,
        DemoTraining training,
        IReadOnlyList<SourceDocument> documents,
        CancellationToken cancellationToken
    )
    {
        await using var meter = new Meter(terminal, "Working", () => ProgressOf(scoring, training.Latest));
        await scoring.PrepareAsync(cancellationToken);
        await scoring.SendAsync(documents.Take(documents.Count / 2), cancellationToken);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var followed = scoring.FollowAsync(following.Token);
        var trained = training.RunAsync(cancellationToken);
        await training.FirstStep;
        await scoring.SendAsync(documents.Skip(documents.Count / 2), cancellationToken);
        await following.CancelAsync();
        await followed;
        TellScored(await scoring.FinishAsync(cancellationToken), scoring);
        var distribution = await client.Scores.DistributionAsync(
            new() { Corpus = DemoScoring.Corpus, HistogramBins = 20 },
            cancellationToken: cancellationToken
        );
        terminal.Write(story, console =>
        {
            console.MarkupLine("");
            DistributionText.Write(console, distribution);
            console.MarkupLine("");
        });
        await trained;
    }

    private void TellScored(Corpus corpus, DemoScoring scoring) =>
        Tell(
            scoring.Scored == 0
                ? $"[bold]Score[/]   all {Units.Count((long)corpus.Documents, "document")} were scored already: nothing to do."
                : $"[bold]Score[/]   {Units.Count(scoring.Scored, "document")}, {Units.Count(scoring.Tokens, "token")} in {Units.Duration(scoring.Elapsed)} ({Units.Rate(scoring.Tokens / scoring.Elapsed.TotalSeconds, "tokens")}, beside training) in {Units.Count(corpus.Shards, "shard")}."
        );

    private async Task<DemoRetune> RetuneAsync(DemoTraining training, int steps, CancellationToken cancellationToken)
    {
        var answer = training.Retuned!;
        var before = await training.SharesAsync(0, answer.EffectiveStep, cancellationToken);
        var after = await training.SharesAsync(answer.EffectiveStep, (ulong)steps, cancellationToken);
        var last = training.Latest!;
        Tell(
            $"[bold]Train[/]   session {training.Session}: {Units.Count(steps, "step")}, {CurriculumText.Of(DemoTraining.Sequential)}; loss {last.FirstLoss:0.000} → {last.LastLoss:0.000} nats a token."
        );
        Tell(
            $"[bold]Retune[/]  {CurriculumText.Of(DemoTraining.BothEnds)}: asked for step {answer.RequestedStep:N0} while it trained, holds from step {answer.EffectiveStep:N0}."
        );
        terminal.Write(story, console => ShareTable(console, before, after));
        return new DemoRetune((long)answer.RequestedStep, (long)answer.EffectiveStep, before, after);
    }

    private static void ShareTable(IAnsiConsole console, double[] before, double[] after)
    {
        const int columns = 24;
        console.MarkupLine("");
        console.MarkupLine($"  [grey]served   {"before".PadRight(columns + 7)}  after[/]");
        for (var bin = 0; bin < before.Length; bin++)
            console.MarkupLine(
                $"  bin {bin + 1}  [aqua]{Bars.Of(before[bin], columns)}[/] {Units.Percent(before[bin]), 6}  [yellow]{Bars.Of(after[bin], columns)}[/] {Units.Percent(after[bin]), 6}"
            );
        console.MarkupLine("");
    }

    private void Tell(string markup) => terminal.Write(story, console => console.MarkupLine(markup));

    private static Progress ProgressOf(DemoScoring scoring, TrainingStatus? training)
    {
        var scored =
            scoring.Latest is not { } corpus ? ""
            : scoring.Tokens == 0 ? $"scored {corpus.Indexed:N0} of {corpus.Documents:N0}"
            : $"scored {corpus.Indexed:N0} of {corpus.Documents:N0} · {Units.Rate(scoring.Tokens / scoring.Elapsed.TotalSeconds, "tokens")}";
        return training is { HasLastLoss: true }
            ? new(
                training.Step,
                training.TotalSteps,
                $"{scored} · step {training.Step:N0} of {training.TotalSteps:N0} · loss {training.LastLoss:0.000} nats"
            )
            : new(0, null, scored);
    }
}
