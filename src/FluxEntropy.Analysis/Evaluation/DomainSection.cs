using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The section about kinds of rows.</summary>
internal static class DomainSection
{
    public static Section Of(EvaluationFindings f)
    {
        string[] columns = [.. f.Domains[0].Means.Keys];
        return new Section(
            $"By {f.Options.Domain}",
            "A metric that differs between kinds of text, while kinds differ in difficulty, predicts answers without saying "
                + "anything within a kind."
        )
        {
            Tables =
            [
                ReportTable.Of(
                    "domains",
                    [
                        "kind",
                        "rows",
                        "share right",
                        .. columns.Select(column => $"mean {column}"),
                        "r of the first two metrics",
                    ],
                    f.Domains,
                    domain =>
                        [
                            domain.Kind,
                            domain.N,
                            domain.Accuracy,
                            .. columns.Select(column => (object?)domain.Means[column]),
                            domain.Correlation,
                        ]
                ),
                ReportTable.Of(
                    "domain_regressions",
                    ["kind", "metric", "coef", "std err", "z", "p", "AUC"],
                    f.Domains.SelectMany(
                        domain => domain.Metrics.Where(metric => metric.Logit is not null),
                        (domain, metric) => (domain.Kind, metric.Name, Term: metric.Logit!.Terms[1], metric.Roc!.Auc)
                    ),
                    row => [row.Kind, row.Name, row.Term.Coef, row.Term.StdErr, row.Term.Z, row.Term.P, row.Auc]
                ),
            ],
        };
    }
}
