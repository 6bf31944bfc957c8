using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Shipped;

/// <summary>
/// How well a model predicts texts that it was not trained on, beside a unigram model of the same tokens.
/// </summary>
/// <param name="Documents">Held-out documents.</param>
/// <param name="Tokens">Their tokens, without BOS.</param>
/// <param name="Bytes">Their UTF-8 bytes.</param>
/// <param name="Nats">Summed surprisal under the model, in nats.</param>
/// <param name="UnigramNats">
/// Summed surprisal under token frequencies of the training texts, each count plus one, in nats.
/// </param>
internal sealed record HeldOutLoss(int Documents, long Tokens, long Bytes, double Nats, double UnigramNats)
{
    internal double NatsPerToken => Nats / Tokens;

    internal double BitsPerByte => Nats / Math.Log(2) / Bytes;

    internal double UnigramNatsPerToken => UnigramNats / Tokens;

    internal double UnigramBitsPerByte => UnigramNats / Math.Log(2) / Bytes;

    internal static async Task<HeldOutLoss> MeasureAsync(
        string modelFolder,
        ShippedModelTexts texts,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var engine = TorchScoringEngine.Load(
            modelFolder,
            TorchScoringEngine.ReadProfile(modelFolder),
            $"cpu:{threads}"
        );
        await using (engine.ConfigureAwait(false))
        {
            var scores = await engine.ScoreAsync(texts.HeldOut, default, cancellationToken).ConfigureAwait(false);
            if (scores.FirstOrDefault(score => score.Failure is not null) is { } failed)
                throw new InvalidDataException($"{modelFolder}: a held-out text cannot be scored: {failed.Failure}");
            var surprisal = engine.Metrics.IndexOf("surprisal.sum");
            return new HeldOutLoss(
                scores.Count,
                scores.Sum(score => score.TokenIds.Length - 1L),
                scores.Sum(score => (long)score.Bytes),
                scores.Sum(score => (double)score.Metrics[surprisal]),
                Unigram(HuggingFaceTokenizer.Load(modelFolder), texts.Training, scores)
            );
        }
    }

    private static double Unigram(
        HuggingFaceTokenizer tokenizer,
        IReadOnlyList<string> training,
        IReadOnlyList<DocumentScore> heldOut
    )
    {
        var counts = new long[tokenizer.LargestId + 1];
        Array.Fill(counts, 1);
        foreach (var text in training)
        {
            foreach (var id in tokenizer.EncodeToIds(text, addSpecial: false))
                counts[id]++;
        }

        var total = (double)counts.Sum();
        return heldOut.Sum(score => score.TokenIds.Skip(1).Sum(id => -Math.Log(counts[id] / total)));
    }
}
