using FluxEntropy.Metrics;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Shipped;

namespace FluxEntropy.Models.Tests.Shipped;

public sealed class ShippedModelTests
{
    [Fact]
    public async Task Documentation_is_likelier_than_noise_to_the_model_that_ships()
    {
        await using var engine = TorchScoringEngine.Load(
            ShippedModel.Folder,
            TorchScoringEngine.ReadProfile(ShippedModel.Folder),
            "cpu:1"
        );
        var scores = await engine.ScoreAsync(
            [
                "Gets a value that indicates whether the collection is read-only.\nReturns: "
                    + "true if the collection is read-only; otherwise, false.",
                "Zx9 quokka;; vfdrt 7%%! banana-phone QQQ wibble wobble 0xg drizzle of the moon upon marmalade.",
            ],
            default,
            TestContext.Current.CancellationToken
        );
        var bits = scores.Select(score => score.Metrics[MetricCatalog.BuiltIn.IndexOf("bits_per_byte")]).ToArray();
        Assert.InRange(bits[0], 0.05f, 1.2f);
        Assert.InRange(bits[1], 2.5f, 10f);
    }

    [Fact]
    public void Folder_fits_four_megabytes_and_has_its_card()
    {
        var files = new DirectoryInfo(ShippedModel.Folder).GetFiles();
        Assert.Equal(
            ["README.md", "config.json", "model.safetensors", "tokenizer.json"],
            files.Select(file => file.Name).Order(StringComparer.Ordinal)
        );
        Assert.InRange(files.Sum(file => file.Length), 1_000_000, 4_000_000);
    }
}
