using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Metrics;
using Spectre.Console;

namespace FluxEntropy.Cli.Metrics;

internal sealed class MetricListVerb : Verb
{
    private readonly MetricAssemblies _assemblies = new();

    public MetricListVerb()
        : base("list", "List the metrics: unit, formula, and what each is measured from")
    {
        Take(_assemblies.Option, SharedOptions.Json);
        Examples =
        [
            new("metric list", "needs no server"),
            new("metric list --metrics-assembly my-metrics.dll --json", "with metrics of your own, for scripts"),
        ];
    }

    public override Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var metrics = _assemblies.Read(arguments).Metrics;
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(metrics.Select(Json));
        else
            Write(terminal.Data, metrics);
        return Task.FromResult(0);
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<IMetric> metrics)
    {
        var name = metrics.Max(metric => metric.Name.Length);
        var unit = metrics.Max(metric => metric.Unit.Length);
        foreach (var metric in metrics)
        {
            console.MarkupLine(
                $"[bold]{Markup.Escape(metric.Name.PadRight(name))}[/]  {Markup.Escape(metric.Unit.PadRight(unit))}  {Needs(metric)}"
            );
            Prose.Write(console, metric.Formula, indent: 4);
            if (metric.Source.Length > 0)
                Prose.Write(console, metric.Source, indent: 4, style: "grey");
        }
    }

    private static object Json(IMetric metric) =>
        new
        {
            metric.Name,
            metric.Unit,
            needs = Needs(metric),
            metric.Formula,
            metric.Source,
            metric.Version,
            cells = metric.Cells.ToString(),
        };

    private static string Needs(IMetric metric) =>
        metric.Needs switch
        {
            MetricNeeds.TokenStatistics => "model",
            MetricNeeds.Text => "text",
            _ => "scores",
        };
}
