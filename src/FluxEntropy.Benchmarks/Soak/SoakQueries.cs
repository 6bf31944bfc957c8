using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>Asks for documents of the highest tenth, again and again.</summary>
internal sealed class SoakQueries(FluxClient client, RetriedCalls calls)
{
    private static readonly QueryRequest Query = new()
    {
        Corpus = SoakLoad.Corpus,
        Fractions = new FractionRange { From = 0.9, To = 1 },
        Limit = 20,
        IncludeText = true,
    };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await calls.UntilDoneAsync(deadline => QueryAsync(deadline, cancellationToken), cancellationToken);
            await Task.Delay(RetriedCalls.Pause, cancellationToken);
        }
    }

    private async Task<int> QueryAsync(DateTime deadline, CancellationToken cancellationToken)
    {
        using var call = client.Scores.Query(Query, deadline: deadline, cancellationToken: cancellationToken);
        return await call.ResponseStream.ReadAllAsync(cancellationToken).CountAsync(cancellationToken);
    }
}
