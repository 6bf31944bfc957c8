using System.Reflection;

namespace FluxEntropy.Metrics;

/// <summary>
/// The metrics that there are. Those that come with the program are found in its own assembly, so a metric needs no line
/// anywhere but in its own file; others are added from other assemblies with <see cref="With(Assembly)"/>. What a file
/// holds is said by the file: a catalogue is only asked what to measure, and how to read a name. Immutable.
/// </summary>
public sealed class MetricCatalog
{
    private readonly ITokenMetric[] _measured;
    private readonly Dictionary<string, int> _indexes;

    private MetricCatalog(IEnumerable<IMetric> metrics)
    {
        Metrics = MetricOrder.Sorted(metrics);
        foreach (var metric in Metrics)
            MetricRules.Check(metric, Metrics);
        _measured = [.. Metrics.OfType<ITokenMetric>()];
        Columns = [.. _measured.Select(MetricColumn.Of)];
        Names = [.. _measured.Select(metric => metric.Name)];
        _indexes = Names.Index().ToDictionary(name => name.Item, name => name.Index);
    }

    /// <summary>The metrics that come with the program.</summary>
    public static MetricCatalog BuiltIn { get; } = new(MetricDiscovery.In(typeof(MetricCatalog).Assembly));

    /// <summary>Every metric.</summary>
    public IReadOnlyList<IMetric> Metrics { get; }

    /// <summary>
    /// Names of those that scoring measures, in the order of <see cref="Columns"/>. The suffixes <c>.sqrt</c> and
    /// <c>.norm</c> are views of these, not columns.
    /// </summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns that scoring writes, in the order of <see cref="Measure"/>.</summary>
    public IReadOnlyList<MetricColumn> Columns { get; }

    /// <summary>
    /// This catalogue and the metrics of an assembly: every class of it that is an <see cref="IMetric"/> and not abstract.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is none, one has no constructor without parameters, or its name is taken or not a name.
    /// </exception>
    public MetricCatalog With(Assembly assembly) =>
        MetricDiscovery.In(assembly) is { Count: > 0 } found
            ? With(found)
            : throw new ArgumentException(
                $"assembly {assembly.GetName().Name} has no class that implements {typeof(IMetric).FullName}.",
                nameof(assembly)
            );

    /// <summary>This catalogue and some more metrics.</summary>
    /// <inheritdoc cref="With(Assembly)" path="/exception"/>
    public MetricCatalog With(IEnumerable<IMetric> metrics) => new(Metrics.Concat(metrics));

    /// <summary>This catalogue less some metrics: what a program knew that came before them.</summary>
    internal MetricCatalog Without(params IEnumerable<string> names) =>
        new(Metrics.Where(metric => !names.Contains(metric.Name)));

    /// <summary>Where a metric stands in <see cref="Names"/>, or −1.</summary>
    public int IndexOf(string name) => _indexes.GetValueOrDefault(name, -1);

    /// <summary>The column of a metric's present version, or null for a metric that is not measured here.</summary>
    public MetricColumn? ColumnOf(string name) => IndexOf(name) is >= 0 and var index ? Columns[index] : null;

    /// <summary>Whether scoring writes a column.</summary>
    public bool IsMeasured(string column) => Columns.Any(measured => measured.Name == column);

    /// <summary>
    /// The column that a name stands for: that of the present version, where the metric is known; <c>NAME~1</c> for that of its
    /// first version; any other name as it is, for it may be a file's.
    /// </summary>
    public string ColumnNameOf(string name) =>
        ColumnOf(name)?.Name
        ?? (
            name.EndsWith(MetricColumn.FirstVersion, StringComparison.Ordinal)
                ? name[..^MetricColumn.FirstVersion.Length]
                : name
        );

    /// <summary>A metric as it is asked for, such as <c>varentropy.mean.sqrt</c>; null where there is no such metric.</summary>
    public MetricView? View(string name) =>
        MetricView.Parse(name) is var view && IndexOf(view.Metric) >= 0 ? view : null;

    /// <summary>Takes every metric of a document. One that throws has no value there.</summary>
    /// <param name="statistics">Of the whole document.</param>
    /// <param name="bytes">UTF-8 length of the text that the predicted tokens stand for.</param>
    /// <param name="positions">Positions that aggregates count; <c>.last</c> is always the final distribution.</param>
    /// <returns>
    /// Values in the order of <see cref="Columns"/>; all NaN where no position counts, and NaN for what float32 cannot hold.
    /// </returns>
    public float[] Measure(TokenStatistics statistics, int bytes, ScoredPositions positions)
    {
        var document = new MeasuredDocument(statistics, bytes, positions);
        var values = new float[_measured.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = document.HasPositions ? ValueOf(_measured[i], document) : float.NaN;
        return values;
    }

    /// <summary>The metrics of a document that could not be measured.</summary>
    public float[] NoValues()
    {
        var values = new float[_measured.Length];
        Array.Fill(values, float.NaN);
        return values;
    }

    // A metric from elsewhere must not take down a segment, and every retry of it.
    private static float ValueOf(ITokenMetric metric, in MeasuredDocument document)
    {
        try
        {
            var value = (float)metric.Of(document);
            // Such as a perplexity beyond 3e38: no table and no JSON file has a number for it, so no form of the answer has one.
            return float.IsFinite(value) ? value : float.NaN;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return float.NaN;
        }
    }
}
