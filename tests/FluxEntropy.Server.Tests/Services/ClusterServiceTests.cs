using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using static FluxEntropy.Server.Tests.Services.ServiceTests;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace FluxEntropy.Server.Tests.Services;

/// <summary>What a server says of itself: its own service, gRPC's health service and reflection.</summary>
[Collection(Name)]
public sealed class ClusterServiceTests(ServiceHost host)
{
    [Fact]
    public async Task The_server_says_what_it_is_and_what_its_devices_did()
    {
        await host.CorpusAsync(documents: 5);

        var status = await host.Cluster.StatusAsync(
            new ClusterStatusRequest { CheckHealth = true, CollectGarbage = true }
        );

        Assert.NotEqual("", status.Version);
        Assert.Equal("simulated", status.DefaultProfile.Model);
        var device = Assert.Single(status.Devices);
        Assert.Equal("sim.0@1000000000", device.Name);
        Assert.True(device is { Documents: >= 5, Tokens: > 5 });
        Assert.True(status.Memory is { ResidentBytes: > 0, ManagedBytes: > 0 });
        Assert.Empty(status.Problems);
    }

    [Fact]
    public async Task Health_is_asked_and_watched_and_an_unknown_service_is_not_found()
    {
        var client = new Grpc.Health.V1.Health.HealthClient(host.Channel);
        using var watch = client.Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);
        await RefusedAsync(StatusCode.NotFound, "", client.CheckAsync(new HealthCheckRequest { Service = "none" }));
    }

    [Fact]
    public async Task Reflection_lists_every_service_of_the_protos()
    {
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var listed = call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name);
        Assert.Superset(
            new HashSet<string>(
                new[]
                {
                    ClusterReflection.Descriptor,
                    CurriculumReflection.Descriptor,
                    IngestReflection.Descriptor,
                    ProfilesReflection.Descriptor,
                    ScoresReflection.Descriptor,
                    TrainingReflection.Descriptor,
                }.SelectMany(file => file.Services.Select(service => service.FullName))
            ),
            listed.ToHashSet()
        );
    }
}
