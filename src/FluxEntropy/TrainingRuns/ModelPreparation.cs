namespace FluxEntropy.TrainingRuns;

/// <summary>Brings a model to where its run goes on: to the newest checkpoint, or to its initial weights where there is none.</summary>
internal sealed class ModelPreparation
{
    private Checkpoint? _checkpoint;
    private bool _isFound; // whether there is a checkpoint
    private bool _isMade;
    private bool _hasInitialWeights;
    private bool _isLoaded;

    /// <summary>What is trained, once it was read.</summary>
    public TrainingPlan? Plan { get; private set; }

    /// <summary>What to do before the session can be opened, or null where the model is ready.</summary>
    public TrainerAction? Next()
    {
        if (Plan is null)
            return new TrainerAction.ReadPlan();
        if (!_isFound)
            return new TrainerAction.FindCheckpoint();
        if (!_isMade || (_checkpoint is null && !_hasInitialWeights))
            return new TrainerAction.Make(Plan);
        return _checkpoint is not null && !_isLoaded ? new TrainerAction.Load(_checkpoint) : null;
    }

    public void Read(TrainingPlan plan) => Plan = plan;

    public void Found(Checkpoint? newest) => (_checkpoint, _isFound) = (newest, true);

    public void Made() => (_isMade, _hasInitialWeights) = (true, true);

    public void Loaded() => (_isLoaded, _hasInitialWeights) = (true, false);

    public void Trained() => _hasInitialWeights = false;

    /// <summary>The model is to go back.</summary>
    public void Restart() => (_isFound, _isLoaded) = (false, false);
}
