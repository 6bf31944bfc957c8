using FluxEntropy.Analysis.Pictures;
using ScottPlot;
using SkiaSharp;

namespace FluxEntropy.Tests.Analysis.Pictures;

/// <summary>Where the words of panels stand.</summary>
public class PanelTests
{
    private static readonly SKRect Whole = new(0, 0, 600, 400);

    [Fact]
    public void Numbers_stand_at_their_ticks_and_every_word_is_in_the_picture_and_on_no_other()
    {
        var plot = Plots.Of("a heading", "what is below", "what is beside");
        plot.Line([0, 250], [0, 1], Colours.Of(0));
        plot.Limit(0, 250, 0, 1);
        plot.Ends =
        [
            new("first", 250, 0.5, 0),
            new("second", 250, 0.5, 1),
            new("a rather long third one", 250, 0.51, 2),
        ];
        var svg = Drawn(plot, 600, 400);
        var data = PanelFrame.Of(plot, Whole).Data;
        Assert.Equal(data.Left + data.Width * 100 / 250, svg.Word("100").MiddleX, 1.0);
        Assert.Equal(data.Bottom - data.Height * 0.4, svg.Word("0.4").MiddleY, 2.0);
        svg.AssertLegible("panel");
        // Names are as near to the ends of their lines as they can be without standing on each other.
        var middle = data.Bottom - data.Height * 0.505;
        Assert.InRange(svg.Word("second").MiddleY, middle - 20, middle + 20);
    }

    [Fact]
    public void Slanted_names_end_below_their_ticks_and_cells_are_square()
    {
        string[] names = ["a model with a long name", "another long name", "a third", "the fourth of them"];
        double[][] values = [.. names.Select((_, i) => names.Select((_, j) => i == j ? 1 : 0.1 * (i - j)).ToArray())];
        var plot = HeatMap.OfCorrelations(names, values, "0.00");
        var svg = Drawn(plot, 640, 520);
        var data = PanelFrame.Of(plot, new SKRect(0, 0, 640, 520)).Data;
        Assert.Equal(data.Width, data.Height, 0.01);
        for (var i = 0; i < names.Length; i++)
        {
            var name = Assert.Single(svg.Words, word => word.Text == names[i] && word.IsTurned);
            var end = ((name.Corners[1].X + name.Corners[3].X) / 2, (name.Corners[1].Y + name.Corners[3].Y) / 2);
            Assert.Equal(data.Left + data.Width * (i + 0.5) / names.Length, end.Item1, 2.5);
            Assert.InRange(end.Item2, data.Bottom, data.Bottom + 15);
            var beside = Assert.Single(svg.Words, word => word.Text == names[i] && !word.IsTurned);
            Assert.Equal(data.Top + data.Height * (i + 0.5) / names.Length, beside.MiddleY, 2.0);
        }
        svg.AssertLegible("panel");
        Assert.Contains(svg.Words, word => word.Text == "−1.0" && word.Left > data.Right); // the colour bar
    }

    [Fact]
    public void Words_contrast_with_what_they_stand_on()
    {
        for (var i = -100; i <= 100; i++)
        {
            var (signed, heat) = (Colours.Signed(i / 100.0), Colours.Heat(Math.Abs(i) / 100.0));
            Assert.True(Colours.Contrast(signed.Background, signed.Ink) >= 4.5, $"{i}");
            Assert.True(Colours.Contrast(heat.Background, heat.Ink) >= 4.5, $"{i}");
        }
        Assert.True(Colours.Contrast(Colours.Heat(double.NaN).Background, Colours.Heat(double.NaN).Ink) >= 4.5);
        for (var series = 0; series < 8; series++)
            Assert.True(Colours.Contrast(Colours.InkOf(Colours.Of(series)), Colors.White) >= 4.5, $"{series}");
        Assert.Equal(21, Colours.Contrast(Colors.White, Colors.Black), 0.01);
    }

    [Fact]
    public void Names_that_would_overlap_form_a_block_around_their_lines()
    {
        Assert.Equal([10, 50, 90], LineEnds.Apart([10, 50, 90], 15, 0, 100));
        Assert.Equal([42.5f, 57.5f], LineEnds.Apart([50, 50], 15, 0, 100));
        Assert.Equal([0, 15], LineEnds.Apart([1, 2], 15, 0, 100));
        Assert.Equal([70, 85, 100], LineEnds.Apart([99, 99, 99], 15, 0, 100));
        Assert.Equal([0, 50, 100], LineEnds.Apart([50, 50, 50], 80, 0, 100)); // there is no room for more
    }

    private static SvgPicture Drawn(Panel plot, int width, int height) =>
        new(new Picture("p", "", [plot]) { Width = width, Height = height });
}
