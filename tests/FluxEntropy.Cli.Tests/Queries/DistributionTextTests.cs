using System.Text.Json;
using FluxEntropy.Cli.Queries;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Tests.Queries;

public sealed class DistributionTextTests
{
    private static readonly DistributionResponse Distribution = new()
    {
        Metric = "entropy.mean",
        Documents = 30,
        Tokens = 4000,
        Quantiles =
        {
            new Quantile
            {
                Q = 0,
                Value = 1.5,
                RankError = 0,
            },
            new Quantile
            {
                Q = 0.5,
                Value = 2.25,
                RankError = 1,
            },
        },
        Histogram =
        {
            new HistogramBin
            {
                From = 1.5,
                To = 2,
                Documents = 10,
                Tokens = 1000,
            },
            new HistogramBin
            {
                From = 2,
                To = 10,
                Documents = 20,
                Tokens = 3000,
            },
        },
    };

    [Fact]
    public void Quantiles_and_bars_stand_below_what_they_are_of()
    {
        using var screen = new Screen();

        DistributionText.Write(screen.Terminal.Data, Distribution, columns: 4);

        Assert.Equal(
            [
                "entropy.mean of 30 documents, 4,000 tokens",
                "  min 1.500   median 2.250",
                "   1.500 –  2.000 ██   10",
                "   2.000 – 10.000 ████ 20",
                "  quantiles are exact to within 1 rank",
            ],
            screen.Lines
        );
    }

    [Fact]
    public void Nothing_ranked_is_said_on_standard_error()
    {
        using var screen = new Screen();

        DistributionText.Write(screen.Terminal, "books", new DistributionResponse(), json: false);

        Assert.Equal(("", "No document is ranked yet.\n"), (screen.Output, screen.Errors));
    }

    [Fact]
    public void Json_has_the_same_numbers()
    {
        using var screen = new Screen();

        DistributionText.Write(screen.Terminal, "books", Distribution, json: true);

        var json = JsonDocument.Parse(screen.Output).RootElement;
        Assert.Equal(2.25, json.GetProperty("quantiles")[1].GetProperty("value").GetDouble());
        Assert.Equal(3000, json.GetProperty("histogram")[1].GetProperty("tokens").GetInt32());
    }
}
