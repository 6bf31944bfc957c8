using System.CommandLine;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Training;

/// <summary>The options that say how a session is trained.</summary>
internal sealed class TrainOptions
{
    private readonly TrainedModelOptions _model = new();

    private readonly Option<double> _learningRate = new("--learning-rate")
    {
        Description = "Peak learning rate",
        HelpName = "RATE",
        DefaultValueFactory = _ => 1e-3,
    };

    private readonly Option<uint> _warmup = new("--warmup")
    {
        Description = "Steps of linear warm-up",
        HelpName = "STEPS",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<string> _decay = new("--decay")
    {
        Description = "Learning rate after its warm-up",
        HelpName = "constant|cosine",
        DefaultValueFactory = _ => "constant",
    };

    private readonly Option<uint> _accumulation = new("--accumulation")
    {
        Description = "Parts that a batch is split into, whose gradients are summed, to save memory",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<uint> _checkpoint = new("--checkpoint")
    {
        Description = "Write a checkpoint every so many steps",
        HelpName = "STEPS",
        DefaultValueFactory = _ => 50,
    };

    private readonly Option<uint?> _validation = new("--validation")
    {
        Description =
            "Compute the loss on held-out documents, or else on a uniform sample, every so many steps [as --checkpoint]",
        HelpName = "STEPS",
    };

    private readonly Option<string?> _device = new("--device")
    {
        Description = "Device to train on, such as cuda:0 or cpu:2 (two threads) [a GPU of the server, else cpu:1]",
        HelpName = "DEVICE",
    };

    private readonly Option<uint?> _threads = new("--threads")
    {
        Description = "CPU threads of the trainer, as --device cpu:N",
        HelpName = "N",
    };

    private readonly Option<bool> _replan = new("--replan")
    {
        Description = "Plan the steps after the checkpoint again, rather than follow the log",
    };

    private readonly Option<bool> _supersede = new("--supersede")
    {
        Description = "Take the session over from an external run that has not ended",
    };

    public TrainOptions() => _decay.AcceptOnlyFromAmong("constant", "cosine");

    public IEnumerable<Symbol> All =>
        [
            .. _model.All,
            _learningRate,
            _warmup,
            _decay,
            _accumulation,
            _checkpoint,
            _validation,
            _device,
            _threads,
            _replan,
            _supersede,
        ];

    public StartTrainingRequest Read(ParseResult arguments, string session) =>
        new()
        {
            Session = session,
            Model = _model.Read(arguments),
            LearningRate = arguments.GetValue(_learningRate),
            WarmupSteps = arguments.GetValue(_warmup),
            CheckpointSteps = arguments.GetValue(_checkpoint),
            Threads = arguments.GetValue(_threads) ?? 0,
            Device = arguments.GetValue(_device) ?? "",
            Decay = arguments.GetValue(_decay) == "cosine" ? LearningRateDecay.Cosine : LearningRateDecay.Constant,
            Accumulation = arguments.GetValue(_accumulation),
            ValidationSteps = arguments.GetValue(_validation) ?? 0,
            Replan = arguments.GetValue(_replan),
            KeepExternalRun = !arguments.GetValue(_supersede),
        };
}
