using FluxEntropy.Cli.Training;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Cli.Tests.Training;

public sealed class TrainingTextTests
{
    [Fact]
    public void Run_that_has_not_begun_has_no_loss() =>
        Assert.Equal(
            "run: waiting, step 0 of 40, waiting for 1,200 more tokens in ranked documents (800 of the 2,000 that a step takes)",
            TrainingText.Line(
                new()
                {
                    Session = "run",
                    State = State.Waiting,
                    TotalSteps = 40,
                    Waiting = new() { RankedTokens = 800, NeededTokens = 2000 },
                }
            )
        );

    [Fact]
    public void Running_one_has_loss_rate_and_checkpoint() =>
        Assert.Equal(
            "run: running, step 12 of 40, loss 4.500 on documents held out, training 5.125 → 4.375 (smoothed) nats a token, "
                + "1,500 tokens/s, checkpoint at step 10",
            TrainingText.Line(
                new()
                {
                    Session = "run",
                    State = State.Running,
                    Step = 12,
                    TotalSteps = 40,
                    FirstLoss = 5.125,
                    LastLoss = 4.25,
                    SmoothedLoss = 4.375,
                    ValidationLoss = 4.5,
                    TokensPerSecond = 1500,
                    CheckpointStep = 10,
                }
            )
        );

    [Fact]
    public void Without_documents_held_out_a_uniform_sample_is_called_by_its_name() =>
        Assert.Equal(
            "4.500 on a uniform sample, training 5.125 → 4.375 (smoothed) nats a token",
            LossText.Of(
                new()
                {
                    SampleLoss = 4.5,
                    FirstLoss = 5.125,
                    LastLoss = 2,
                    SmoothedLoss = 4.375,
                }
            )
        );

    [Fact]
    public void Progress_says_what_is_waited_for()
    {
        Assert.Equal(
            "waiting for 5 more tokens in ranked documents (1 of the 6 that a step takes)",
            TrainingText
                .Progress(
                    new()
                    {
                        State = State.Waiting,
                        Waiting = new() { RankedTokens = 1, NeededTokens = 6 },
                    }
                )
                .Note
        );
        Assert.Equal("waiting for the server", TrainingText.Progress(new() { State = State.Waiting }).Note);
        Assert.Equal("the first step is running", TrainingText.Progress(new() { State = State.Running }).Note);
    }
}
