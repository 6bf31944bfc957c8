using FluxEntropy.Engines;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Tests.Training;
using FluxEntropy.Models.Training;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Tests.Native;

[Collection(nameof(NativeMemoryCollection))]
public sealed class TensorCountTests
{
    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Thousand_batches_of_scoring_leave_no_tensor(string architecture)
    {
        ForgetOthers();
        using var model = await TinyModel.CreateAsync(architecture);
        await using var engine = TorchScoringEngine.Load(
            model.Folder,
            TorchScoringEngine.ReadProfile(model.Folder),
            "cpu:1"
        );
        var counts = new List<long>();
        for (var batch = 0; batch < 1000; batch++)
        {
            await engine.ScoreAsync([TinyModel.Sentences[batch % 8]], default, TestContext.Current.CancellationToken);
            if (batch is 10 or 999)
                counts.Add(Tensor.TotalCount);
        }

        Assert.Equal(counts[0], counts[1]);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Thousand_batches_of_training_leave_no_tensor(string architecture)
    {
        ForgetOthers();
        var options = new TrainingOptions
        {
            Architecture = architecture,
            VocabularySize = 17,
            Layers = 1,
            Heads = 1,
            Hidden = 8,
            Time = 8,
        };
        await using var engine = await TorchTrainingEngine.CreateAsync(options, TestContext.Current.CancellationToken);
        var counts = new List<long>();
        for (var step = 0; step < 1000; step++)
        {
            await engine.TrainAsync(TorchTrainingEngineTests.Batch(step), TestContext.Current.CancellationToken);
            if (step is 10 or 999)
                counts.Add(Tensor.TotalCount);
        }

        Assert.Equal(counts[0], counts[1]);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Going_back_to_a_checkpoint_again_and_again_leaves_no_tensor(string architecture)
    {
        ForgetOthers();
        var options = new TrainingOptions
        {
            Architecture = architecture,
            VocabularySize = 17,
            Layers = 1,
            Heads = 1,
            Hidden = 8,
            Time = 8,
        };
        await using var engine = await TorchTrainingEngine.CreateAsync(options, TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("flux-test-").FullName;
        try
        {
            var counts = new List<long>();
            for (var round = 0; round < 20; round++)
            {
                await engine.TrainAsync(TorchTrainingEngineTests.Batch(round), TestContext.Current.CancellationToken);
                await engine.SaveAsync(folder, TestContext.Current.CancellationToken);
                await engine.LoadAsync(folder, TestContext.Current.CancellationToken);
                ForgetOthers();
                counts.Add(Tensor.TotalCount);
            }

            Assert.All(counts.Skip(1), count => Assert.Equal(counts[1], count));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Scoring_engine_takes_its_tensors_with_it(string architecture)
    {
        using var model = await TinyModel.CreateAsync(architecture);
        ForgetOthers();
        var before = Tensor.TotalCount;
        await using (
            var engine = TorchScoringEngine.Load(model.Folder, TorchScoringEngine.ReadProfile(model.Folder), "cpu:2")
        )
            await engine.ScoreAsync(TinyModel.Sentences, default, TestContext.Current.CancellationToken);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Training_engine_takes_its_tensors_with_it_whether_it_began_anew_or_went_on(string architecture)
    {
        var options = new TrainingOptions
        {
            Architecture = architecture,
            VocabularySize = 17,
            Layers = 1,
            Heads = 1,
            Hidden = 8,
            Time = 8,
            Accumulation = 2,
        };
        var folder = Directory.CreateTempSubdirectory("flux-test-").FullName;
        try
        {
            for (var round = 0; round < 4; round++)
            {
                ForgetOthers();
                var before = Tensor.TotalCount;
                await using (
                    var engine = await TorchTrainingEngine.CreateAsync(options, TestContext.Current.CancellationToken)
                )
                {
                    if (round > 0)
                        await engine.LoadAsync(folder, TestContext.Current.CancellationToken);
                    await engine.TrainAsync(
                        TorchTrainingEngineTests.Batch(round),
                        TestContext.Current.CancellationToken
                    );
                    await engine.EvaluateAsync(
                        TorchTrainingEngineTests.Batch(round),
                        TestContext.Current.CancellationToken
                    );
                    await engine.SaveAsync(folder, TestContext.Current.CancellationToken);
                }
                Assert.Equal(before, Tensor.TotalCount);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Lets go of what tests before this one left to the garbage collector, so that it does not leave in the middle.
    /// </summary>
    private static void ForgetOthers()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
