using System.Text.Json;
using Sylvan.Data.Csv;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Values that another program computed, beside the file that they were computed from.</summary>
internal sealed class Reference
{
    private readonly JsonElement _expected;

    private Reference(JsonElement expected) => _expected = expected;

    public static Reference Read(string name) =>
        new(
            JsonDocument
                .Parse(File.ReadAllText(SharedData.Path($"reference/statistics/{name}.json")))
                .RootElement.GetProperty("expected")
        );

    /// <summary>Columns of numbers of a CSV file.</summary>
    public static Dictionary<string, double[]> Columns(string name)
    {
        using var reader = CsvDataReader.Create(SharedData.Path($"reference/statistics/{name}.csv"));
        var columns = Enumerable.Range(0, reader.FieldCount).Select(_ => new List<double>()).ToArray();
        while (reader.Read())
        {
            for (var i = 0; i < columns.Length; i++)
                columns[i].Add(double.Parse(reader.GetString(i), System.Globalization.CultureInfo.InvariantCulture));
        }
        return Enumerable.Range(0, columns.Length).ToDictionary(reader.GetName, i => columns[i].ToArray());
    }

    /// <summary>The object at a path such as <c>pca.coordinates</c>.</summary>
    public Reference At(string path) =>
        new(path.Split('.').Aggregate(_expected, (element, name) => element.GetProperty(name)));

    /// <summary>A member whose name may hold a dot.</summary>
    public Reference Member(string name) => new(_expected.GetProperty(name));

    /// <summary>The items of a list.</summary>
    public IEnumerable<Reference> All() => _expected.EnumerateArray().Select(item => new Reference(item));

    public bool Has(string name) => _expected.TryGetProperty(name, out _);

    public string[] Strings() => [.. _expected.EnumerateArray().Select(item => item.GetString()!)];

    public double Number() => Number(_expected);

    public double[] Values() => [.. _expected.EnumerateArray().Select(Number)];

    public double Number(string path) => Number(At(path)._expected);

    public double[] Numbers(string path) => [.. At(path)._expected.EnumerateArray().Select(Number)];

    public double[][] Matrix(string path) =>
        [.. At(path)._expected.EnumerateArray().Select(row => row.EnumerateArray().Select(Number).ToArray())];

    public IEnumerable<Reference> Items(string path) =>
        At(path)._expected.EnumerateArray().Select(item => new Reference(item));

    /// <summary>A text whose numbers have at most 15 digits: without what is left of a difference of two doubles.</summary>
    public static string WithoutNoise(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, @"\d+\.\d{13,}", number =>
            double.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture)
                .ToString("0.0#############", System.Globalization.CultureInfo.InvariantCulture)
        );

    /// <summary>Asserts that numbers are those of the reference, within 10⁻⁹ of them or 10⁻¹² unless said otherwise.</summary>
    public static void Close(double expected, double actual, double relative = 1e-9, double absolute = 1e-12)
    {
        if (!double.IsFinite(expected))
            Assert.Equal(expected, actual);
        else
            Assert.True(
                Math.Abs(expected - actual) <= Math.Max(relative * Math.Abs(expected), absolute),
                $"{actual:R} in place of {expected:R}"
            );
    }

    public static void Close(double[] expected, double[] actual, double relative = 1e-9, double absolute = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Close(expected[i], actual[i], relative, absolute);
    }

    public static void Close(double[][] expected, double[][] actual, double relative = 1e-9, double absolute = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Close(expected[i], actual[i], relative, absolute);
    }

    private static double Number(JsonElement element) =>
        element.ValueKind != JsonValueKind.String
            ? element.GetDouble()
            : element.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                var other => throw new FormatException($"'{other}' is not a number"),
            };
}
