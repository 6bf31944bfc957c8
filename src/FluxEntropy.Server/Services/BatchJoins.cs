using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Lets trainers outside join runs.</summary>
internal static class BatchJoins
{
    /// <exception cref="Grpc.Core.RpcException">It cannot join; the message names the field and what to do.</exception>
    public static async Task<BatchConsumer> JoinAsync(this JoinRun join, IGrainFactory grains, Catalog catalog)
    {
        var settings = await catalog.RequireSessionAsync("join.session", join.Session);
        if (join.SessionId.Length > 0 && join.SessionId != settings.Id)
            throw Invalid.Precondition(
                $"join.session_id: the checkpoint is of a session '{settings.Name}' with the id {Invalid.Shorten(join.SessionId)}; "
                    + $"the one that is there now was made again, with the id {settings.Id}."
            );
        var consumers = Consumers(join, settings);
        var session = grains.Session(settings.Id);
        var profile = (await catalog.ProfileAsync(settings.ProfileHash)).Profile;
        var wanted = new RunToJoin(
            join.Run,
            (int)consumers,
            (long)join.Step,
            join.Replan,
            (int)Math.Min(join.ParentBranch, int.MaxValue),
            join.Curriculum is null ? null : SessionMessages.ToCurriculum("join.curriculum", join.Curriculum),
            (int)Math.Min(join.Branch, int.MaxValue)
        );
        return new BatchConsumer(
            settings,
            session,
            Branch(await session.JoinRun(wanted), wanted),
            (int)join.Rank,
            (int)consumers,
            (long)join.Step,
            profile.VocabularySize,
            join.Notices
        );
    }

    private static uint Consumers(JoinRun join, SessionSettings settings)
    {
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
        return consumers;
    }

    private static int Branch(JoinAnswer answer, RunToJoin wanted) =>
        answer switch
        {
            JoinAnswer.Joined joined => joined.Branch,
            JoinAnswer.Superseded superseded => throw new Grpc.Core.RpcException(
                new Grpc.Core.Status(Grpc.Core.StatusCode.Aborted, superseded.Problem)
            ),
            JoinAnswer.NeverServed { NextStep: var next } => throw Invalid.Precondition(
                $"join.step: step {wanted.Step} was never served: the log ends at step {next}."
            ),
            JoinAnswer.OtherHistory { Branch: var branch, FromStep: var from } => throw Invalid.Precondition(
                $"join.parent_branch: the checkpoint was made on branch {wanted.Parent} before step {wanted.Step}, and the steps from "
                    + $"{from} on were planned again since, on branch {branch}: it was trained on others than the log has. Resume from "
                    + $"a checkpoint of step {from} or earlier, or from one of branch {branch}."
            ),
            JoinAnswer.OtherConsumers { Consumers: var others } => throw Invalid.Precondition(
                $"join.world_size: run '{wanted.Run}' has {others} consumers, not {wanted.Consumers}; their number changes "
                    + "when a run goes on from a checkpoint, under a new run name."
            ),
            var unknown => throw new NotSupportedException($"{unknown} is not an answer to a trainer that joins."),
        };
}
