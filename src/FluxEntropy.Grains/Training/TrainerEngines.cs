using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Training;

/// <summary>What training runs of this process share: it makes their models, and what does their work.</summary>
public sealed class TrainerEngines(
    Catalog catalog,
    IEngineFactory factory,
    TrainingDevices devices,
    LocalFileStore files,
    TokenFiles tokens,
    IGrainFactory grains,
    TimeProvider time
)
{
    /// <summary>What does the work of one run.</summary>
    internal ITrainerWork WorkOf(SessionSettings settings, Func<long, bool, Task> tell, ILogger logger) =>
        new TrainerWork(
            settings,
            this,
            new Checkpoints(files, settings.Id),
            grains.Session(settings.Id),
            tell,
            time,
            logger
        );

    /// <summary>The plan that was published with the first start of a run.</summary>
    internal async Task<TrainingPlan> PlanAsync(string sessionId)
    {
        var path = DataLayout.TrainingPlan(sessionId);
        return CheckedJson.Decode<TrainingPlan>(await files.ReadAsync(path), path);
    }

    /// <summary>A model with its initial weights, on the plan's device.</summary>
    internal async Task<ITrainingEngine> MakeAsync(SessionSettings settings, TrainingPlan plan)
    {
        var profile = await catalog.ProfileAsync(settings.ProfileHash);
        var options = plan.Options(settings, profile.Profile.VocabularySize);
        var device = devices.Of(plan);
        return await Task.Run(() => factory.CreateTrainingEngine(options, device));
    }

    /// <summary>Documents to measure on, as rows; null while none is scored, and where the corpus was deleted.</summary>
    internal async Task<ValidationBatch?> ValidationAsync(SessionSettings settings, int rows) =>
        await catalog.CorpusAsync(settings.CorpusId) is { } corpus
            ? await new ValidationRows(settings, corpus, grains, files, tokens).ReadAsync(rows)
            : null;
}
