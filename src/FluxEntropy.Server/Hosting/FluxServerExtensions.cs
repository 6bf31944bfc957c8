using System.Net;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Faults;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Server.Clustering;
using FluxEntropy.Server.Health;
using FluxEntropy.Server.Limits;
using FluxEntropy.Server.Services;
using FluxEntropy.Server.Storage;
using FluxEntropy.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Resources;
using Orleans.Configuration;
using Orleans.Storage;

namespace FluxEntropy.Server.Hosting;

/// <summary>What a FluxEntropy process is made of.</summary>
internal static class FluxServerExtensions
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15); // after which a grain closes what it has open
    private static readonly TimeSpan LoadRefresh = TimeSpan.FromMinutes(1); // grains are placed by role, and not by load

    public static void AddFluxEntropy(
        this WebApplicationBuilder builder,
        FluxServerOptions options,
        IEngineFactory engines,
        ServerModels models,
        DataFolder folder,
        IPEndPoint endpoint
    )
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(new LocalDevices(options.Devices));
        services.AddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System));
        services.AddSingleton(new MemoryBudget(options.MemoryBudget ?? MemoryBudget.DefaultBytes));
        services.AddHostedService<MemoryReturn>();
        services.AddSingleton<CallTurns>();
        services.AddSingleton<QueryTurns>();
        services.AddSingleton<AnswersUnderWay>();
        services.AddSingleton<AnswerReaders>();
        services.AddGrainServices(engines, folder, models.Models, options.Devices);
        services.AddSingleton<MetricLookup>();
        services.AddSingleton<Listing>();
        services.AddSingleton<Rescoring>();
        services.AddSingleton<MetadataKeyReader>();
        services.AddSingleton<OrderingReader>();
        services.AddSingleton<ScoreFiles>();
        services.AddSingleton<ScoredDocuments>();
        services.AddSingleton<CheckpointFolders>();
        services.AddSingleton<ClusterService>();
        services.AddSingleton<Addresses>();
        services.AddSingleton(models);

        services
            .AddGrpc(grpc =>
            {
                grpc.MaxReceiveMessageSize = MessageLimits.MaxBytes;
                grpc.Interceptors.Add<ErrorInterceptor>();
                grpc.Interceptors.Add<BoundsInterceptor>();
            })
            .AddServiceOptions<IngestService>(ingest => ingest.MaxReceiveMessageSize = MessageLimits.MaxBatchBytes);
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddFluxEntropyChecks();
        AddTelemetry(services);
        builder.UseOrleans(silo => ConfigureSilo(silo, options, folder, endpoint));
        services.AddHostedService<LocalWorkService>(); // after the silo, so that it starts later and stops earlier
    }

    public static void MapFluxEntropy(this WebApplication application, SiloRoles roles)
    {
        application.Use(application.Services.GetRequiredService<CallTurns>().BeginAsync);
        application.UseMeteredBodies();
        application.MapGrpcService<ClusterService>();
        application.MapGrpcReflectionService();
        application.MapGrpcHealthChecksService();
        if (!roles.HasFlag(SiloRoles.Gateway))
            return;
        application.MapGrpcService<IngestService>();
        application.MapGrpcService<CorporaService>();
        application.MapGrpcService<ProfilesService>();
        application.MapGrpcService<ScoresService>();
        application.MapGrpcService<SessionsService>();
        application.MapGrpcService<CurriculumService>();
        application.MapGrpcService<TrainingService>();
        application.MapGrpcService<BatchesService>();
    }

    private static void ConfigureSilo(
        ISiloBuilder silo,
        FluxServerOptions options,
        DataFolder folder,
        IPEndPoint endpoint
    )
    {
        if (options.Cluster is { } cluster)
        {
            silo.UseCluster(cluster, endpoint.Address, endpoint.Port);
        }
        else
        {
            silo.UseLocalhostClustering(endpoint.Port, gatewayPort: 0);
            var hasLogs = folder.Files.Folders(DataLayout.Corpora).Count > 0;
            silo.Services.AddKeyedSingleton<IGrainStorage>(GrainFence.StorageName, (services, _) =>
                new SqliteGrainStorage(
                    folder.Files.FullPath(DataLayout.StateDatabase),
                    hasLogs,
                    services.GetRequiredService<ILogger<SqliteGrainStorage>>()
                )
            );
        }
        silo.Configure<SiloOptions>(silo => silo.SiloName = SiloName.New(options.Roles));
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = Idle);
        silo.Configure<DeploymentLoadPublisherOptions>(load => load.DeploymentLoadPublisherRefreshTime = LoadRefresh);
        silo.AddIncomingGrainCallFilter<GrainCallTimer>();
        if (UnreliableCalls.IsArmed)
            silo.AddIncomingGrainCallFilter<UnreliableCalls>();
        silo.AddNotices();
    }

    private static void AddTelemetry(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is null or "")
            return;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("fluxentropy"))
            .WithMetrics(metrics => metrics.AddMeter(FluxInstruments.Name, "Microsoft.Orleans"))
            .WithTracing(traces => traces.AddSource(FluxInstruments.Name))
            .UseOtlpExporter();
    }
}
