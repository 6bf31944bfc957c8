using System.Globalization;
using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Pages.Sections;

/// <summary>A figure of the page.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value with its unit and, if there were several rounds, the smallest and the largest.</param>
public readonly record struct FigureRow(string Name, string Value)
{
    /// <summary>A median with the smallest and the largest value.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="spread">The values.</param>
    /// <param name="format">Format of the numbers.</param>
    /// <param name="unit">Unit, with a space before it.</param>
    /// <param name="divisor">What values are divided by.</param>
    internal static FigureRow Of(string name, Spread spread, string format, string unit = "", double divisor = 1)
    {
        string Text(double value) => (value / divisor).ToString(format, CultureInfo.InvariantCulture);
        return new(name, $"{Text(spread.Median)}{unit} ({Text(spread.Min)} to {Text(spread.Max)})");
    }
}
