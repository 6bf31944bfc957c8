using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>Turns a planned step into the batch that a trainer reads.</summary>
public static class BatchBuilder
{
    /// <summary>
    /// Lays the planned rows end to end and cuts them into batch rows of time + 1 tokens. A document begins with its
    /// first token (BOS, where the tokenizer has one, else the session's separator), which separates it from the one before.
    /// </summary>
    public static async Task<TokenBatch> BuildAsync(PlannedStep step, SessionSettings settings, TokenReader read)
    {
        var tokens = new int[settings.StepTokens];
        var binOf = new byte[settings.StepTokens];
        var positions = new int[step.Rows.Length];
        for (var i = 1; i < positions.Length; i++)
            positions[i] = positions[i - 1] + step.Rows[i - 1].Tokens;
        // In the order of the files that hold them, so that each is opened once.
        foreach (var i in Enumerable.Range(0, positions.Length).OrderBy(i => (step.Rows[i].Shard, step.Rows[i].Row)))
        {
            await ReadAsync(step.Rows[i], tokens.AsMemory(positions[i], step.Rows[i].Tokens), settings, read);
            binOf.AsSpan(positions[i], step.Rows[i].Tokens).Fill((byte)step.Rows[i].Bin);
        }
        return new TokenBatch
        {
            Step = step.Step,
            Tokens = tokens,
            Bins = TargetBins(binOf, settings),
            Batch = settings.Batch,
            Time = settings.Time,
        };
    }

    private static async ValueTask ReadAsync(
        PlannedRow row,
        Memory<int> destination,
        SessionSettings settings,
        TokenReader read
    )
    {
        var from = row.FromToken - settings.LeadingTokens;
        if (from < 0)
        {
            destination.Span[0] = settings.Separator!.Value;
            (from, destination) = (0, destination[1..]);
        }
        if (destination.Length > 0)
            await read(row.Shard, row.Row, from, destination);
    }

    // A target is every token of a row but its first.
    private static byte[] TargetBins(byte[] binOf, SessionSettings settings)
    {
        var bins = new byte[settings.Batch * settings.Time];
        for (var row = 0; row < settings.Batch; row++)
            binOf.AsSpan(row * (settings.Time + 1) + 1, settings.Time).CopyTo(bins.AsSpan(row * settings.Time));
        return bins;
    }
}
