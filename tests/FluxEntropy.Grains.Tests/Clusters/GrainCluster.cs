using FluxEntropy.Engines.Simulated;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Server.Storage;
using FluxEntropy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace FluxEntropy.Grains.Tests.Clusters;

/// <summary>A silo in this process with the grains, the storage and the files of a server, in a folder that goes with it.</summary>
public sealed class GrainCluster : IAsyncLifetime
{
    private static readonly StoredProfile Model = new(SimulatedModel.Profile, SimulatedModel.Name);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("fluxentropy-test-");
    private readonly DataFolder _folder;
    private readonly InProcessTestCluster _cluster;

    public GrainCluster()
    {
        _folder = DataFolder.Open(Path.Join(_root.FullName, "data"));
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.InitializeClientOnDeploy = false; // the silo's own client is what services use
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => Configure(silo));
        _cluster = builder.Build();
    }

    /// <summary>Name of the silo.</summary>
    internal string Silo { get; } = SiloName.New(SiloRoles.All);

    internal AdjustableTime Time { get; } = new();

    internal TrainingEngineFactory Training { get; } = new();

    internal IGrainFactory Grains => Service<IGrainFactory>();

    internal Catalog Catalog => Service<Catalog>();

    internal LocalFileStore Files => _folder.Files;

    internal static string Profile => Model.Profile.Hash;

    /// <summary>The simulated device.</summary>
    internal IScorerGrain Device => Grains.Scorer(new DeviceKey(Silo, "sim.0@1000000000"));

    public async ValueTask InitializeAsync()
    {
        await _cluster.DeployAsync();
        await Catalog.KeepProfileAsync(Model);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        _folder.Dispose();
        _root.Delete(recursive: true);
    }

    internal T Service<T>()
        where T : notnull => _cluster.GetSiloServiceProvider().GetRequiredService<T>();

    /// <summary>Ends the activation of a grain: the next call finds another one, as after a crash of its silo.</summary>
    internal Task EndActivationAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddSingleton<TimeProvider>(Time);
        silo.Services.AddGrainServices(
            new SimulatedEngineFactory(Training, TimeProvider.System),
            _folder,
            [Model],
            devices: []
        );
        silo.Services.AddKeyedSingleton<IGrainStorage>(GrainFence.StorageName, (_, _) =>
            new SqliteGrainStorage(
                _folder.Files.FullPath(DataLayout.StateDatabase),
                hasLogs: false,
                NullLogger<SqliteGrainStorage>.Instance
            )
        );
        silo.Services.PostConfigure<SiloOptions>(options => options.SiloName = Silo); // its roles are in its name
        silo.AddNotices();
    }
}
