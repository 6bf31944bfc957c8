using FluxEntropy.Analysis.Pictures;
using ScottPlot;

namespace FluxEntropy.Analysis.Texts;

/// <summary>Entropy, varentropy and surprisal along a text, under one or more models.</summary>
internal static class CurvesPicture
{
    private const int MaxNamedTokens = 40; // more than these cannot be named under an axis
    private const int ManyPoints = 300; // beyond these, lines are thinner

    private static readonly (string Axis, Func<ScoredText, double[]> Values)[] Panels =
    [
        ("entropy (nats)", text => text.Entropy),
        ("varentropy (nats²)", text => text.Varentropy),
        ("surprisal (nats)", text => text.Surprisal),
    ];

    public static Picture Of(IReadOnlyList<ScoredText> texts)
    {
        // Models with different tokenizers share the characters only.
        var byToken = texts.Count == 1 || texts.All(text => text.Tokens.SequenceEqual(texts[0].Tokens));
        return new Picture(
            "curves",
            "Entropy and varentropy after each token, and the surprisal of each token.",
            [.. Panels.Select(panel => Panel(texts, byToken, panel.Axis, panel.Values))]
        )
        {
            Columns = 1,
            Width = 980,
            Height = 780,
        };
    }

    private static Plot Panel(
        IReadOnlyList<ScoredText> texts,
        bool byToken,
        string axis,
        Func<ScoredText, double[]> values
    )
    {
        var plot = Plots.Of(null, byToken ? "token" : "character of the text", axis);
        var ends = new List<(string, double, Color)>();
        var (top, last) = (0.1, 1.0);
        foreach (var (i, text) in texts.Index())
        {
            var points = values(text)
                .Select((value, token) => (X: byToken ? token : (double)text.Starts[token], Y: value))
                .Where(point => double.IsFinite(point.Y))
                .ToArray();
            if (points.Length == 0)
                continue;
            plot.Line(
                [.. points.Select(point => point.X)],
                [.. points.Select(point => point.Y)],
                Colours.Of(i),
                points.Length > ManyPoints ? 1 : 2
            );
            ends.Add((text.Model, points[^1].Y, Colours.Of(i)));
            (top, last) = (Math.Max(top, points.Max(point => point.Y)), Math.Max(last, points[^1].X));
        }
        plot.Axes.SetLimits(-last * 0.01, last * 1.01, 0, top * 1.08);
        (plot.Axes.Left.MinimumSize, plot.Axes.Left.MaximumSize) = (60, 60); // so that the panels' tokens are aligned
        if (byToken && texts[0].Tokens.Count <= MaxNamedTokens)
            NameTokens(plot, texts[0]);
        if (texts.Count > 1)
            plot.NameLines(ends, last, 0.2);
        return plot;
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
}
