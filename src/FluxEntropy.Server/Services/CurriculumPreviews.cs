using System.Runtime.CompilerServices;
using FluxEntropy.Sessions;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Previews of a curriculum on their way between messages and the types that mean them.</summary>
internal static class CurriculumPreviews
{
    /// <summary>Reads what to plan.</summary>
    public static (Curricula.Curriculum? Curriculum, int Steps) Read(
        PreviewCurriculumRequest request,
        SessionSettings settings
    )
    {
        var curriculum = request.Curriculum is null
            ? null
            : SessionMessages.ToCurriculum("curriculum", request.Curriculum);
        if (request.HasFromStep)
            Invalid.Range("from_step", request.FromStep, 0ul, (ulong)settings.TotalSteps - 1);
        var steps = request.Steps == 0 ? 100 : (int)Invalid.Range("steps", request.Steps, 1u, 10_000u);
        Invalid.Range("skip", request.Skip, 0u, (uint)steps);
        return (curriculum, steps);
    }

    /// <summary>A part as a message.</summary>
    public static PreviewCurriculumResponse ToMessage(
        SessionPreview part,
        SessionSettings settings,
        IEnumerable<string> notes
    )
    {
        var message = new PreviewCurriculumResponse { FromStep = (ulong)part.FromStep, Notes = { notes } };
        message.Steps.Add(StepsOf(part, settings));
        Count(message, part);
        return message;
    }

    /// <summary>As many steps of all parts, after those left out, as one message holds, and how many more there are.</summary>
    public static async Task<PreviewCurriculumResponse> PageAsync(
        ConfiguredCancelableAsyncEnumerable<SessionPreview> parts,
        SessionSettings settings,
        uint skip,
        IEnumerable<string> notes
    )
    {
        var (message, room, left) = (new PreviewCurriculumResponse { Notes = { notes } }, new ResponseRoom(), skip);
        SessionPreview? last = null;
        await foreach (var part in parts)
        {
            if (last is null)
                message.FromStep = (ulong)part.FromStep + skip;
            foreach (var step in StepsOf(part, settings))
            {
                if (left > 0)
                    left--;
                else if (message.MoreSteps == 0 && room.Takes(step))
                    message.Steps.Add(step);
                else
                    message.MoreSteps++;
            }
            last = part;
        }
        Count(message, last!);
        return message;
    }

    private static IEnumerable<PreviewedStep> StepsOf(SessionPreview part, SessionSettings settings) =>
        part
            .Tokens.Chunk(Math.Max(1, part.Bins))
            .Select(tokens => new PreviewedStep
            {
                Shares = { tokens.Select(count => count / (double)settings.StepTokens) },
            });

    // What is counted up to the end of a part.
    private static void Count(PreviewCurriculumResponse message, SessionPreview part)
    {
        message.Documents = (ulong)part.Documents;
        message.RepeatedDocuments = (ulong)part.Repeated;
        message.Snapshot = SessionMessages.Hex(part.Snapshot);
        if (part.StopsAt is { } stop)
            message.StopsAt = (ulong)stop;
        for (var bin = 0; bin < part.Bins; bin++)
        {
            if (part.DryAt[bin] is { } step)
                message.DryBins.Add(new DryBin { Bin = (uint)bin, Step = (ulong)step });
        }
    }
}
