using System.Collections.Concurrent;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
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
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(10);

    public override async Task Consume(
        IAsyncStreamReader<ConsumeRequest> requests,
        IServerStreamWriter<ConsumeResponse> responses,
        ServerCallContext context
    )
    {
        if (!await requests.MoveNext(context.CancellationToken) || requests.Current.Join is not { } join)
            throw Invalid.Argument("join", "is required as the first message.");
        var consumer = await join.JoinAsync(grains, catalog);
        using var writing = new SemaphoreSlim(1); // a stream takes one message at a time
        await WriteAsync(new ConsumeResponse { Joined = consumer.Joined }, context.CancellationToken);
        if (consumer.FirstStep == consumer.TotalSteps)
        {
            await NotifyAsync(new RunNotice { Finished = true }); // there is nothing to serve, and so nothing to wait for
            return;
        }

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
                        await NotifyAsync(await ReportAsync(consumer, requests.Current.Report, served));
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
                    var handout = await HandoutAsync(consumer, step, NotifyAsync, ended.Token);
                    var batch = consumer.ShareOf(handout);
                    served[step] = (batch.TokenHash, handout.Planned.TokenHash);
                    served.TryRemove(step - MaxUnreported, out _);
                    await WriteAsync(new ConsumeResponse { Batch = batch }, ended.Token);
                }
                await NotifyAsync(new RunNotice { Finished = true });
            }
            catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
            {
                // It left.
            }
        }

        async Task WriteAsync(ConsumeResponse response, CancellationToken cancellationToken)
        {
            await writing.WaitAsync(cancellationToken);
            try
            {
                await responses.WriteAsync(response, cancellationToken);
            }
            finally
            {
                writing.Release();
            }
        }

        Task NotifyAsync(RunNotice notice) =>
            consumer.UnderstandsNotices
                ? WriteAsync(new ConsumeResponse { Notice = notice }, context.CancellationToken)
                : Task.CompletedTask;
    }

    private async Task<StepAnswer.HandedOut> HandoutAsync(
        BatchConsumer consumer,
        long step,
        Func<RunNotice, Task> notifyAsync,
        CancellationToken cancellationToken
    )
    {
        var (saidAt, said) = (0L, -1L);
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
                    if (said < 0 || time.GetElapsedTime(saidAt) >= SayAgain)
                    {
                        var outlook = await consumer.Session.Outlook();
                        (saidAt, said) = (time.GetTimestamp(), outlook.RankedTokens);
                        await notifyAsync(new RunNotice { Waiting = SessionMessages.ToMessage(outlook) });
                    }
                    await Task.Delay(WaitForDocuments, time, cancellationToken);
                    break;
                case var unexpected:
                    throw new NotSupportedException($"{unexpected} is not an answer to step {step}.");
            }
        }
    }

    // What the consumer is told of its report.
    private static async Task<RunNotice> ReportAsync(
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
        if (Problem(report) is { } problem)
            return consumer.UnderstandsNotices
                ? new RunNotice
                {
                    Refused = new ReportRefused { Step = report.Step, Problem = problem },
                }
                : throw new RpcException(new Status(StatusCode.InvalidArgument, problem));
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
        return new RunNotice { Reported = report.Step };
    }

    // What is wrong with the losses, as the field and what was expected; null: nothing.
    private static string? Problem(StepLosses report)
    {
        if (!double.IsFinite(report.Loss))
            return $"report.loss: {report.Loss} is not a loss.";
        for (var i = 0; i < report.Bins.Count; i++)
        {
            var bin = report.Bins[i];
            if (bin.Bin >= Curricula.Curriculum.MaxBins)
                return $"report.bins[{i}].bin: {bin.Bin} is outside 0 to {Curricula.Curriculum.MaxBins - 1}.";
            if (bin.Targets > int.MaxValue)
                return $"report.bins[{i}].targets: {bin.Targets} is outside 0 to {int.MaxValue}.";
            if (!double.IsFinite(bin.Loss))
                return $"report.bins[{i}].loss: {bin.Loss} is not a loss.";
        }
        return null;
    }
}
