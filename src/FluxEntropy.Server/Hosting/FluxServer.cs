using System.Net;
using System.Net.Sockets;
using FluxEntropy.Engines;
using FluxEntropy.Server.Clustering;
using FluxEntropy.Server.Limits;
using FluxEntropy.Server.Services;
using FluxEntropy.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Hosting;

/// <summary>A server: an Orleans silo, its files and its gRPC services in one process, alone or as one of a cluster.</summary>
public sealed class FluxServer : IAsyncDisposable
{
    private const int PortAttempts = 5;

    // Both less than the ten seconds after which containers are killed.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ClusterStopLimit = TimeSpan.FromSeconds(9);

    private readonly WebApplication _application;
    private readonly DataFolder _folder;
    private readonly TimeSpan _stopLimit;

    private FluxServer(WebApplication application, DataFolder folder, Uri address, TimeSpan stopLimit)
    {
        _stopLimit = stopLimit;
        _application = application;
        _folder = folder;
        Address = address;
    }

    /// <summary>Where the gRPC services answer, with the port that was bound.</summary>
    public Uri Address { get; }

    /// <summary>From the first lease to the last published score file of this process; null before there was one.</summary>
    public TimeSpan? ScoringSpan => _application.Services.GetRequiredService<Grains.Scoring.DeviceActivity>().Span;

    /// <summary>Starts a server and returns once it serves.</summary>
    /// <param name="options">What to serve and where.</param>
    /// <param name="engines">Makes the engines for the devices; no engine is made before there is work for it.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="DataFolderException">The data folder cannot be used: in use, read-only, of another version.</exception>
    /// <exception cref="InvalidDataException">The default model's folder is not a usable model.</exception>
    /// <exception cref="IOException">The address cannot be bound.</exception>
    public static async Task<FluxServer> StartAsync(
        FluxServerOptions options,
        IEngineFactory engines,
        CancellationToken cancellationToken = default
    )
    {
        var models = ServerModels.Read(options.Models, engines);
        RequireFreeAddress(options);
        if (options.Cluster is not null)
            await RedisGate.PingAsync(options.Cluster); // before the folder is bound to a store that was mistyped
        var folder = options.Cluster is { } cluster
            ? DataFolder.OpenShared(options.DataFolder, new ClusterIdentity(cluster.Id, cluster.RedisName))
            : DataFolder.Open(options.DataFolder);
        try
        {
            if (options.Cluster is not null)
                await RedisGate.ClaimAsync(options.Cluster, folder);
            var application = await StartAsync(options, engines, models, folder, cancellationToken);
            var address = application
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First();
            folder.ServesAt(new Uri(address));
            var stopLimit = options.Cluster is null ? Timeout.InfiniteTimeSpan : ClusterStopLimit;
            return new FluxServer(application, folder, new Uri(address), stopLimit);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    // The address of a folder that is served already is taken by its server, which is the reason to give.
    private static void RequireFreeAddress(FluxServerOptions options)
    {
        try
        {
            ListenAddress.RequireFree(options.Listen);
        }
        catch (IOException) when (options.Cluster is null && DataFolder.Occupied(options.DataFolder) is { } occupied)
        {
            throw occupied;
        }
    }

    // A port that was free a moment ago may be taken by the time the silo binds it.
    private static async Task<WebApplication> StartAsync(
        FluxServerOptions options,
        IEngineFactory engines,
        ServerModels models,
        DataFolder folder,
        CancellationToken cancellationToken
    )
    {
        var advertised = options.Cluster is { } cluster
            ? await cluster.AdvertisedAsync(cancellationToken)
            : IPAddress.Loopback;
        for (var attempt = 1; ; attempt++)
        {
            var fixedPort = options.Cluster?.SiloPort ?? 0;
            var application = Build(
                options,
                engines,
                models,
                folder,
                new IPEndPoint(advertised, fixedPort == 0 ? FreePort() : fixedPort)
            );
            try
            {
                await application.StartAsync(cancellationToken);
                return application;
            }
            catch (AddressInUseException) when (fixedPort == 0 && attempt < PortAttempts)
            {
                await AbandonAsync(application);
            }
            catch (AddressInUseException exception)
            {
                await AbandonAsync(application);
                throw new IOException(
                    $"Port {fixedPort} is taken by another program. Choose another with --silo-port, or leave it out to take a free one.",
                    exception
                );
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException)
            {
                await AbandonAsync(application);
                throw ListenAddress.Refused(options.Listen, exception);
            }
            catch (SocketException exception)
            {
                await AbandonAsync(application);
                throw ListenAddress.Refused(options.Listen, exception);
            }
            catch
            {
                await AbandonAsync(application);
                throw;
            }
        }
    }

    // The silo may run already when an address turns out to be taken: it stops in order before its services are disposed.
    private static async Task AbandonAsync(WebApplication application)
    {
        await application.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await application.DisposeAsync();
    }

    /// <summary>Starts a server, says so, and runs until SIGTERM, SIGINT or cancellation.</summary>
    /// <param name="options">What to serve and where.</param>
    /// <param name="engines">Makes the engines for the devices.</param>
    /// <param name="started">Called once the server serves.</param>
    /// <param name="cancellationToken">Ends the server.</param>
    public static async Task RunAsync(
        FluxServerOptions options,
        IEngineFactory engines,
        Action<FluxServer>? started = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var server = await StartAsync(options, engines, cancellationToken);
        started?.Invoke(server);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var signalled = server._application.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        await stopping.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Stops taking work, finishes what is being written, and lets go of the data folder. A process of a cluster whose store is away
    /// would wait for it: after some seconds it is left as a crash would leave it, and keeps the folder until it ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().WaitAsync(_stopLimit);
        }
        catch (TimeoutException)
        {
            return;
        }
        _folder.Dispose();
    }

    private async Task StopAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static WebApplication Build(
        FluxServerOptions options,
        IEngineFactory engines,
        ServerModels models,
        DataFolder folder,
        IPEndPoint endpoint
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = typeof(FluxServer).Assembly.GetName().Name }
        );
        builder.Configuration.AddEnvironmentVariables(); // OTEL_… say where telemetry goes
        builder
            .Logging.AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(options.LogLevel)
            // Its warnings are for clusters: server GC, late notices.
            .AddFilter("Orleans", options.LogLevel > LogLevel.Error ? options.LogLevel : LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // what keeps a host from starting is thrown, too
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace
        );
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                ListenAddress.Listen(kestrel, options.Listen);
                ConnectionLimits.Apply(kestrel.Limits);
            });
        builder.Services.AddRouting();
        builder.AddFluxEntropy(options, engines, models, folder, endpoint);
        var application = builder.Build();
        application.MapFluxEntropy(options.Roles);
        return application;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
