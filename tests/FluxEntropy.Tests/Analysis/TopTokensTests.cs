using System.Globalization;
using System.Text.RegularExpressions;
using FluxEntropy.Analysis.Evaluation;
using Sylvan.Data.Csv;

namespace FluxEntropy.Tests.Analysis;

/// <summary>
/// Entropies of the most likely tokens alone, against values that NumPy computed, and bounds against the whole
/// distribution.
/// </summary>
public partial class TopTokensTests
{
    [Fact]
    public void Entropies_and_bounds()
    {
        using var reader = CsvDataReader.Create(SharedData.Path("reference/statistics/topk_logprobs.csv"));
        var compared = 0;
        foreach (var expected in Reference.Read("topk_logprobs").All())
        {
            Assert.True(reader.Read());
            var logProbabilities = LogProbability()
                .Matches(reader.GetString(2))
                .Select(match =>
                    match.Groups[1].Value is "-inf"
                        ? double.NegativeInfinity
                        : double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)
                )
                .ToArray();
            if (expected.Number("top") == 0)
            {
                Assert.Contains(
                    "no log-probability",
                    Assert.Throws<FormatException>(() => TopTokens.Of(logProbabilities, 5000)).Message,
                    StringComparison.Ordinal
                );
                continue;
            }
            var (top, original) = (
                TopTokens.Of(logProbabilities, 5000),
                TopTokens.OriginalBase2(logProbabilities, 5000)
            );
            Close("seed_entropy_bits_2pow", original.Entropy);
            Close("seed_varentropy_bits2_2pow", original.Varentropy);
            Close("entropy_bits_epow_renorm", top.Entropy * TopTokens.Bits);
            Close("varentropy_bits2_epow_renorm", top.Varentropy * TopTokens.Bits * TopTokens.Bits);
            Close("top_mass", top.TopMass);
            compared++;
            if (!expected.Has("full_entropy_nats"))
                continue;
            Close("entropy_nats_partial_unnormalised", top.Partial);
            Close("full_entropy_nats_upper_bound", top.UpperBound);
            Close("full_entropy_nats_lower_bound", top.LowerBound);
            // Logarithms in the file are rounded to 10⁻⁶.
            Assert.InRange(expected.Number("full_entropy_nats"), top.LowerBound - 1e-5, top.UpperBound + 1e-5);

            void Close(string name, double actual) => Reference.Close(expected.Number(name), actual, 1e-9, 1e-9);
        }
        Assert.Equal(11, compared);
    }

    [Theory]
    [InlineData("1", "is not the logarithm of a probability")]
    [InlineData("NaN", "is not the logarithm of a probability")]
    [InlineData("-1,-1,-1", "3 log-probabilities of a vocabulary of 2")]
    [InlineData("-Infinity", "no log-probability that is finite")]
    public void Nonsense_is_refused(string logProbabilities, string why) =>
        Assert.Contains(
            why,
            Assert
                .Throws<FormatException>(() =>
                    TopTokens.Of(
                        [.. logProbabilities.Split(',').Select(l => double.Parse(l, CultureInfo.InvariantCulture))],
                        2
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [GeneratedRegex(@"'logprob': '?(-inf|-?\d[\d.e+-]*)'?")]
    private static partial Regex LogProbability();
}
