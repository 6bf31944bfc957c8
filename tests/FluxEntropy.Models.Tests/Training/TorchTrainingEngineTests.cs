using System.Security.Cryptography;
using FluxEntropy.Engines;
using FluxEntropy.Models.Training;

namespace FluxEntropy.Models.Tests.Training;

public sealed class TorchTrainingEngineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-training-");

    private static TrainingOptions Options(string architecture) =>
        new()
        {
            Architecture = architecture,
            VocabularySize = 17,
            Layers = 2,
            Heads = 2,
            Hidden = 16,
            Time = 8,
            WarmupSteps = 3,
            TotalSteps = 40,
            LearningRate = 1e-2,
            Seed = 5,
        };

    internal static TokenBatch Batch(long step) =>
        new()
        {
            Step = step,
            Batch = 2,
            Time = 8,
            Tokens = [.. Enumerable.Range(0, 18).Select(i => (int)((i + step) % 5))],
            Bins = [.. Enumerable.Range(0, 16).Select(i => (byte)(i < 6 ? 0 : 3))],
        };

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Loss_falls_on_text_that_repeats(string architecture)
    {
        await using var engine = await TorchTrainingEngine.CreateAsync(
            Options(architecture),
            TestContext.Current.CancellationToken
        );
        var losses = await Train(engine, 0, 40);
        Assert.InRange(losses[0], 2.0, 4.0);
        Assert.True(losses[^1] < losses[0] / 4, $"from {losses[0]} to {losses[^1]}");
        Assert.True(await engine.EvaluateAsync(Batch(40), TestContext.Current.CancellationToken) < losses[0] / 4);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task Resumed_training_goes_on_bit_for_bit(string architecture)
    {
        await using var straight = await TorchTrainingEngine.CreateAsync(
            Options(architecture),
            TestContext.Current.CancellationToken
        );
        await Train(straight, 0, 6);
        var saved = Folder("saved");
        await straight.SaveAsync(saved, TestContext.Current.CancellationToken);
        var expected = await Train(straight, 6, 12);

        await using var resumed = await TorchTrainingEngine.CreateAsync(
            Options(architecture) with
            {
                Seed = 99,
            },
            TestContext.Current.CancellationToken
        );
        await resumed.LoadAsync(saved, TestContext.Current.CancellationToken);
        Assert.Equal(expected, await Train(resumed, 6, 12));

        await straight.SaveAsync(Folder("straight"), TestContext.Current.CancellationToken);
        await resumed.SaveAsync(Folder("resumed"), TestContext.Current.CancellationToken);
        Assert.Equal(HashOf("straight"), HashOf("resumed"));
        Assert.NotEqual(HashOf("saved"), HashOf("resumed"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Gradients_of_parts_add_up_to_those_of_the_whole(int parts)
    {
        await using var whole = await TorchTrainingEngine.CreateAsync(
            Options("llama"),
            TestContext.Current.CancellationToken
        );
        await using var cut = await TorchTrainingEngine.CreateAsync(
            Options("llama") with
            {
                Accumulation = parts,
            },
            TestContext.Current.CancellationToken
        );
        for (var step = 0; step < 5; step++)
        {
            var (one, other) = (
                await whole.TrainAsync(Batch(step), TestContext.Current.CancellationToken),
                await cut.TrainAsync(Batch(step), TestContext.Current.CancellationToken)
            );
            Assert.Equal(one.Loss, other.Loss, 4);
            Assert.Equal(
                one.BinLosses.Select(bin => (bin.Bin, bin.Targets)),
                other.BinLosses.Select(bin => (bin.Bin, bin.Targets))
            );
        }
    }

    [Fact]
    public async Task Losses_by_bin_average_to_the_loss()
    {
        await using var engine = await TorchTrainingEngine.CreateAsync(
            Options("llama"),
            TestContext.Current.CancellationToken
        );
        var batch = Batch(0);
        var report = await engine.TrainAsync(batch, TestContext.Current.CancellationToken);
        Assert.Equal([(0, 6), (3, 10)], report.BinLosses.Select(bin => (bin.Bin, bin.Targets)));
        Assert.Equal(report.Loss, report.BinLosses.Sum(bin => bin.Loss * bin.Targets) / 16, 1e-5);
        Assert.Equal(TokenHashes.Of(batch.Tokens), report.TokenHash);
    }

    [Fact]
    public async Task Token_outside_the_vocabulary_is_refused_and_nothing_moves()
    {
        await using var engine = await TorchTrainingEngine.CreateAsync(
            Options("llama"),
            TestContext.Current.CancellationToken
        );
        var before = await engine.EvaluateAsync(Batch(0), TestContext.Current.CancellationToken);
        var bad = Batch(0);
        bad.Tokens[10] = 17;
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            engine.TrainAsync(bad, TestContext.Current.CancellationToken)
        );
        Assert.Contains("token 17 at row 1, column 1", error.Message);
        Assert.Equal(before, await engine.EvaluateAsync(Batch(0), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("cpu:1")]
    [InlineData("cpu:2")]
    public async Task Engine_says_which_device_it_trains_on_whatever_threads_the_options_have(string device)
    {
        await using var engine = await TorchTrainingEngine.CreateAsync(
            Options("llama") with
            {
                Threads = 3,
            },
            device,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(device, engine.Device);
    }

    [Theory]
    [InlineData("gpu:0")]
    [InlineData("cpu:0")]
    [InlineData("sim:8@500")]
    public async Task Unknown_device_is_refused_with_what_was_expected(string device)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            TorchTrainingEngine.CreateAsync(Options("llama"), device, TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            $"device '{device}' is unknown; expected cpu:N (N threads) or cuda:N (card N, counted from 0)",
            error.Message
        );
    }

    [Fact]
    public async Task Card_that_is_not_there_is_refused_instead_of_training_elsewhere()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TorchTrainingEngine.CreateAsync(Options("llama"), "cuda:99", TestContext.Current.CancellationToken)
        );
        Assert.StartsWith("cuda:99: ", error.Message);
    }

    [Fact]
    public async Task Checkpoint_of_another_geometry_is_refused()
    {
        await using var engine = await TorchTrainingEngine.CreateAsync(
            Options("llama"),
            TestContext.Current.CancellationToken
        );
        await engine.SaveAsync(Folder("saved"), TestContext.Current.CancellationToken);
        await using var other = await TorchTrainingEngine.CreateAsync(
            Options("llama") with
            {
                Layers = 1,
            },
            TestContext.Current.CancellationToken
        );
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            other.LoadAsync(Folder("saved"), TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Folder_without_optimizer_state_is_refused()
    {
        await using var engine = await TorchTrainingEngine.CreateAsync(
            Options("llama"),
            TestContext.Current.CancellationToken
        );
        await engine.SaveAsync(Folder("saved"), TestContext.Current.CancellationToken);
        File.Delete(Path.Combine(Folder("saved"), "optimizer.bin"));
        var error = await Assert.ThrowsAsync<InvalidDataException>(() =>
            engine.LoadAsync(Folder("saved"), TestContext.Current.CancellationToken)
        );
        Assert.Contains("optimizer.bin", error.Message);
    }

    [Theory]
    [InlineData(0, 0.01 / 3)]
    [InlineData(2, 0.01)]
    [InlineData(3, 0.01)]
    [InlineData(40, 0.001)]
    [InlineData(4000, 0.001)]
    public void Rate_warms_up_and_falls_to_a_tenth(long step, double expected) =>
        Assert.Equal(expected, LearningRate.At(step, Options("llama")), 1e-12);

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<List<double>> Train(TorchTrainingEngine engine, long from, long to)
    {
        var losses = new List<double>();
        for (var step = from; step < to; step++)
            losses.Add((await engine.TrainAsync(Batch(step), TestContext.Current.CancellationToken)).Loss);
        return losses;
    }

    private string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    private string HashOf(string folder) =>
        string.Join(
            ' ',
            new DirectoryInfo(Folder(folder))
                .GetFiles()
                .OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => file.Name + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))))
        );
}
