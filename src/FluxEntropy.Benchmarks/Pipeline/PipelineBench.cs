using FluxEntropy.Client.Samples;

namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>
/// What does the server cost on top of the engine? Both score the same documents with the same model and device: the
/// bare engine is fed chunks of a segment's size from memory; the server is measured from the first lease to the last
/// published score file, with documents already ingested. Both tokenize. They alternate, so that a machine that slows
/// down slows both.
/// </summary>
public sealed class PipelineBench(PipelineBenchOptions options, Action<string> tell)
{
    // A server runs for days, so the JIT compilation of the first seconds is not part of the measurement.
    private const int WarmUpRounds = 3;

    /// <summary>Runs rounds to warm up, and then those that count.</summary>
    public async Task<PipelineBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var documents = SdkDocuments.Read(options.Documents);
        var engine = new BareEngine(options, documents);
        var pipeline = new ServedPipeline(options, folder);
        await pipeline.IngestAsync(documents, cancellationToken);
        var rounds = new List<PipelineRound>();
        var tokens = 0L;
        for (var round = 1 - WarmUpRounds; round <= options.Rounds; round++)
        {
            // The second side may find the machine warmer or busier, so they take turns at going first.
            var isServerFirst = round % 2 != 0;
            var server = isServerFirst ? await pipeline.ScoreAsync(cancellationToken) : default;
            var bare = await engine.ScoreAsync(cancellationToken);
            if (!isServerFirst)
                server = await pipeline.ScoreAsync(cancellationToken);
            if (bare.Tokens != server.Tokens)
                throw new InvalidDataException(
                    $"the bare engine scored {bare.Tokens:N0} tokens and the server {server.Tokens:N0}: "
                        + "the two sides did not do the same work"
                );
            var measured = new PipelineRound(
                bare.Tokens / bare.Time.TotalSeconds,
                server.Tokens / server.Time.TotalSeconds
            );
            tell(
                $"{(round <= 0 ? "warm-up" : $"round {round} of {options.Rounds}")}: "
                    + $"bare {measured.BareTokensPerSecond:N0} tokens/s, server {measured.ServerTokensPerSecond:N0} tokens/s, "
                    + $"ratio {measured.Ratio:0.000}"
            );
            if (round > 0)
                rounds.Add(measured);
            tokens = bare.Tokens;
        }

        return PipelineBenchReport.Of(options, tokens, rounds);
    }
}
