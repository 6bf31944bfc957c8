using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Texts;

/// <summary>One text under one or more models, as curves over its tokens and as a heat map.</summary>
public static class TextAnalysis
{
    private const double Surprising = 8; // nats: the strongest colour, the same for every text and model
    private const int Named = 40; // so many tokens can be named under an axis

    /// <summary>Shows a text.</summary>
    /// <param name="title">What to call it.</param>
    /// <param name="texts">The text under each model, at least one.</param>
    public static Report Of(string title, IReadOnlyList<ScoredText> texts) =>
        new(
            texts.Count == 1 ? $"{title}, under {texts[0].Model}" : $"{title}, under {texts.Count} models",
            [.. texts.SelectMany(Answers)],
            [],
            [
                new Section(
                    "Along the text",
                    "Entropy is the uncertainty about the next token, varentropy how uneven it is, surprisal what the token that came then cost. High entropy with low varentropy is a choice among many; low entropy with a high surprisal a surprise."
                )
                {
                    Pictures = [Curves(texts)],
                    Tables =
                    [
                        Metrics(texts),
                        .. texts.Select((text, i) => Tokens(text, texts.Count == 1 ? "tokens" : $"tokens_{i + 1}")),
                    ],
                },
                .. texts.Select(
                    (text, i) =>
                        new Section(
                            $"Surprisal under {text.Model}",
                            "The darker a token, the less the model expected it."
                        )
                        {
                            Pictures = [HeatPicture.Of(texts.Count == 1 ? "heat" : $"heat_{i + 1}", text, Surprising)],
                            Heat =
                            [
                                new HeatText(
                                    Invariant(
                                        $"surprisal of each token, from 0 to {Surprising} nats and more; point at one to read it"
                                    ),
                                    [.. text.Tokens.Zip(text.Surprisal)],
                                    Surprising
                                ),
                            ],
                        }
                ),
            ],
            texts
        );

    private static IEnumerable<string> Answers(ScoredText text)
    {
        var finite = text.Surprisal.Where(double.IsFinite).ToArray();
        if (finite.Length == 0)
        {
            yield return $"{text.Model}: {text.Tokens.Count} token{(text.Tokens.Count == 1 ? "" : "s")}, none of them predicted by another.";
            yield break;
        }
        var most = Enumerable
            .Range(0, text.Tokens.Count)
            .Where(i => double.IsFinite(text.Surprisal[i]))
            .OrderByDescending(i => text.Surprisal[i])
            .Take(3);
        yield return Invariant(
            $"{text.Model}: {text.Tokens.Count:N0} tokens, mean entropy {text.Entropy.Average():0.00} nats, mean surprisal {finite.Average():0.00} nats (perplexity {Math.Exp(finite.Average()):0.0}); most surprising {string.Join(", ", most.Select(i => Invariant($"“{text.Tokens[i].Trim()}” ({text.Surprisal[i]:0.0})")))}."
        );
    }

    private static Picture Curves(IReadOnlyList<ScoredText> texts)
    {
        var byToken = texts.Count == 1 || texts.All(text => text.Tokens.SequenceEqual(texts[0].Tokens));
        var axis = byToken ? "token" : "character of the text";
        var panels = new[]
        {
            ("entropy (nats)", (Func<ScoredText, double[]>)(text => text.Entropy)),
            ("varentropy (nats²)", text => text.Varentropy),
            ("surprisal (nats)", text => text.Surprisal),
        }
            .Select(panel =>
            {
                var plot = Plots.Of(null, axis, panel.Item1);
                var ends = new List<(string, double, Color)>();
                var (top, last) = (0.1, 1.0);
                foreach (var (i, text) in texts.Index())
                {
                    var points = panel
                        .Item2(text)
                        .Select((value, token) => (X: byToken ? token : (double)text.Starts[token], Y: value))
                        .Where(point => double.IsFinite(point.Y))
                        .ToArray();
                    if (points.Length == 0)
                        continue;
                    plot.Line(
                        [.. points.Select(point => point.X)],
                        [.. points.Select(point => point.Y)],
                        Colours.Of(i),
                        points.Length > 300 ? 1 : 2
                    );
                    ends.Add((text.Model, points[^1].Y, Colours.Of(i)));
                    (top, last) = (Math.Max(top, points.Max(point => point.Y)), Math.Max(last, points[^1].X));
                }
                plot.Axes.SetLimits(-last * 0.01, last * 1.01, 0, top * 1.08);
                (plot.Axes.Left.MinimumSize, plot.Axes.Left.MaximumSize) = (60, 60); // one token stands below the other
                if (byToken && texts[0].Tokens.Count <= Named)
                    NameTokens(plot, texts[0]);
                if (texts.Count > 1)
                    plot.NameLines(ends, last, 0.2);
                return plot;
            })
            .ToArray();
        return new Picture(
            "curves",
            "Entropy and varentropy after each token, and the surprisal of each token.",
            panels
        )
        {
            Columns = 1,
            Width = 980,
            Height = 780,
        };
    }

    private static void NameTokens(Plot plot, ScoredText text)
    {
        plot.Axes.Bottom.SetTicks(
            [.. text.Tokens.Select((_, i) => (double)i)],
            [.. text.Tokens.Select(token => token.Trim() is { Length: > 0 } word ? word : "␣")]
        );
        plot.Axes.Bottom.TickLabelStyle.Rotation = 60;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleLeft;
        plot.Axes.Bottom.Label.Text = "";
    }

    private static ReportTable Metrics(IReadOnlyList<ScoredText> texts) =>
        new(
            "metrics",
            ["metric", .. texts.Select(text => text.Model)],
            [
                .. texts[0]
                    .Metrics.Keys.Select(name =>
                        (IReadOnlyList<object?>)
                            [
                                name,
                                .. texts.Select(text =>
                                    text.Metrics.TryGetValue(name, out var value) ? (object?)value : null
                                ),
                            ]
                    ),
            ]
        );

    private static ReportTable Tokens(ScoredText text, string name) =>
        new(
            name,
            ["position", "token", "surprisal", "entropy", "varentropy"],
            [
                .. text.Tokens.Select(
                    (token, i) =>
                        (IReadOnlyList<object?>)[i, token, text.Surprisal[i], text.Entropy[i], text.Varentropy[i]]
                ),
            ]
        )
        {
            Shown = 0,
        };
}
