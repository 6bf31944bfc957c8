using MathNet.Numerics.LinearAlgebra;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>
/// Whether rows lie on their class's side of a plane, those on the plane itself aside (quasi-complete separation; Albert and
/// Anderson 1984). Newton's method then pushes the coefficients out along that plane's normal until the weights of all other
/// rows vanish, so that the normal is looked for where no weight is left, and then asked of the data.
/// </summary>
internal static class LogisticSeparation
{
    // Of the largest weight; at the 30th step a row that the plane separates weighs e^−30.
    private const double NoWeight = 1e-12;

    // Distance from the plane that rounding alone may give a row on it, whose own length is 1.
    private const double OnThePlane = 1e-9;

    /// <summary>Decides it once the likelihood rises no more.</summary>
    /// <param name="design">Scaled predictors, the constant among them. [rows][coefficients]</param>
    /// <param name="coefficients">Where the method stands. [coefficients]</param>
    /// <param name="probabilities">Of a true outcome there. [rows]</param>
    /// <param name="outcomes">[rows]</param>
    public static bool IsReached(
        Matrix<double> design,
        Vector<double> coefficients,
        double[] probabilities,
        bool[] outcomes
    )
    {
        // One far row must not outweigh all others, so each has the length 1.
        var rows = design.NormalizeRows(2);
        var weighted = rows.MapIndexed((row, _, value) => value * probabilities[row] * (1 - probabilities[row]));
        var parts = rows.TransposeThisAndMultiply(weighted).Evd(Symmetricity.Symmetric);
        var largest = parts.EigenValues.Max(value => value.Real);
        var normal = Vector<double>.Build.Dense(coefficients.Count);
        for (var i = 0; i < coefficients.Count; i++)
        {
            var direction = parts.EigenVectors.Column(i);
            if (parts.EigenValues[i].Real <= NoWeight * largest)
                normal += direction * (direction * coefficients);
        }
        if (normal.L2Norm() is var length && length == 0)
            return false;
        var sides = rows * normal / length;
        var margins = sides.Select((side, row) => outcomes[row] ? side : -side).ToArray();
        return margins.Min() >= -OnThePlane && margins.Max() > OnThePlane;
    }
}
