using FluxEntropy.Engines;
using FluxEntropy.Server.Services;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Services;

/// <summary>What clients ask to be trained, and what is understood.</summary>
public sealed class TrainingPlansTests
{
    private static readonly TrainableModel[] Trainable = [new("first", 3, 5, 20), new("second", 2, 2, 8)];

    [Fact]
    public void First_model_that_can_be_trained_is_the_default_in_its_own_size()
    {
        var plan = TrainingPlans.Read(new StartTrainingRequest(), Trainable);

        Assert.Equal(("first", 3, 5, 20), (plan.Architecture, plan.Layers, plan.Heads, plan.Hidden));
        Assert.Equal(("", 1), (plan.Device, plan.Threads));
    }

    [Fact]
    public void Model_is_chosen_by_name_and_sizes_that_are_said_count()
    {
        var request = new StartTrainingRequest
        {
            Model = new TrainedModel { Architecture = "second", Layers = 7 },
        };

        var plan = TrainingPlans.Read(request, Trainable);

        Assert.Equal(("second", 7, 2, 8), (plan.Architecture, plan.Layers, plan.Heads, plan.Hidden));
    }

    [Fact]
    public void Unknown_model_is_refused_with_a_list()
    {
        var request = new StartTrainingRequest { Model = new TrainedModel { Architecture = "third" } };

        var refused = Assert.Throws<RpcException>(() => TrainingPlans.Read(request, Trainable));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal("model.architecture: 'third' cannot be trained; expected first or second.", refused.Status.Detail);
    }

    [Theory]
    [InlineData("", 4, "cpu:4", 4)]
    [InlineData("cpu:3", 0, "cpu:3", 3)]
    [InlineData("cpu:3", 3, "cpu:3", 3)]
    [InlineData("cuda:0", 0, "cuda:0", 1)]
    public void Threads_are_a_device(string device, uint threads, string expected, int expectedThreads)
    {
        var plan = TrainingPlans.Read(new StartTrainingRequest { Device = device, Threads = threads }, Trainable);

        Assert.Equal((expected, expectedThreads), (plan.Device, plan.Threads));
    }

    [Theory]
    [InlineData("cpu:3")]
    [InlineData("cuda:0")]
    public void Threads_that_contradict_the_device_are_refused(string device)
    {
        var request = new StartTrainingRequest { Device = device, Threads = 2 };

        var refused = Assert.Throws<RpcException>(() => TrainingPlans.Read(request, Trainable));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.StartsWith(
            $"threads: 2 threads do not fit device '{device}'",
            refused.Status.Detail,
            StringComparison.Ordinal
        );
    }
}
