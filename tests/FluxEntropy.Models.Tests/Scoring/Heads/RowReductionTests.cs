using CsCheck;
using FluxEntropy.Models.Scoring.Heads;

namespace FluxEntropy.Models.Tests.Scoring.Heads;

/// <summary>The online reduction against the definitions, taken in float64 over the whole row.</summary>
public sealed class RowReductionTests
{
    private static readonly Gen<(float[] Logits, int Target, int Tile)> Rows = Gen.Select(
            Gen.Float[-30, 30].Array[1, 400],
            Gen.Int[0, 1_000_000],
            Gen.Int[1, 130]
        )
        .Select((logits, target, tile) => (logits, target % logits.Length, tile));

    [Fact]
    public void Tiles_add_up_to_the_definitions() =>
        Rows.Sample(row =>
        {
            var reduced = Reduce(row.Logits, row.Target, row.Tile);
            var largest = (double)row.Logits.Max();
            var sum = row.Logits.Sum(x => Math.Exp(x - largest));
            double[] logs = [.. row.Logits.Select(x => x - largest - Math.Log(sum))];
            double[] p = [.. logs.Select(Math.Exp)];
            var entropy = -p.Zip(logs, (a, b) => a * b).Sum();
            var sorted = p.OrderDescending().ToArray();
            Assert.Equal(entropy, reduced.Entropy, 2e-5);
            Assert.Equal(p.Zip(logs, (a, b) => a * (b + entropy) * (b + entropy)).Sum(), reduced.Varentropy, 2e-4);
            Assert.Equal(-logs[row.Target], reduced.Surprisal, 1e-5);
            Assert.Equal(sorted[0], reduced.Top1, 1e-5);
            Assert.Equal(sorted[0] - (sorted.Length > 1 ? sorted[1] : 0), reduced.Margin, 1e-5);
            Assert.Equal(1 + row.Logits.Count(x => x > row.Logits[row.Target]), reduced.Rank);
            Assert.True(reduced.IsFinite);
        });

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Any_logit_that_is_not_finite_is_noticed(float bad) =>
        Rows.Sample(row =>
        {
            row.Logits[row.Target] = bad;
            Assert.False(Reduce(row.Logits, 0, row.Tile).IsFinite);
        });

    private static RowReduction Reduce(float[] logits, int target, int tile)
    {
        var row = RowReduction.Start(target, logits[target]);
        for (var first = 0; first < logits.Length; first += tile)
            row.Add(logits.AsSpan(first, Math.Min(tile, logits.Length - first)), first);
        return row;
    }
}
