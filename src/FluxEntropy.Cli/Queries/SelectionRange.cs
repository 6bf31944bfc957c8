using FluxEntropy.Cli.CommandLine;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>Puts the range of ranks, fractions or values that a command line names into a request.</summary>
internal static class SelectionRange
{
    /// <exception cref="WrongUsageException">An end is not a rank.</exception>
    public static void SetRanks(QueryRequest request, (double? From, double? To) ranks) =>
        request.Ranks = new() { From = Rank(ranks.From), To = Rank(ranks.To) };

    public static void SetFractions(QueryRequest request, (double? From, double? To) fractions) =>
        request.Fractions = new() { From = fractions.From ?? 0, To = fractions.To ?? 1 };

    public static void SetValues(QueryRequest request, (double? From, double? To) values)
    {
        request.Values = new();
        if (values.From is { } min)
            request.Values.Min = min;
        if (values.To is { } max)
            request.Values.Max = max;
    }

    private static ulong Rank(double? rank) =>
        rank switch
        {
            null => 0,
            >= 0 and < 1e15 when Math.Floor(rank.Value) == rank => (ulong)rank,
            _ => throw new WrongUsageException($"--ranks: {rank} is not a rank; ranks are whole numbers from 0"),
        };
}
