using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Tests.Analysis.Pictures;

/// <summary>A picture as the SVG that it is written as, from which words and shapes are read with their places.</summary>
internal sealed partial class SvgPicture
{
    private readonly XElement _root;

    public SvgPicture(Picture picture)
    {
        (Width, Height) = (picture.Width, picture.Height);
        _root = XDocument.Parse(picture.Svg()).Root!;
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Every word with the rectangle that it takes, in pixels.</summary>
    public IReadOnlyList<SvgWord> Words =>
        [.. _root.Descendants().Where(e => e.Name.LocalName == "text" && e.Value.Trim().Length > 0).Select(Word)];

    /// <summary>The word of that text, of which there must be one.</summary>
    public SvgWord Word(string text) => Assert.Single(Words, word => word.Text == text);

    /// <summary>Asserts that there are words, each of them in the picture, and those that are level on no other.</summary>
    public void AssertLegible(string name)
    {
        Assert.NotEmpty(Words);
        Assert.All(Words, word =>
            Assert.True(
                word.Left >= 0 && word.Right <= Width && word.Top >= 0 && word.Bottom <= Height,
                $"{name}: '{word.Text}' leaves the picture: {word.Left} to {word.Right}, {word.Top} to {word.Bottom}"
            )
        );
        SvgWord[] level = [.. Words.Where(word => !word.IsTurned)];
        for (var i = 0; i < level.Length; i++)
        {
            for (var j = i + 1; j < level.Length; j++)
                Assert.False(level[i].Overlaps(level[j]), $"{name}: '{level[i].Text}' stands on '{level[j].Text}'");
        }
    }

    private static SvgWord Word(XElement element)
    {
        double[] At(string name) =>
            [
                .. (element.Attribute(name)?.Value ?? "0")
                    .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                    .Select(number => double.Parse(number, CultureInfo.InvariantCulture)),
            ];
        var text = element.Value.TrimEnd('\n');
        var size = double.Parse(element.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        var (x, y) = (At("x"), At("y")[0]);
        var width = new TextLine(text.Trim(), Typefaces.Words).Width((float)size);
        var corners = new[]
        {
            (X: x.Min(), Y: y - 0.75 * size),
            (X: x.Min() + width, Y: y - 0.75 * size),
            (X: x.Min(), Y: y + 0.2 * size),
            (X: x.Min() + width, Y: y + 0.2 * size),
        };
        var matrix = Matrix(element);
        (double X, double Y)[] placed =
        [
            .. corners.Select(corner =>
                (
                    matrix[0] * corner.X + matrix[2] * corner.Y + matrix[4],
                    matrix[1] * corner.X + matrix[3] * corner.Y + matrix[5]
                )
            ),
        ];
        return new SvgWord(text.Trim(), placed, element.Attribute("fill")?.Value ?? "black", matrix[1] != 0);
    }

    private static double[] Matrix(XElement element)
    {
        double[] matrix = [1, 0, 0, 1, 0, 0];
        foreach (var text in element.AncestorsAndSelf().Select(e => e.Attribute("transform")?.Value).OfType<string>())
        {
            var numbers = Numbers()
                .Matches(text)
                .Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))
                .ToArray();
            double[] own =
                text.StartsWith("translate", StringComparison.Ordinal)
                    ? [1, 0, 0, 1, numbers[0], numbers.ElementAtOrDefault(1)]
                : text.StartsWith("matrix", StringComparison.Ordinal) ? numbers
                : throw new NotSupportedException(text);
            matrix =
            [
                own[0] * matrix[0] + own[2] * matrix[1],
                own[1] * matrix[0] + own[3] * matrix[1],
                own[0] * matrix[2] + own[2] * matrix[3],
                own[1] * matrix[2] + own[3] * matrix[3],
                own[0] * matrix[4] + own[2] * matrix[5] + own[4],
                own[1] * matrix[4] + own[3] * matrix[5] + own[5],
            ];
        }
        return matrix;
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?(e[-+]?\d+)?")]
    private static partial Regex Numbers();
}

/// <summary>A word of a picture.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Corners">Upper left, upper right, lower left, lower right, as it is read.</param>
/// <param name="Colour">As CSS has it.</param>
/// <param name="IsTurned">Whether it is not level.</param>
internal sealed record SvgWord(string Text, IReadOnlyList<(double X, double Y)> Corners, string Colour, bool IsTurned)
{
    public double Left => Corners.Min(corner => corner.X);

    public double Right => Corners.Max(corner => corner.X);

    public double Top => Corners.Min(corner => corner.Y);

    public double Bottom => Corners.Max(corner => corner.Y);

    public double MiddleX => (Left + Right) / 2;

    public double MiddleY => (Top + Bottom) / 2;

    /// <summary>Whether two level words stand on each other.</summary>
    public bool Overlaps(SvgWord other) =>
        Left < other.Right - 0.5 && other.Left < Right - 0.5 && Top < other.Bottom - 0.5 && other.Top < Bottom - 0.5;
}
