using FluxEntropy.Engines;

namespace FluxEntropy.Models.Tests.Training;

public class MemoryEstimateTests
{
    private static readonly TorchEngineFactory Engines = new();

    [Theory]
    [InlineData("llama", 4 * (2 * (22 * 64 + 4 * 176) + 4 * 1000))]
    [InlineData("gpt2", 4 * (2 * (22 * 64 + 2 * 256) + 4 * 1000))]
    public async Task An_estimate_counts_what_is_kept_of_each_parameter_and_of_each_token(
        string family,
        long tokenBytes
    )
    {
        var options = new TrainingOptions
        {
            Architecture = family,
            VocabularySize = 1000,
            Time = 32,
        };

        var estimate = Engines.EstimateTraining(options, batch: 7);

        await using var engine = Engines.CreateTrainingEngine(options, "cpu:1");
        Assert.Equal(engine.Parameters, estimate.Parameters);
        Assert.Equal(16 * engine.Parameters + 8 * 1000 * 64, estimate.State);
        Assert.Equal(7 * 32 * tokenBytes, estimate.Activations);
        Assert.Equal(estimate.State + estimate.Activations, estimate.Bytes);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 4)]
    [InlineData(7, 1)]
    [InlineData(100, 1)]
    public void Accumulation_keeps_the_rows_of_one_part(int parts, int rows)
    {
        var options = new TrainingOptions { VocabularySize = 1000, Time = 32 };

        var whole = Engines.EstimateTraining(options, batch: rows);
        var accumulated = Engines.EstimateTraining(options with { Accumulation = parts }, batch: 7);

        Assert.Equal(whole, accumulated);
    }

    [Fact]
    public void A_model_that_no_machine_holds_is_estimated_without_being_made()
    {
        var options = new TrainingOptions
        {
            VocabularySize = 50_000,
            Layers = 256,
            Heads = 64,
            Hidden = 8192,
            Time = 8192,
        };

        Assert.InRange(Engines.EstimateTraining(options, batch: 4096).State, 3_000_000_000_000, 4_000_000_000_000);
        Assert.Equal(0, Engines.LiveTensors);
    }
}
