using System.CommandLine;
using System.CommandLine.Parsing;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Metrics;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>The options that select documents of a corpus, and order them.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string> _corpus = new("--corpus")
    {
        Description = "Corpus to query",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string> _metric = new("--metric")
    {
        Description = "Metric to order by",
        HelpName = "METRIC",
        DefaultValueFactory = _ => "entropy.mean",
    };

    private readonly Option<(double? From, double? To)?> _ranks = new("--ranks")
    {
        Description = "Ranks, from 0, the last excluded",
        HelpName = "A..B",
        CustomParser = OptionParsers.Range,
    };

    private readonly Option<(double? From, double? To)?> _fractions = new("--fractions")
    {
        Description = "Ranks as fractions of the documents, 0 to 1",
        HelpName = "A..B",
        CustomParser = OptionParsers.Range,
    };

    private readonly Option<(double? From, double? To)?> _values = new("--values")
    {
        Description = "Values of the metric, the last excluded",
        HelpName = "A..B",
        CustomParser = OptionParsers.Range,
    };

    private readonly Option<string[]> _where = new("--where")
    {
        Description = "Only documents with this in their metadata; repeat it for further keys, all of which must hold",
        HelpName = "KEY=VALUE",
    };

    private readonly Option<bool> _heldOut = new("--held-out")
    {
        Description = "Documents held out for validation, which have no ranks",
    };

    private readonly Option<bool> _descending = new("--descending") { Description = "Highest first" };

    private readonly Option<ulong> _limit = new("--limit")
    {
        Description = "At most this many; 0: all",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "Profile whose scores count, by the first characters of its hash [the active one]",
        HelpName = "HASH",
    };

    public SelectionOptions()
    {
        _metric.CompletionSources.Add([.. MetricCatalog.BuiltIn.Names]);
        _where.Validators.Add(CheckFields);
        _descending.Validators.Add(result =>
        {
            if (!result.Implicit && (result.Parent as CommandResult)?.GetResult(_heldOut) is { Implicit: false })
                result.AddError("--descending: documents held out have no ranks, and so no order; leave it out");
        });
    }

    public Symbol[] All =>
        [_corpus, _metric, _ranks, _fractions, _values, _where, _heldOut, _descending, _limit, _profile];

    /// <summary>Options of which only one can be given.</summary>
    public Option[] Ranges => [_ranks, _fractions, _values, _heldOut];

    /// <summary>Options that order or narrow a selection.</summary>
    public Option[] Narrowing => [_where, _descending, _limit];

    public string Corpus(ParseResult arguments) => arguments.GetRequiredValue(_corpus);

    public string Metric(ParseResult arguments) => arguments.GetRequiredValue(_metric);

    public string Profile(ParseResult arguments) => arguments.GetValue(_profile) ?? "";

    public QueryRequest Request(ParseResult arguments)
    {
        var request = new QueryRequest
        {
            Corpus = Corpus(arguments),
            Metric = Metric(arguments),
            Descending = arguments.GetValue(_descending),
            Limit = arguments.GetValue(_limit),
            Profile = Profile(arguments),
            HeldOut = arguments.GetValue(_heldOut),
        };
        foreach (var field in arguments.GetValue(_where) ?? [])
            request.Where[KeyOf(field)] = field[(KeyOf(field).Length + 1)..];
        if (arguments.GetValue(_ranks) is { } ranks)
            SelectionRange.SetRanks(request, ranks);
        else if (arguments.GetValue(_fractions) is { } fractions)
            SelectionRange.SetFractions(request, fractions);
        else if (arguments.GetValue(_values) is { } values)
            SelectionRange.SetValues(request, values);
        return request;
    }

    // A document has one value for a key: to ask for two of them finds nothing, and to keep one answers another question.
    private static void CheckFields(OptionResult result)
    {
        var fields = result.Tokens.Select(token => token.Value).ToList();
        if (fields.FirstOrDefault(field => KeyOf(field).Length == 0) is { } broken)
            result.AddError($"--where: '{broken}' is not KEY=VALUE");
        else if (fields.GroupBy(KeyOf).FirstOrDefault(same => same.Count() > 1) is { } twice)
            result.AddError(
                $"--where: '{twice.Key}' is given twice, and a document has one value for it; ask for one at a time"
            );
    }

    private static string KeyOf(string field) => field[..Math.Max(0, field.IndexOf('=', StringComparison.Ordinal))];
}
