using System.Collections.Concurrent;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Serves the global batches of sessions to trainers outside: credits in, batches out, losses back.</summary>
internal sealed class BatchesService(IGrainFactory grains, Catalog catalog, TimeProvider time) : Batches.BatchesBase
{
    private const int MaxCredits = 64;
    private const int MaxUnreported = 4096; // steps; older ones can be reported no more
    private static readonly TimeSpan WaitForDocuments = TimeSpan.FromMilliseconds(200);

    public override async Task Consume(
        IAsyncStreamReader<ConsumeRequest> requests,
        IServerStreamWriter<ConsumeResponse> responses,
        ServerCallContext context
    )
    {
        if (!await requests.MoveNext(context.CancellationToken) || requests.Current.Join is not { } join)
            throw Invalid.Argument("join", "is required as the first message.");
        var consumer = await JoinAsync(join);
        await responses.WriteAsync(new ConsumeResponse { Joined = consumer.Joined }, context.CancellationToken);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        using var credits = new SemaphoreSlim(0);
        var served = new ConcurrentDictionary<long, (ulong Share, ulong Step)>(); // token hashes of what was not reported yet
        Task[] work = [ReceiveAsync(), SendAsync()];
        try
        {
            await await Task.WhenAny(work); // the side that fails first knows why
            await Task.WhenAll(work);
        }
        finally
        {
            await ended.CancelAsync();
        }

        async Task ReceiveAsync()
        {
            while (await requests.MoveNext(ended.Token))
            {
                switch (requests.Current.MessageCase)
                {
                    case ConsumeRequest.MessageOneofCase.Credits:
                        if (
                            requests.Current.Credits == 0
                            || requests.Current.Credits + credits.CurrentCount > MaxCredits
                        )
                            throw Invalid.Argument(
                                "credits",
                                $"{requests.Current.Credits} on top of {credits.CurrentCount} are not 1 to {MaxCredits} outstanding ones."
                            );
                        credits.Release((int)requests.Current.Credits);
                        break;
                    case ConsumeRequest.MessageOneofCase.Report:
                        await ReportAsync(consumer, requests.Current.Report, served);
                        break;
                    default:
                        throw Invalid.Argument("message", "credits or a report was expected; a stream is joined once.");
                }
            }
            await ended.CancelAsync(); // the consumer wants no more
        }

        async Task SendAsync()
        {
            try
            {
                for (var step = consumer.FirstStep; step < consumer.TotalSteps; step++)
                {
                    await credits.WaitAsync(ended.Token);
                    var handout = await HandoutAsync(consumer, step, ended.Token);
                    var batch = consumer.ShareOf(handout);
                    served[step] = (batch.TokenHash, handout.Planned.TokenHash);
                    served.TryRemove(step - MaxUnreported, out _);
                    await responses.WriteAsync(new ConsumeResponse { Batch = batch }, ended.Token);
                }
            }
            catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
            {
                // It left.
            }
        }
    }

    private async Task<BatchConsumer> JoinAsync(JoinRun join)
    {
        var settings = await catalog.RequireSessionAsync("join.session", join.Session);
        var consumers = join.WorldSize == 0 ? 1 : join.WorldSize;
        if (consumers > settings.Batch)
            throw Invalid.Argument(
                "join.world_size",
                $"{consumers} consumers are more than the {settings.Batch} rows of a batch; start "
                    + "fewer, or make a session with a larger batch."
            );
        Invalid.Range("join.rank", join.Rank, 0u, consumers - 1);
        Invalid.Range("join.step", join.Step, 0ul, (ulong)settings.TotalSteps);
        if (join.Run.Length is 0 or > 64)
            throw Invalid.Argument(
                "join.run",
                $"it has {join.Run.Length} characters; give 1 to 64, the same for all consumers of a start, and others at the next."
            );
        var session = grains.Session(settings.Id);
        var profile = (await catalog.ProfileAsync(settings.ProfileHash)).Profile;
        var branch = await session.Join(join.Run, (int)consumers, (long)join.Step, join.Replan) switch
        {
            JoinAnswer.Joined joined => joined.Branch,
            JoinAnswer.NeverServed { NextStep: var next } => throw Invalid.Precondition(
                $"join.step: step {join.Step} was never served: the log ends at step {next}."
            ),
            JoinAnswer.OtherConsumers { Consumers: var others } => throw Invalid.Precondition(
                $"join.world_size: run '{join.Run}' has {others} consumers, not {consumers}; their number changes "
                    + "when a run goes on from a checkpoint, under a new run name."
            ),
            var unknown => throw new NotSupportedException($"{unknown} is not an answer to a trainer that joins."),
        };
        return new BatchConsumer(
            settings,
            session,
            branch,
            (int)join.Rank,
            (int)consumers,
            (long)join.Step,
            profile.VocabularySize
        );
    }

    private async Task<StepAnswer.HandedOut> HandoutAsync(
        BatchConsumer consumer,
        long step,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            switch (await consumer.Session.Step(consumer.Branch, step))
            {
                case StepAnswer.HandedOut handout:
                    return handout;
                case StepAnswer.Superseded superseded:
                    throw new RpcException(new Status(StatusCode.Aborted, superseded.Problem));
                case StepAnswer.BinDry dry:
                    throw Invalid.Precondition(dry.Problem + ", and join again.");
                case StepAnswer.OutOfOrder:
                    throw Invalid.Precondition($"join.step: steps before {step} were never served.");
                case StepAnswer.TooFewDocuments:
                    await Task.Delay(WaitForDocuments, time, cancellationToken);
                    break;
                case var unexpected:
                    throw new NotSupportedException($"{unexpected} is not an answer to step {step}.");
            }
        }
    }

    private static async Task ReportAsync(
        BatchConsumer consumer,
        StepLosses report,
        ConcurrentDictionary<long, (ulong Share, ulong Step)> served
    )
    {
        if (!served.TryGetValue((long)report.Step, out var hashes))
            throw Invalid.Argument(
                "report.step",
                $"{report.Step} is not one of the last {MaxUnreported} that this stream was served, or was reported before."
            );
        if (report.TokenHash != hashes.Share)
            throw Invalid.Argument(
                "report.token_hash",
                $"{report.TokenHash:x16} is not the hash of the batch served at step {report.Step}, "
                    + $"{hashes.Share:x16}: it was trained on other tokens."
            );
        if (!double.IsFinite(report.Loss))
            throw Invalid.Argument("report.loss", $"{report.Loss} is not a loss.");
        for (var i = 0; i < report.Bins.Count; i++)
        {
            Invalid.Range($"report.bins[{i}].bin", report.Bins[i].Bin, 0u, (uint)Curricula.Curriculum.MaxBins - 1);
            Invalid.Range($"report.bins[{i}].targets", report.Bins[i].Targets, 0u, (uint)int.MaxValue);
            if (!double.IsFinite(report.Bins[i].Loss))
                throw Invalid.Argument($"report.bins[{i}].loss", $"{report.Bins[i].Loss} is not a loss.");
        }
        var stepReport = new StepReport(
            (long)report.Step,
            report.Loss,
            [.. report.Bins.Select(bin => new Engines.BinLoss((int)bin.Bin, bin.Loss, (int)bin.Targets))],
            hashes.Step
        );
        switch (await consumer.Session.Report(consumer.Branch, stepReport, consumer.Rank))
        {
            case ReportAnswer.Superseded superseded:
                throw new RpcException(new Status(StatusCode.Aborted, superseded.Problem));
            case ReportAnswer.NotHandedOut or ReportAnswer.OtherTokens: // replanned since by another trainer
                throw new RpcException(
                    new Status(
                        StatusCode.Aborted,
                        $"report.step: step {report.Step} was planned again since this stream was served it. "
                            + "Join again from your checkpoint."
                    )
                );
        }
        served.TryRemove((long)report.Step, out _);
    }
}
