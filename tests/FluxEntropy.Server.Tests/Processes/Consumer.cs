using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FluxEntropy.Server.Tests.Processes;

/// <summary>A trainer outside, the only one of its run: a credit for each batch taken.</summary>
internal sealed class Consumer(GrpcChannel channel, string run, int credits, string session = PipelineClient.Session)
    : IDisposable
{
    private readonly AsyncDuplexStreamingCall<ConsumeRequest, ConsumeResponse> _call = new Batches.BatchesClient(
        channel
    ).Consume();

    public async IAsyncEnumerable<TokenBatch> BatchesAsync(ulong from = 0, bool replan = false)
    {
        await _call.RequestStream.WriteAsync(
            new ConsumeRequest
            {
                Join = new JoinRun
                {
                    Session = session,
                    Run = run,
                    Step = from,
                    Replan = replan,
                },
            }
        );
        await _call.RequestStream.WriteAsync(new ConsumeRequest { Credits = (uint)credits });
        await _call.ResponseStream.MoveNext(CancellationToken.None);
        var total = _call.ResponseStream.Current.Joined.TotalSteps;
        for (var step = from; step < total && await _call.ResponseStream.MoveNext(CancellationToken.None); step++)
        {
            yield return _call.ResponseStream.Current.Batch;
            await _call.RequestStream.WriteAsync(new ConsumeRequest { Credits = 1 });
        }
    }

    public Task ReportAsync(TokenBatch batch, double loss) => ReportAsync(batch, loss, _ => loss);

    /// <summary>Reports a step whose loss is that of a bin wherever a target is of it.</summary>
    public Task ReportAsync(TokenBatch batch, double loss, Func<int, double> ofBin) =>
        _call.RequestStream.WriteAsync(
            new ConsumeRequest
            {
                Report = new StepLosses
                {
                    Step = batch.Step,
                    Loss = loss,
                    TokenHash = batch.TokenHash,
                    Bins =
                    {
                        batch
                            .Bins.GroupBy(bin => bin)
                            .Select(bin => new BinLoss
                            {
                                Bin = bin.Key,
                                Loss = ofBin(bin.Key),
                                Targets = (uint)bin.Count(),
                            }),
                    },
                },
            }
        );

    public async Task EndAsync()
    {
        await _call.RequestStream.CompleteAsync();
        await _call.ResponseStream.MoveNext(CancellationToken.None);
    }

    public void Dispose() => _call.Dispose();
}
