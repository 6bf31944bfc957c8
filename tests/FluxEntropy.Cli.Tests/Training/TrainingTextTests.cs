using FluxEntropy.Cli.Training;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Cli.Tests.Training;

public sealed class TrainingTextTests
{
    [Fact]
    public void Run_that_has_not_begun_has_no_loss() =>
        Assert.Equal(
            "run: waiting, step 0 of 40",
            TrainingText.Line(
                new()
                {
                    Session = "run",
                    State = State.Waiting,
                    TotalSteps = 40,
                }
            )
        );

    [Fact]
    public void Running_one_has_loss_rate_and_checkpoint() =>
        Assert.Equal(
            "run: running, step 12 of 40, loss 5.125 → 4.250 nats a token, 4.500 on documents held out, "
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
                    ValidationLoss = 4.5,
                    TokensPerSecond = 1500,
                    CheckpointStep = 10,
                }
            )
        );

    [Fact]
    public void Progress_says_what_is_waited_for()
    {
        Assert.Equal(
            "waiting for enough scored documents",
            TrainingText.Progress(new() { State = State.Waiting }).Note
        );
        Assert.Equal("the first step is running", TrainingText.Progress(new() { State = State.Running }).Note);
    }
}
