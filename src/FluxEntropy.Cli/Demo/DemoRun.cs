using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Server.Storage;
using FluxEntropy.Sources;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Cli.Demo;

/// <summary>
/// The whole job on an embedded server: ingest, score, order, train, retune, verify; all of it over gRPC, as any client would
/// do it. Half of the documents are sent once training has started, so that ingest, scoring and training overlap.
/// </summary>
/// <param name="terminal">Where progress is shown.</param>
/// <param name="story">Tells what happens.</param>
internal sealed class DemoRun(Terminal terminal, DemoStory story)
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
            story.Verified(verified);
            return DemoReport.Of(scoring, training, retune, verified);
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
        await using var server = await StartAsync(options, cancellationToken);
        using var client = new FluxClient(server.Address);
        await using var acknowledged = AcknowledgedFile.Open(answers);
        var scoring = new DemoScoring(client, acknowledged);
        var session = await DemoSessions.BeginAsync(client, cancellationToken);
        var training = new DemoTraining(client, session, options.Steps);
        story.Begun(documents.Count, server.Address.Authority, options.DataFolder);
        await WorkAsync(client, scoring, training, documents, cancellationToken);
        var retune = await training.RetuneServedAsync(cancellationToken);
        story.Trained(training, options.Steps, retune);
        return (scoring, training, retune);
    }

    private Task<FluxServer> StartAsync(DemoOptions options, CancellationToken cancellationToken) =>
        FluxServer.StartAsync(
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

    private async Task WorkAsync(
        FluxClient client,
        DemoScoring scoring,
        DemoTraining training,
        IReadOnlyList<SourceDocument> documents,
        CancellationToken cancellationToken
    )
    {
        await using var meter = new Meter(terminal, "Working", () => DemoProgress.Of(scoring, training.Latest));
        await scoring.PrepareAsync(cancellationToken);
        await scoring.SendAsync(documents.Take(documents.Count / 2), cancellationToken);
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var followed = scoring.FollowAsync(following.Token);
        var trained = training.RunAsync(cancellationToken);
        await training.FirstStep;
        await scoring.SendAsync(documents.Skip(documents.Count / 2), cancellationToken);
        await following.CancelAsync();
        await followed;
        story.Scored(await scoring.FinishAsync(cancellationToken), scoring);
        story.Distributed(
            await client.Scores.DistributionAsync(
                new() { Corpus = DemoScoring.Corpus, HistogramBins = 20 },
                cancellationToken: cancellationToken
            )
        );
        await trained;
    }
}
