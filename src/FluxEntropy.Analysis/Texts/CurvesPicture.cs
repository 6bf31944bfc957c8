using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Analysis.Texts;

/// <summary>Entropy, varentropy and surprisal along a text, under one or more models.</summary>
internal static class CurvesPicture
{
    private const int MaxNamedTokens = 40; // more than these cannot be named under an axis
    private const float LeftRoom = 70; // the same for all panels, so that their tokens are aligned
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

    private static Panel Panel(
        IReadOnlyList<ScoredText> texts,
        bool byToken,
        string axis,
        Func<ScoredText, double[]> values
    )
    {
        var plot = Plots.Of(null, byToken ? "token" : "character of the text", axis);
        var ends = new List<LineEnd>();
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
            ends.Add(new(text.Model, points[^1].X, points[^1].Y, i));
            (top, last) = (Math.Max(top, points.Max(point => point.Y)), Math.Max(last, points[^1].X));
        }
        plot.Limit(-last * 0.01, last * 1.01, 0, top * 1.08);
        plot.LeftRoom = LeftRoom;
        if (byToken && texts[0].Tokens.Count <= MaxNamedTokens)
            NameTokens(plot, texts[0]);
        if (texts.Count > 1)
            plot.Ends = ends;
        return plot;
    }

    private static void NameTokens(Panel plot, ScoredText text)
    {
        plot.NamesBelow =
        [
            .. text.Tokens.Select((token, i) => ((double)i, token.Trim() is { Length: > 0 } word ? word : "␣")),
        ];
        plot.Below = "";
    }
}
