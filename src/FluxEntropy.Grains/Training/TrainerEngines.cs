using System.Collections.Concurrent;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Placement;
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
    ClusterMembers members,
    ILocalSiloDetails silo,
    TimeProvider time
)
{
    private readonly ConcurrentDictionary<string, long> _taken = new(); // bytes, by session

    /// <summary>Name of this process.</summary>
    internal string Silo => silo.Name;

    /// <summary>How many processes crashed while they trained a session, since it came as far as it is.</summary>
    internal int Crashes(string sessionId, long progress) => AttemptsAt(sessionId).Crashes(members.Names, progress);

    internal TrainingAttempts AttemptsAt(string sessionId) => new(files, sessionId);

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

    /// <summary>Why a plan cannot be trained in the memory of this process, and what to do; null where it can.</summary>
    internal async Task<string?> MemoryProblemAsync(SessionSettings settings, TrainingPlan plan) =>
        MemoryProblem(settings, plan, await OptionsAsync(settings, plan));

    /// <summary>A model with its initial weights, on the plan's device.</summary>
    /// <exception cref="InvalidDataException">It does not fit into the memory.</exception>
    internal async Task<ITrainingEngine> MakeAsync(SessionSettings settings, TrainingPlan plan)
    {
        var options = await OptionsAsync(settings, plan);
        if (MemoryProblem(settings, plan, options) is { } problem)
            throw new InvalidDataException($"model: {problem}");
        _taken[settings.Id] = factory.EstimateTraining(options, settings.Batch).Bytes;
        var device = devices.Of(plan);
        return await Task.Run(() => factory.CreateTrainingEngine(options, device));
    }

    /// <summary>Says that a session's model is gone.</summary>
    internal void Left(string sessionId) => _taken.TryRemove(sessionId, out _);

    private string? MemoryProblem(SessionSettings settings, TrainingPlan plan, TrainingOptions options) =>
        devices.MemoryProblem(
            plan,
            settings,
            factory.EstimateTraining(options, settings.Batch),
            _taken.Where(run => run.Key != settings.Id).Sum(run => run.Value)
        );

    private async Task<TrainingOptions> OptionsAsync(SessionSettings settings, TrainingPlan plan)
    {
        var profile = await catalog.ProfileAsync(settings.ProfileHash);
        return plan.Options(settings, profile.Profile.VocabularySize) with
        {
            TokenizerFolder = profile.ModelFolder,
            TokenizerHash = profile.Profile.TokenizerHash,
        };
    }

    /// <summary>Documents to measure on, as rows; null while none is scored, and where the corpus was deleted.</summary>
    internal async Task<ValidationBatch?> ValidationAsync(SessionSettings settings, int rows) =>
        await catalog.CorpusAsync(settings.CorpusId) is { } corpus
            ? await new ValidationRows(settings, corpus, grains, files, tokens).ReadAsync(rows)
            : null;
}
