using FluxEntropy.Analysis.Reports;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Texts;

/// <summary>One text under one or more models, as curves over its tokens and as a heat map.</summary>
public static class TextAnalysis
{
    private const double StrongestNats = 8; // surprisal of the strongest colour, the same for every text and model

    /// <summary>Shows a text.</summary>
    /// <param name="title">What to call it.</param>
    /// <param name="texts">The text under each model, at least one.</param>
    public static Report Of(string title, IReadOnlyList<ScoredText> texts) =>
        new(
            texts.Count == 1 ? $"{title}, under {texts[0].Model}" : $"{title}, under {texts.Count} models",
            [.. texts.Select(Answer)],
            [.. Tokenizers(texts)],
            [
                new Section(
                    "Along the text",
                    "Entropy is the uncertainty about the next token, varentropy how uneven it is, surprisal the cost of the "
                        + "token that came then. High entropy with low varentropy is a choice among many; low entropy with a "
                        + "high surprisal is a surprise."
                )
                {
                    Pictures = [CurvesPicture.Of(texts)],
                    Tables =
                    [
                        TextTables.Metrics(texts),
                        .. texts.Select((text, i) => TextTables.Tokens(text, Name("tokens", texts, i))),
                    ],
                },
                .. texts.Select((text, i) => HeatMap(text, Name("heat", texts, i))),
            ],
            texts
        );

    // Values a token do not compare between models that split the text differently; bits a byte do.
    private static IEnumerable<string> Tokenizers(IReadOnlyList<ScoredText> texts)
    {
        if (texts.Skip(1).All(text => text.Tokens.SequenceEqual(texts[0].Tokens)))
            yield break;
        var bits = texts
            .Where(text => text.Metrics.ContainsKey("bits_per_byte"))
            .Select(text => Invariant($"{text.Model} {text.Metrics["bits_per_byte"]:0.00}"));
        yield return "the models split the text into different tokens, between which nats a token do not compare; bits a byte do: "
            + string.Join(", ", bits);
    }

    private static string Name(string name, IReadOnlyList<ScoredText> texts, int i) =>
        texts.Count == 1 ? name : $"{name}_{i + 1}";

    private static string Answer(ScoredText text)
    {
        var finite = text.Surprisal.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
            return $"{text.Model}: {text.Tokens.Count} token{(text.Tokens.Count == 1 ? "" : "s")}, none of them predicted by another.";
        var most = Enumerable
            .Range(0, text.Tokens.Count)
            .Where(i => double.IsFinite(text.Surprisal[i]))
            .OrderByDescending(i => text.Surprisal[i])
            .Take(3)
            .Select(i => Invariant($"“{text.Tokens[i].Trim()}” ({text.Surprisal[i]:0.0})"));
        var surprisal = finite.Average();
        return Invariant(
                $"{text.Model}: {text.Tokens.Count:N0} tokens, mean entropy {text.Entropy.Average():0.00} nats, "
            )
            + Invariant($"mean surprisal {surprisal:0.00} nats (perplexity {Math.Exp(surprisal):0.0}); ")
            + $"most surprising {string.Join(", ", most)}.";
    }

    private static Section HeatMap(ScoredText text, string name) =>
        new($"Surprisal under {text.Model}", "The darker a token, the less the model expected it.")
        {
            Pictures = [HeatPicture.Of(name, text, StrongestNats)],
            Heat =
            [
                new HeatText(
                    Invariant(
                        $"surprisal of each token, from 0 to {StrongestNats} nats and more; point at one to read it"
                    ),
                    HeatTokens.Of(text),
                    StrongestNats
                ),
            ],
        };
}
