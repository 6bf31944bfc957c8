using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Questions;

/// <summary>How long do questions about a long run take, and how long does a step take while they are asked?</summary>
public sealed class QuestionsBench(int documents, int steps, int queries, Action<string> tell)
{
    private const string Session = "bench";
    private const uint Credits = 1;
    private const int Previews = 4; // clients
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<QuestionsBenchReport> RunAsync(string data, CancellationToken cancellationToken)
    {
        await BenchServer.FillAsync(data, documents, tell, cancellationToken);
        var (id, before) = await BeginAsync(data, cancellationToken);
        var begun = Stopwatch.GetTimestamp();
        var log = await LongLog.WriteAsync(data, id, steps, cancellationToken);
        tell($"{steps:N0} steps written, {log / 1e6:N0} MB, in {Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} s");

        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        begun = Stopwatch.GetTimestamp();
        await OpenAsync(client, cancellationToken);
        var open = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var bytes = (await MemoryAsync(client, cancellationToken) - before) / (double)steps;
        tell($"opened in {open:N1} s, {bytes:N0} bytes a step");
        var show = await MeasureAsync(() => ShowAsync(client, cancellationToken));
        var random = new Random(1);
        var window = await MeasureAsync(async () =>
        {
            var from = (ulong)random.Next(steps * 9 / 10);
            var request = new ServedRequest
            {
                Session = Session,
                FromStep = from,
                ToStep = from + (ulong)steps / 10,
            };
            await client.Sessions.ServedAsync(request, cancellationToken: cancellationToken);
        });

        using var batches = await BatchStream.JoinAsync(client, Session, Credits, cancellationToken, (ulong)steps);
        var alone = await MeasureAsync(() => batches.NextAsync(cancellationToken));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var previews = Enumerable.Range(0, Previews).Select(_ => PreviewAsync(client, leaving.Token)).ToArray();
        var during = await MeasureAsync(() => batches.NextAsync(cancellationToken));
        await leaving.CancelAsync();
        await Task.WhenAll(previews);
        await process.StopAsync(BenchServer.Timeout);
        return new QuestionsBenchReport(steps, log, open, bytes, show, window, alone, during);
    }

    // A session that has adopted a snapshot and served a step, and the memory of a server that has it open.
    private static async Task<(string Id, long Memory)> BeginAsync(string data, CancellationToken cancellationToken)
    {
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        var session = await client.Sessions.CreateAsync(
            new()
            {
                Name = Session,
                Corpus = BenchServer.Corpus,
                Curriculum = new() { Schedule = "window(0.5)" },
                Batch = 8,
                Time = 128,
                TotalSteps = 1u << 30,
            },
            cancellationToken: cancellationToken
        );
        using (var batches = await BatchStream.JoinAsync(client, Session, Credits, cancellationToken))
            await batches.NextAsync(cancellationToken);
        var memory = await MemoryAsync(client, cancellationToken);
        await process.StopAsync(BenchServer.Timeout);
        return (session.Id, memory);
    }

    // A session that still reads its log when the call's time is over says so, and the call is repeated.
    private static async Task OpenAsync(FluxClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ShowAsync(client, cancellationToken);
                return;
            }
            catch (RpcException unavailable) when (unavailable.StatusCode == StatusCode.Unavailable)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private static async Task ShowAsync(FluxClient client, CancellationToken cancellationToken)
    {
        var request = new GetSessionRequest { Session = Session };
        await client.Sessions.GetAsync(request, cancellationToken: cancellationToken);
        await client.Training.StatusAsync(request, cancellationToken: cancellationToken);
        await client.Sessions.ServedAsync(new() { Session = Session }, cancellationToken: cancellationToken);
    }

    private static async Task PreviewAsync(FluxClient client, CancellationToken cancellationToken)
    {
        var request = new PreviewCurriculumRequest { Session = Session, Steps = 10_000 };
        try
        {
            while (true)
                await client.ReadPreviewAsync(request, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // It was measured beside long enough.
        }
    }

    private async Task<Latency> MeasureAsync(Func<Task> ask)
    {
        var milliseconds = new List<double>();
        for (var query = 0; query < queries; query++)
        {
            var begun = Stopwatch.GetTimestamp();
            await ask();
            milliseconds.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
        return Latency.Of(milliseconds);
    }

    private static async Task<long> MemoryAsync(FluxClient client, CancellationToken cancellationToken)
    {
        var request = new ClusterStatusRequest { CollectGarbage = true };
        return (long)
            (await client.Cluster.StatusAsync(request, cancellationToken: cancellationToken)).Memory.ManagedBytes;
    }
}
