using Grpc.Core;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>The whole job, asked of a server that will not live to finish it.</summary>
internal static class Work
{
    public static async Task UntilItDiesAsync(PipelineClient client, FluxServerProcess server, ulong steps)
    {
        try
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, steps);
            await PipelineClient.TrainAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.TrainedAsync(server.Channel);
        }
        catch (Exception exception) when (exception is RpcException or IOException)
        {
            // It died in the middle of a call, as it should; the exit code says whether it was killed.
        }
        catch (InvalidOperationException exception)
            when (exception.Message.Contains("complete", StringComparison.Ordinal))
        {
            // Writing to a stream that the dead server ended.
        }
    }
}
