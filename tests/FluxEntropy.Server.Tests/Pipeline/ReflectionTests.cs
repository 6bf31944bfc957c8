using FluxEntropy.Server.Tests.Processes;
using Grpc.Reflection.V1Alpha;

namespace FluxEntropy.Server.Tests.Pipeline;

public class ReflectionTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Clients_without_the_protos_can_ask_for_the_services()
    {
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Superset(
            new HashSet<string>(
                new[] { "Ingest", "Corpora", "Scores", "Sessions", "Curriculum", "Training", "Cluster" }.Select(name =>
                    $"fluxentropy.v1.{name}"
                )
            ),
            call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToHashSet()
        );
    }
}
