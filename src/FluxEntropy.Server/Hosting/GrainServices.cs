using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Deletion;
using FluxEntropy.Grains.Leasing;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Grains.Sessions;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Grains.Training;
using FluxEntropy.Server.Clustering;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using Microsoft.Extensions.DependencyInjection;

namespace FluxEntropy.Server.Hosting;

/// <summary>What the grains of a process need beside Orleans, fencing records and a clock.</summary>
internal static class GrainServices
{
    private static readonly TimeSpan NoticesAreNews = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan NoticesDelay = TimeSpan.FromSeconds(1); // at most: an idle server polls as often

    /// <summary>Adds what grains are made with.</summary>
    /// <param name="services">Services of the silo.</param>
    /// <param name="engines">Makes the engines of its devices.</param>
    /// <param name="folder">Its data folder.</param>
    /// <param name="models">The models that the process was started with.</param>
    /// <param name="devices">The devices that it was given.</param>
    public static void AddGrainServices(
        this IServiceCollection services,
        IEngineFactory engines,
        DataFolder folder,
        IReadOnlyList<StoredProfile> models,
        IReadOnlyList<string> devices
    )
    {
        services.AddSingleton(engines);
        services.AddSingleton(engines.Metrics);
        services.AddSingleton(folder);
        services.AddSingleton(folder.Files);
        services.AddSingleton<IFileStore>(folder.Files);
        services.AddSingleton<Catalog>();
        services.AddSingleton<CorpusDeletion>();
        services.AddSingleton<ShardQuestions>();
        services.AddSingleton<DeviceFaults>();
        services.AddSingleton<DeviceEngines>();
        services.AddSingleton<DeviceActivity>();
        services.AddSingleton<IsolatedScoring>();
        services.AddSingleton<SegmentScorer>();
        services.AddSingleton<SegmentRescorer>();
        services.AddSingleton(new TrainingDevices(devices));
        services.AddSingleton<TrainerEngines>();
        services.AddSingleton<TokenFiles>();
        services.AddSingleton(new LocalModels(models));
        services.AddSingleton<RunningWork>();
        services.AddSingleton<SessionWork>();
        services.AddSingleton<WorkStarter>();
        services.AddPlacementByRole();
    }

    /// <summary>Adds the streams that tell watchers of changes.</summary>
    public static void AddNotices(this ISiloBuilder silo)
    {
        silo.AddMemoryGrainStorage("PubSubStore"); // subscriptions to notices last as long as their watchers
        silo.AddMemoryStreams(Notices.Provider, streams =>
        {
            streams.ConfigurePartitioning(1); // each queue is polled
            streams.ConfigurePullingAgent(options =>
                options.Configure(agent => agent.GetQueueMsgsTimerPeriod = NoticesDelay)
            );
            streams.ConfigureCacheEviction(options =>
                options.Configure(eviction =>
                {
                    // A notice is news for a moment; by default the last half hour of them is kept.
                    eviction.DataMinTimeInCache = eviction.DataMaxAgeInCache = NoticesAreNews;
                    eviction.MetadataMinTimeInCache = NoticesAreNews;
                })
            );
        });
    }
}
