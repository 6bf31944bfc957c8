using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// Colours for a statistic of tokens: seven steps from dark blue over green to yellow, each lighter than the one before, so
/// that they keep their order for every kind of colour vision. All are of the 256 colours that terminals share. The
/// bounds are fixed, so that documents and models compare.
/// </summary>
internal sealed class HeatScale
{
    private static readonly byte[] Palette = [17, 24, 30, 36, 77, 148, 226];
    private static readonly float[] Nats = [1, 2, 3, 4, 6, 8];
    private static readonly float[] SquareNats = [1, 2, 4, 6, 9, 12];

    private readonly float[] _bounds;
    private readonly Style[] _styles = [.. Palette.Select(StyleOf)];

    /// <param name="statistic"><c>surprisal</c>, <c>entropy</c> or <c>varentropy</c>.</param>
    public HeatScale(string statistic)
    {
        Statistic = statistic;
        _bounds = statistic == "varentropy" ? SquareNats : Nats;
    }

    /// <summary>What is shown.</summary>
    public string Statistic { get; }

    /// <summary>What it is, with its unit.</summary>
    public string Title =>
        Statistic switch
        {
            "entropy" => "entropy after each token, in nats",
            "varentropy" => "varentropy after each token, in nats²",
            _ => "surprisal of each token, in nats",
        };

    /// <summary>Style of a value; of NaN, one that says that there is none.</summary>
    public Style Of(float value) =>
        float.IsNaN(value)
            ? new Style(Color.Grey, decoration: Decoration.Dim)
            : _styles[_bounds.Count(bound => value >= bound)];

    /// <summary>Each step's bounds, in its colours.</summary>
    public IEnumerable<(string Text, Style Style)> Steps()
    {
        for (var i = 0; i < _styles.Length; i++)
        {
            var text =
                i == 0 ? $"<{_bounds[0]}"
                : i == _bounds.Length ? $"≥{_bounds[^1]}"
                : $"{_bounds[i - 1]}–{_bounds[i]}";
            yield return ($" {text} ", _styles[i]);
        }
    }

    /// <summary>Black or white text, whichever stands out more against a background.</summary>
    private static Style StyleOf(byte number)
    {
        var background = Color.FromInt32(number);
        var luminance = 0.2126 * Linear(background.R) + 0.7152 * Linear(background.G) + 0.0722 * Linear(background.B);
        return new Style(Color.FromInt32(luminance > 0.18 ? 16 : 231), background);
    }

    /// <summary>Light of an sRGB component.</summary>
    private static double Linear(byte component) =>
        component <= 10 ? component / 255.0 / 12.92 : Math.Pow((component / 255.0 + 0.055) / 1.055, 2.4);
}
