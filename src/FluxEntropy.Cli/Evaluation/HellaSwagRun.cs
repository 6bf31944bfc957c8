using System.Runtime.CompilerServices;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Engines;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Scores;

namespace FluxEntropy.Cli.Evaluation;

/// <summary>An item with what a model answered, and the scores of its context.</summary>
/// <param name="Item">The item.</param>
/// <param name="Answer">The endings chosen.</param>
/// <param name="Context">Scores of the context alone.</param>
internal sealed record HellaSwagResult(HellaSwagItem Item, HellaSwagAnswer Answer, DocumentScore Context);

/// <summary>Asks a model the items of HellaSwag.</summary>
/// <param name="engine">The model.</param>
/// <param name="tokenizer">Its tokenizer, by which an ending's first token is found.</param>
internal sealed class HellaSwagRun(IScoringEngine engine, HuggingFaceTokenizer tokenizer)
{
    private const int ChunkItems = 32;
    private const int ChunksInFlight = 2;

    /// <summary>Items that the model could not score, and why.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Answers in the order of the items.</summary>
    public async IAsyncEnumerable<HellaSwagResult> AskAsync(
        IReadOnlyList<HellaSwagItem> items,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var inFlight = new Queue<(HellaSwagItem[] Items, Task<IReadOnlyList<DocumentScore>> Scores)>();
        foreach (var chunk in items.Chunk(ChunkItems))
        {
            inFlight.Enqueue(
                (
                    chunk,
                    engine.ScoreAsync(
                        [.. chunk.SelectMany(Texts)],
                        new ScoringDetail(PerToken: true),
                        cancellationToken
                    )
                )
            );
            if (inFlight.Count < ChunksInFlight)
                continue;
            foreach (var result in await FinishAsync(inFlight.Dequeue()))
                yield return result;
        }
        while (inFlight.TryDequeue(out var last))
        {
            foreach (var result in await FinishAsync(last))
                yield return result;
        }
    }

    // The context alone, then each ending in both ways.
    private static IEnumerable<string> Texts(HellaSwagItem item) =>
        [
            item.Context,
            .. item.HarnessEndings.Select(ending => $"{item.HarnessQuery} {ending}"),
            .. item.Endings.Select(ending => $"{item.Context} {ending}"),
        ];

    private async Task<List<HellaSwagResult>> FinishAsync(
        (HellaSwagItem[] Items, Task<IReadOnlyList<DocumentScore>> Scores) chunk
    )
    {
        var (scores, next, results) = (await chunk.Scores, 0, new List<HellaSwagResult>());
        foreach (var item in chunk.Items)
        {
            var endings = item.Endings.Count;
            var own = scores.Skip(next).Take(1 + 2 * endings).ToArray();
            next += own.Length;
            if (own.Select(score => score.Failure).FirstOrDefault(failure => failure is not null) is { } failure)
            {
                Failures.Add($"item {item.Index}: {failure}");
                continue;
            }
            var (harness, plain) = (Length(item.HarnessQuery), Length(item.Context));
            results.Add(
                new HellaSwagResult(
                    item,
                    HellaSwagAnswer.Of(
                        item,
                        [.. own[1..(1 + endings)].Select(score => Ending(score, harness).Sum)],
                        [.. own[(1 + endings)..].Select(score => Ending(score, plain))]
                    ),
                    own[0]
                )
            );
        }
        return results;
    }

    private int Length(string context) =>
        tokenizer.EncodeToIds(context, parseSpecial: engine.Profile.ParseSpecialTokens).Length;

    /// <summary>Σ ln p of the tokens after the context's, as many as those are by themselves; at least the last one.</summary>
    private static (double Sum, int Tokens) Ending(DocumentScore score, int contextTokens)
    {
        var surprisal = score.PerToken!.Surprisal;
        var first = Math.Clamp(contextTokens - 1, 0, Math.Max(0, surprisal.Length - 1));
        return (-surprisal.Skip(first).Sum(value => (double)value), surprisal.Length - first);
    }
}
