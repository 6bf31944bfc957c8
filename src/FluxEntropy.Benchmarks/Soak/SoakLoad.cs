using System.Diagnostics;
using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>
/// Keeps a cluster busy with documents at a steady rate, queries, and a training run. Failed calls are retried.
/// </summary>
public sealed class SoakLoad(FluxClient client, AcknowledgedFile acknowledged, int documentsPerSecond)
{
    public const string Corpus = "soak";

    private const string Session = "soak";
    private const int TextsKnown = 4000;
    private const int BatchDocuments = 32;
    private const ulong EndlessSteps = 1_000_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(20);

    private long _accepted;
    private long _failed;

    public long Accepted => Interlocked.Read(ref _accepted);

    public long FailedCalls => Interlocked.Read(ref _failed);

    /// <summary>Steps of the training run, as last reported.</summary>
    public ulong Steps { get; private set; }

    /// <summary>Creates the corpus.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 4,
                Groups = 2,
                HeldOutFraction = 0.05,
            },
            cancellationToken: cancellationToken
        );

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(FeedAsync(cancellationToken), AskAsync(cancellationToken), TrainAsync(cancellationToken));

    /// <summary>Ends the training run.</summary>
    public async Task EndAsync(CancellationToken cancellationToken) =>
        Steps = (
            await DoneAsync(
                () =>
                    client
                        .Training.StopAsync(
                            new() { Session = Session },
                            deadline: Deadline(),
                            cancellationToken: cancellationToken
                        )
                        .ResponseAsync,
                cancellationToken
            )
        ).Step;

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        var texts = SdkDocuments.Read(TextsKnown);
        var clock = Stopwatch.StartNew();
        for (var sent = 0; !cancellationToken.IsCancellationRequested; sent += BatchDocuments)
        {
            var request = new AppendRequest { Corpus = Corpus, Batch = 1 };
            for (var i = sent; i < sent + BatchDocuments; i++)
                request.Documents.Add(
                    new Document
                    {
                        Id = $"{i / TextsKnown}/{texts[i % TextsKnown].Id}",
                        Text = texts[i % TextsKnown].Text,
                    }
                );
            await acknowledged.AppendAsync(
                Corpus,
                await DoneAsync(() => AppendAsync(request, cancellationToken), cancellationToken)
            );
            Interlocked.Add(ref _accepted, BatchDocuments);
            var ahead = TimeSpan.FromSeconds((double)(sent + BatchDocuments) / documentsPerSecond) - clock.Elapsed;
            if (ahead > TimeSpan.Zero)
                await Task.Delay(ahead, cancellationToken);
        }
    }

    private async Task<AppendResponse> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        using var call = client.Ingest.Append(deadline: Deadline(), cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(request, cancellationToken);
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(cancellationToken);
        return call.ResponseStream.Current;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var query = new QueryRequest
            {
                Corpus = Corpus,
                Fractions = new FractionRange { From = 0.9, To = 1 },
                Limit = 20,
                IncludeText = true,
            };
            await DoneAsync(
                async () =>
                {
                    using var call = client.Scores.Query(
                        query,
                        deadline: Deadline(),
                        cancellationToken: cancellationToken
                    );
                    return await call.ResponseStream.ReadAllAsync(cancellationToken).CountAsync(cancellationToken);
                },
                cancellationToken
            );
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task TrainAsync(CancellationToken cancellationToken)
    {
        await DoneAsync(
            async () =>
            {
                var corpus = await client.Corpora.GetAsync(
                    new() { Name = Corpus },
                    deadline: Deadline(),
                    cancellationToken: cancellationToken
                );
                return corpus.Ranked >= TextsKnown / 4
                    ? corpus
                    : throw new RpcException(new Status(StatusCode.Unavailable, "too few documents are ranked yet"));
            },
            cancellationToken
        );
        var session = new CreateSessionRequest
        {
            Name = Session,
            Corpus = Corpus,
            TotalSteps = EndlessSteps,
            Batch = 8,
            Time = 128,
            Seed = 1,
            Curriculum = new CurriculumSpec { Bins = 4, Schedule = "sequential" },
        };
        await DoneAsync(
            async () =>
            {
                try
                {
                    return await client.Sessions.CreateAsync(
                        session,
                        deadline: Deadline(),
                        cancellationToken: cancellationToken
                    );
                }
                catch (RpcException exists) when (exists.StatusCode == StatusCode.AlreadyExists)
                {
                    return await client.Sessions.GetAsync(
                        new() { Session = Session },
                        deadline: Deadline(),
                        cancellationToken: cancellationToken
                    );
                }
            },
            cancellationToken
        );
        await DoneAsync(
            () =>
                client
                    .Training.StartAsync(
                        new() { Session = Session },
                        deadline: Deadline(),
                        cancellationToken: cancellationToken
                    )
                    .ResponseAsync,
            cancellationToken
        );
        while (!cancellationToken.IsCancellationRequested)
        {
            Steps = (
                await DoneAsync(
                    () =>
                        client
                            .Training.StatusAsync(
                                new() { Session = Session },
                                deadline: Deadline(),
                                cancellationToken: cancellationToken
                            )
                            .ResponseAsync,
                    cancellationToken
                )
            ).Step;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<T> DoneAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception)
                when (exception is RpcException or InvalidOperationException or IOException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                Interlocked.Increment(ref _failed);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    private static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + CallPatience;
}
