using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Cli.Demo;

/// <summary>The session's side of a demo: it trains, and is retuned half-way.</summary>
internal sealed class DemoTraining(FluxClient client, string session, int steps)
{
    private const uint Bins = 6;
    private const uint Rows = 8;
    private const uint RowTokens = 128;

    // The update is sent a little before the step that it asks for, as somebody who watches the loss would do.
    private const int StepsAhead = 15;
    private readonly TaskCompletionSource _firstStep = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Name of the session.</summary>
    public string Session => session;

    /// <summary>The trainer as it was seen last.</summary>
    public TrainingStatus? Latest { get; private set; }

    /// <summary>What the session begins with: from low to high mean entropy.</summary>
    public static CurriculumSpec Sequential { get; } = new() { Bins = Bins, Schedule = "sequential" };

    /// <summary>What it is retuned to: the two ends, and nothing between, so that anyone can see the difference.</summary>
    public static CurriculumSpec BothEnds { get; } = new() { Bins = Bins, Schedule = "manual(1, 0, 0, 0, 0, 1)" };

    /// <summary>The retuning, once it was answered.</summary>
    public UpdateCurriculumResponse? Retuned { get; private set; }

    /// <summary>Completes when the first step was trained.</summary>
    public Task FirstStep => _firstStep.Task;

    /// <summary>Trains to the end.</summary>
    /// <exception cref="CommandFailedException">The trainer failed or was stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.Sessions.CreateAsync(
                new()
                {
                    Name = session,
                    Corpus = DemoScoring.Corpus,
                    Curriculum = Sequential,
                    Batch = Rows,
                    Time = RowTokens,
                    TotalSteps = (ulong)steps,
                    Seed = 1,
                },
                cancellationToken: cancellationToken
            );
            Latest = await client.Training.StartAsync(
                new() { Session = session },
                cancellationToken: cancellationToken
            );
            await FollowAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            _firstStep.TrySetException(failure);
            throw;
        }
    }

    /// <summary>The retuning, with what was served before and after it.</summary>
    public async Task<DemoRetune> RetuneServedAsync(CancellationToken cancellationToken)
    {
        var answer = Retuned!;
        return new DemoRetune(
            (long)answer.RequestedStep,
            (long)answer.EffectiveStep,
            await SharesAsync(0, answer.EffectiveStep, cancellationToken),
            await SharesAsync(answer.EffectiveStep, (ulong)steps, cancellationToken)
        );
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var watch = client.Training.Watch(new() { Session = session }, cancellationToken: cancellationToken);
        await foreach (var status in watch.ResponseStream.ReadAllAsync(cancellationToken))
        {
            Latest = status;
            if (status.Step > 0)
                _firstStep.TrySetResult();
            if (Retuned is null && (long)status.Step >= steps / 2 - StepsAhead)
                Retuned = await RetuneAsync(cancellationToken);
        }

        if (Latest is not { State: State.Finished } last)
            throw new CommandFailedException(
                $"training {session} ended as {Latest?.State.ToString().ToLowerInvariant()} "
                    + $"at step {Latest?.Step}: {Latest?.Error}"
            );
        if (Retuned is null || !last.HasFirstLoss || !last.HasLastLoss)
            throw new CommandFailedException(
                $"training {session} finished without having been retuned or without a loss"
            );
    }

    private async Task<UpdateCurriculumResponse> RetuneAsync(CancellationToken cancellationToken)
    {
        var current = await client.Curriculum.GetAsync(
            new() { Session = session },
            cancellationToken: cancellationToken
        );
        return await client.Curriculum.UpdateAsync(
            new()
            {
                Session = session,
                ExpectedVersion = current.Version,
                FromStep = (ulong)(steps / 2),
                Curriculum = BothEnds,
                Author = "flux demo",
                Reason = "to show that a curriculum can be retuned while it runs",
            },
            cancellationToken: cancellationToken
        );
    }

    /// <summary>Shares of the tokens served in a range of steps, by bin.</summary>
    private async Task<double[]> SharesAsync(ulong from, ulong to, CancellationToken cancellationToken)
    {
        var served = await client.Sessions.ServedAsync(
            new()
            {
                Session = session,
                FromStep = from,
                ToStep = to,
            },
            cancellationToken: cancellationToken
        );
        var total = served.Tokens.Sum(tokens => (double)tokens);
        return
        [
            .. Enumerable
                .Range(0, (int)Bins)
                .Select(bin => bin < served.Tokens.Count && total > 0 ? served.Tokens[bin] / total : 0),
        ];
    }
}
