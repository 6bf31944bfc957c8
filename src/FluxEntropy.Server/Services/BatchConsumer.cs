using System.Runtime.InteropServices;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
using FluxEntropy.V1;
using Google.Protobuf;
using TokenBatch = FluxEntropy.V1.TokenBatch;

namespace FluxEntropy.Server.Services;

/// <summary>One of the trainers that share the global batches of a run.</summary>
internal sealed class BatchConsumer(
    SessionSettings settings,
    ISessionGrain session,
    int branch,
    int rank,
    int consumers,
    long firstStep,
    int vocabularySize,
    bool understandsNotices
)
{
    private const int LargestUInt16Vocabulary = 1 << 16;

    public ISessionGrain Session => session;

    public int Branch => branch;

    public int Rank => rank;

    public bool UnderstandsNotices => understandsNotices;

    public long FirstStep => firstStep;

    public long TotalSteps => settings.TotalSteps;

    public RunJoined Joined =>
        new()
        {
            Branch = (uint)branch,
            Rows = (uint)(EndRow - FirstRow),
            Batch = (uint)settings.Batch,
            Time = (uint)settings.Time,
            TotalSteps = (ulong)settings.TotalSteps,
            VocabularySize = (uint)vocabularySize,
            SessionId = settings.Id,
            Acknowledges = understandsNotices,
        };

    private int FirstRow => rank * settings.Batch / consumers;

    private int EndRow => (rank + 1) * settings.Batch / consumers;

    /// <summary>The rows of a step that are this consumer's.</summary>
    public TokenBatch ShareOf(StepAnswer.HandedOut handout)
    {
        var (planned, batch) = handout;
        var tokens = batch.Tokens.AsSpan(FirstRow * (batch.Time + 1), (EndRow - FirstRow) * (batch.Time + 1));
        var isNarrow = vocabularySize <= LargestUInt16Vocabulary;
        return new TokenBatch
        {
            Step = (ulong)batch.Step,
            CurriculumVersion = (ulong)planned.Step.CurriculumVersion,
            Tokens = isNarrow ? Narrow(tokens) : ByteString.CopyFrom(MemoryMarshal.AsBytes(tokens)),
            TokenBytes = isNarrow ? 2u : 4u,
            Bins = ByteString.CopyFrom(batch.Bins.AsSpan(FirstRow * batch.Time, (EndRow - FirstRow) * batch.Time)),
            TokenHash = TokenHashes.Of(tokens),
        };
    }

    private static ByteString Narrow(ReadOnlySpan<int> tokens)
    {
        var narrow = new ushort[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
            narrow[i] = checked((ushort)tokens[i]);
        return ByteString.CopyFrom(MemoryMarshal.AsBytes(narrow.AsSpan()));
    }
}
