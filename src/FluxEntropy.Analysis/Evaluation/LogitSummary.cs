using System.Globalization;
using System.Text;
using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>A logistic regression in the layout in which statsmodels prints one.</summary>
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
            General(fit.PseudoR2, 4)
        );
        Row(
            "Time:",
            time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            "Log-Likelihood:",
            General(fit.LogLikelihood, 5)
        );
        Row("converged:", "True", "LL-Null:", General(fit.NullLogLikelihood, 5));
        Row("Covariance Type:", "nonrobust", "LLR p-value:", General(fit.LlrP, 4));
        var stub = Math.Max(10, fit.Terms.Max(term => term.Name.Length));
        text.Append('=', Width - 10 + stub).Append('\n');
        Cells("", "coef", "std err", "z", "P>|z|", "[0.025", "0.975]");
        text.Append('-', Width - 10 + stub).Append('\n');
        foreach (var term in fit.Terms)
            Cells(
                term.Name,
                Short(term.Coef, 4),
                Short(term.StdErr, 3),
                Short(term.Z, 3),
                term.P.ToString("0.000", CultureInfo.InvariantCulture),
                Short(term.CiLow, 3),
                Short(term.CiHigh, 3)
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

    // Fixed decimals; of the very large and the very small, so many significant digits.
    private static string Short(double value, int digits) =>
        Math.Abs(value) is >= 1e4 or < 1e-4
            ? Trimmed(General(value, digits))
            : value.ToString(digits == 4 ? "0.0000" : "0.000", CultureInfo.InvariantCulture);

    private static string Trimmed(string number)
    {
        var exponent = number.IndexOf('e', StringComparison.Ordinal);
        var (mantissa, rest) = exponent < 0 ? (number, "") : (number[..exponent], number[exponent..]);
        return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.TrimEnd('0').TrimEnd('.') : mantissa)
            + rest;
    }

    /// <summary>C's <c>%#.Ng</c>: so many significant digits, trailing zeros kept.</summary>
    internal static string General(double value, int digits)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "nan"
                : value > 0 ? "inf"
                : "-inf";
        var scientific = value.ToString($"e{digits - 1}", CultureInfo.InvariantCulture); // d.ddde±ddd
        var exponent = int.Parse(
            scientific[(scientific.IndexOf('e', StringComparison.Ordinal) + 1)..],
            CultureInfo.InvariantCulture
        );
        if (exponent < -4 || exponent >= digits)
            return $"{scientific[..scientific.IndexOf('e', StringComparison.Ordinal)]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        var @fixed = value.ToString($"F{digits - 1 - exponent}", CultureInfo.InvariantCulture);
        return digits - 1 == exponent ? @fixed + "." : @fixed;
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
