namespace FluxEntropy.Cli.Exports;

/// <summary>A bucket's documents and tokens, and the values of the metric that it spans.</summary>
internal sealed record ExportBucket
{
    public long Documents { get; private set; }

    public long Tokens { get; private set; }

    public double? Min { get; private set; }

    public double? Max { get; private set; }

    /// <summary>Counts a document.</summary>
    public void Add(long tokens, double? value)
    {
        Documents++;
        Tokens += tokens;
        if (value is null)
            return;
        Min = Math.Min(Min ?? value.Value, value.Value);
        Max = Math.Max(Max ?? value.Value, value.Value);
    }
}
