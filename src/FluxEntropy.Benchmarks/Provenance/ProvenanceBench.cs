using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Provenance;

/// <summary>How long do provenance queries take, in both directions, over a long run on a large corpus?</summary>
public sealed class ProvenanceBench(int documents, int steps, int queries, Action<string> tell)
{
    private const string Session = "bench";
    private const uint Credits = 16;

    public async Task<ProvenanceBenchReport> RunAsync(string data, CancellationToken cancellationToken)
    {
        await BenchServer.FillAsync(data, documents, tell, cancellationToken);
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        await ServeAsync(client, cancellationToken);
        var random = new Random(1);
        var served = new List<string>();
        var stepMilliseconds = new List<double>();
        for (var query = 0; query < queries; query++)
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = await client.Sessions.StepDocumentsAsync(
                new() { Session = Session, Step = (ulong)random.Next(steps) },
                cancellationToken: cancellationToken
            );
            stepMilliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            served.Add(answer.Documents[random.Next(answer.Documents.Count)].Id);
        }
        var documentMilliseconds = new List<double>();
        for (var query = 0; query < queries; query++)
        {
            // Every other document was served; the rest are arbitrary, and most of them were never served.
            var id = query % 2 == 0 ? served[query] : BenchDocuments.Id(random.Next(documents));
            var begun = Stopwatch.GetTimestamp();
            var answer = await client.Sessions.DocumentStepsAsync(
                new() { Session = Session, Id = id },
                cancellationToken: cancellationToken
            );
            documentMilliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (query % 2 == 0 && answer.Steps.Count == 0)
                throw new InvalidDataException($"document {id} was served, but no step is reported to contain it");
        }
        await process.StopAsync(BenchServer.Timeout);
        return new ProvenanceBenchReport(
            documents,
            steps,
            queries,
            Latency.Of(stepMilliseconds),
            Latency.Of(documentMilliseconds)
        );
    }

    private async Task ServeAsync(FluxClient client, CancellationToken cancellationToken)
    {
        await client.Sessions.CreateAsync(
            new()
            {
                Name = Session,
                Corpus = BenchServer.Corpus,
                Curriculum = new() { Schedule = "window(0.5)" },
                Batch = 8,
                Time = 128,
                TotalSteps = (ulong)steps,
            },
            cancellationToken: cancellationToken
        );
        var begun = Stopwatch.StartNew();
        using var batches = await BatchStream.JoinAsync(client, Session, Credits, cancellationToken);
        while (await batches.NextAsync(cancellationToken) is { } batch)
            await batches.ReportAsync(batch, loss: 1, cancellationToken);
        var planned = (
            await client.Sessions.GetAsync(new() { Session = Session }, cancellationToken: cancellationToken)
        ).NextStep;
        if (planned != (ulong)steps)
            throw new InvalidDataException($"only {planned} of {steps} steps were served");
        tell($"{steps:N0} steps served in {begun.Elapsed.TotalSeconds:N0} s");
    }
}
