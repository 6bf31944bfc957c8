using System.Globalization;
using System.Text;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>A logistic regression in the layout that statsmodels prints.</summary>
public static class LogitSummary
{
    private const int Width = 78;

    /// <summary>Prints it.</summary>
    /// <param name="fit">The regression.</param>
    /// <param name="outcome">Name of the outcome.</param>
    /// <param name="time">Time to put on it.</param>
    public static string Of(LogisticRegression fit, string outcome, DateTime time)
    {
        var text = new StringBuilder();
        text.Append("Logit Regression Results".PadLeft((Width + 24) / 2).PadRight(Width))
            .Append('\n')
            .Append('=', Width)
            .Append('\n');
        Row("Dep. Variable:", outcome, "No. Observations:", Whole(fit.N));
        Row("Model:", "Logit", "Df Residuals:", Whole(fit.DfResid));
        Row("Method:", "MLE", "Df Model:", Whole(fit.DfModel));
        Row(
            "Date:",
            time.ToString("ddd, dd MMM yyyy", CultureInfo.InvariantCulture),
            "Pseudo R-squ.:",
            CNumberText.General(fit.PseudoR2, 4)
        );
        Row(
            "Time:",
            time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            "Log-Likelihood:",
            CNumberText.General(fit.LogLikelihood, 5)
        );
        Row("converged:", "True", "LL-Null:", CNumberText.General(fit.NullLogLikelihood, 5));
        Row("Covariance Type:", "nonrobust", "LLR p-value:", CNumberText.General(fit.LlrP, 4));
        var stub = Math.Max(10, fit.Terms.Max(term => term.Name.Length));
        text.Append('=', Width - 10 + stub).Append('\n');
        Cells("", "coef", "std err", "z", "P>|z|", "[0.025", "0.975]");
        text.Append('-', Width - 10 + stub).Append('\n');
        foreach (var term in fit.Terms)
            Cells(
                term.Name,
                CNumberText.Short(term.Coef, 4),
                CNumberText.Short(term.StdErr, 3),
                CNumberText.Short(term.Z, 3),
                term.P.ToString("0.000", CultureInfo.InvariantCulture),
                CNumberText.Short(term.CiLow, 3),
                CNumberText.Short(term.CiHigh, 3)
            );
        return text.Append('=', Width - 10 + stub).ToString();

        void Row(string left, string leftValue, string right, string rightValue) =>
            text.Append(left)
                .Append(leftValue.PadLeft(37 - left.Length))
                .Append("   ")
                .Append(right)
                .Append(rightValue.PadLeft(38 - right.Length))
                .Append('\n');

        void Cells(string name, string coef, string error, string z, string p, string low, string high) =>
            text.Append(name.PadRight(stub + 1))
                .Append(coef.PadLeft(10))
                .Append(error.PadLeft(11))
                .Append(z.PadLeft(11))
                .Append(p.PadLeft(11))
                .Append(low.PadLeft(12))
                .Append(high.PadLeft(12))
                .Append('\n');
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
