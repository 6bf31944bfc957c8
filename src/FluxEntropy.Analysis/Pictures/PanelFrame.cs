using SkiaSharp;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Where the axes of a panel lie, in pixels, and what stands along them.</summary>
/// <param name="Whole">The panel.</param>
/// <param name="Data">What lies between the axes.</param>
/// <param name="Below">Along the horizontal axis.</param>
/// <param name="Beside">Along the vertical axis.</param>
/// <param name="IsSlanted">Whether the names along the horizontal axis are slanted, since they do not fit side by side.</param>
/// <param name="BelowHeight">Pixels below the axis that its ticks need.</param>
internal sealed record PanelFrame(
    SKRect Whole,
    SKRect Data,
    AxisTicks Below,
    AxisTicks Beside,
    bool IsSlanted,
    float BelowHeight
)
{
    /// <summary>Size of the letters along axes.</summary>
    public const float TickSize = 12;

    /// <summary>Size of the letters of headings, and of what axes show.</summary>
    public const float TitleSize = 13;

    /// <summary>Pixels between an axis and the numbers along it.</summary>
    public const float TickGap = 7;

    /// <summary>Widest name along an axis; longer ones are cut.</summary>
    public const float MaxName = 190;

    private const float TitleRoom = 24;
    private const float Margin = 10;

    /// <summary>Lays a panel out.</summary>
    public static PanelFrame Of(Panel panel, SKRect whole)
    {
        if (panel.IsBare)
            return new(whole, whole, new([], []), new([], []), false, 0);
        var limits = panel.Axes.GetLimits();
        var top = whole.Top + (panel.Heading is null ? Margin : TitleRoom + 4);
        var (below, beside) = (panel.NamesBelow, panel.NamesBeside);
        // The height that is left for ticks is hardly ever less than this by more than a tick.
        var height = whole.Bottom - top - TitleRoom - 2 * TickSize;
        var left = beside is null
            ? AxisTicks.Of(limits.Bottom, limits.Top, height, _ => 2.6f * TickSize)
            : Named(beside);
        var leftRoom = Margin + TickGap + Widest(left.Labels) + (panel.Beside.Length > 0 ? TitleRoom : 0);
        leftRoom = Math.Max(leftRoom, panel.LeftRoom);
        var rightRoom = Math.Max(2 * Margin, Math.Max(LineEnds.Room(panel.Ends), panel.Scale?.Room ?? 0));
        var width = whole.Width - leftRoom - rightRoom;
        var isSlanted = below is not null && !FitSideBySide(below, width / limits.HorizontalSpan);
        if (isSlanted)
        {
            // The first names reach to the left of the axis.
            var slanted = below!.Max(name =>
                Slanted(name.Name) - (float)((name.At - limits.Left) / limits.HorizontalSpan) * width
            );
            leftRoom = Math.Max(leftRoom, Math.Min(slanted + Margin, whole.Width / 2));
            width = whole.Width - leftRoom - rightRoom;
        }
        var bottom = below is null
            ? AxisTicks.Of(limits.Left, limits.Right, width, label => Width(label) + 1.2f * TickSize)
            : Named(below);
        var belowHeight = TickGap + (isSlanted ? below!.Max(name => Slanted(name.Name)) + TickSize : TickSize + 2);
        var data = new SKRect(
            whole.Left + leftRoom,
            top,
            whole.Left + leftRoom + width,
            whole.Bottom - belowHeight - (panel.Below.Length > 0 ? TitleRoom : 4)
        );
        return new(whole, panel.IsSquare ? Square(data) : data, bottom, left, isSlanted, belowHeight);
    }

    /// <summary>Width of a name or number along an axis.</summary>
    public static float Width(string text) => Math.Min(MaxName, new TextLine(text, Typefaces.Words).Width(TickSize));

    private static float Widest(string[] labels) => labels.Select(Width).DefaultIfEmpty(0).Max();

    // At 45°, so many pixels to the left and downwards.
    private static float Slanted(string name) => Width(name) * 0.7072f;

    private static bool FitSideBySide(IReadOnlyList<(double At, string Name)> names, double pixelsAUnit) =>
        names
            .Zip(names.Skip(1))
            .All(pair =>
                (Width(pair.First.Name) + Width(pair.Second.Name)) / 2 + 8
                <= Math.Abs(pair.Second.At - pair.First.At) * pixelsAUnit
            );

    private static AxisTicks Named(IReadOnlyList<(double At, string Name)> names) =>
        new([.. names.Select(name => name.At)], [.. names.Select(name => name.Name)]);

    private static SKRect Square(SKRect data)
    {
        var side = Math.Min(data.Width, data.Height);
        var (left, top) = (data.Left + (data.Width - side) / 2, data.Top + (data.Height - side) / 2);
        return new SKRect(left, top, left + side, top + side);
    }
}
