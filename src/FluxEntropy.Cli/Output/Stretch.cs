using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FluxEntropy.Cli.Output;

/// <summary>Characters of one style, gathered so that a terminal is sent each style once.</summary>
internal sealed class Stretch
{
    private readonly StringBuilder _text = new();
    private Style _style = Style.Plain;

    public bool Continues(Style style) => _text.Length == 0 || _style == style;

    public void Add(Glyph glyph)
    {
        _style = glyph.Style;
        _text.Append(glyph.Text);
    }

    public Segment Take()
    {
        var segment = new Segment(_text.ToString(), _style);
        _text.Clear();
        return segment;
    }
}
