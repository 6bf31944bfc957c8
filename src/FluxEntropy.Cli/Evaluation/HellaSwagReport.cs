using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.Evaluation;

/// <summary>What a model answered, three ways of counting, and whether its uncertainty predicts that it is right.</summary>
/// <param name="model">Name of the model.</param>
/// <param name="results">At least one.</param>
/// <param name="correct">Name of the way of counting that <paramref name="isCorrect"/> uses.</param>
/// <param name="isCorrect">Whether an answer counts as right.</param>
internal sealed class HellaSwagReport(
    string model,
    IReadOnlyList<HellaSwagResult> results,
    string correct,
    Func<HellaSwagResult, bool> isCorrect
)
{
    private readonly IReadOnlyList<Regime> _regimes = Regimes.Of(results, isCorrect);

    private double Acc => Share(answer => answer.Acc);

    private double AccNorm => Share(answer => answer.AccNorm);

    private double AccTokens => Share(answer => answer.ByTokens);

    public object ToJson(TimeSpan elapsed) =>
        new
        {
            model,
            items = results.Count,
            acc = Acc,
            accNorm = AccNorm,
            accTokens = AccTokens,
            correct,
            regimes = _regimes,
            seconds = elapsed.TotalSeconds,
        };

    public void Show(Terminal terminal, string? output, TimeSpan elapsed)
    {
        Facts.Write(
            terminal.Data,
            $"HellaSwag, {Units.Count(results.Count, "item")}, under {model}",
            [
                ("acc", $"{Interval(Acc)}   lm-evaluation-harness's: Σ ln p"),
                ("acc_norm", $"{Interval(AccNorm)}   a character"),
                ("tokens", $"{Interval(AccTokens)}   llm.c's: a token, without the activity"),
            ]
        );
        terminal.Data.MarkupLine(
            "\n[bold]Does uncertainty about the context predict a right answer " + $"({Markup.Escape(correct)})?[/]"
        );
        foreach (var regime in _regimes)
            terminal.Data.MarkupLine($"  [grey]{regime.Name, -34}[/]{Markup.Escape(Verdict(regime))}");
        var time = Units.Duration(elapsed);
        terminal.Say(
            output is null
                ? $"--output FILE keeps a row an item, for 'flux analyze eval' ({time})."
                : $"{output} holds a row an item; for the whole analysis: flux analyze eval {output} ({time})"
        );
    }

    private static string Verdict(Regime regime) =>
        regime.Refusal ?? $"{Area(regime)}   pseudo R² {regime.PseudoR2:0.0000}   p {regime.P:0.0000}";

    private static string Area(Regime regime) =>
        $"AUC {regime.Auc:0.000} "
        + regime switch
        {
            { AucOf: "fit" } => "of the fit      ",
            { Auc: < 0.5 } => "(right is lower) ",
            _ => "(right is higher)",
        };

    private double Share(Func<HellaSwagAnswer, int> of) =>
        results.Average(result => of(result.Answer) == result.Item.Label ? 1.0 : 0);

    // A 95% interval by the normal approximation to the binomial.
    private string Interval(double share) =>
        $"{100 * share:0.0}% ± {196 * Math.Sqrt(share * (1 - share) / results.Count):0.0}";
}
