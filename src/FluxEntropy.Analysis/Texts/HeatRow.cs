using FluxEntropy.Analysis.Pictures;
using ScottPlot;

namespace FluxEntropy.Analysis.Texts;

/// <summary>One row of a heat map: pieces of tokens in the order in which they are read.</summary>
internal sealed class HeatRow
{
    private readonly List<(string Text, int Width, Color Background, Color Ink)> _cells = [];

    /// <summary>Columns that are taken.</summary>
    public int Width { get; private set; }

    /// <summary>Adds a piece of a token.</summary>
    public void Add(string text, int width, (Color Background, Color Ink) colours)
    {
        _cells.Add((text, width, colours.Background, colours.Ink));
        Width += width;
    }

    /// <summary>The cells from the left: those of scripts that are written from the right are turned round.</summary>
    public IEnumerable<(string Text, int Width, Color Background, Color Ink)> FromTheLeft()
    {
        for (var first = 0; first < _cells.Count; first++)
        {
            var last = IsRightToLeft(first) ? LastOfRun(first) : first;
            for (var i = last; i >= first; i--)
                yield return _cells[i];
            first = last;
        }
    }

    // What has no direction, such as a space, belongs to a run that goes on behind it.
    private int LastOfRun(int first)
    {
        var last = first;
        for (
            var i = first + 1;
            i < _cells.Count && (IsRightToLeft(i) || !_cells[i].Text.Any(char.IsLetterOrDigit));
            i++
        )
            last = IsRightToLeft(i) ? i : last;
        return last;
    }

    private bool IsRightToLeft(int cell) => DirectionRuns.Of(_cells[cell].Text).Any(run => run.IsRightToLeft);
}
