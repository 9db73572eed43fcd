using Belamy.Tensors;

namespace Belamy.Onnx.Checking;

/// <summary>How far two arrays are apart.</summary>
internal static class Difference
{
    /// <summary>What is let pass, of values up to 1; of larger ones the same share of the largest.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>The greatest difference of two values at one place, in units of the largest value of ours where that is above 1.</summary>
    /// <param name="own">Ours.</param>
    /// <param name="other">Theirs, of the same shape, or with size 1 along axes that are repeated.</param>
    /// <returns>The difference; infinite where one is not finite and the other differs, or shapes do not fit.</returns>
    public static double Between(NDArray own, NDArray other)
    {
        if (own.Shape.Rank != other.Shape.Rank || own.Shape.Zip(other.Shape).Any(pair => pair.Second != pair.First && pair.Second != 1))
            return double.PositiveInfinity;
        double[] ours = own.ToDoubles(), theirs = (own.Shape == other.Shape ? other : Lowering.LoweringContext.Repeat(other, own.Shape)).ToDoubles();
        double scale = ours.Where(double.IsFinite).Select(Math.Abs).Append(1).Max(), greatest = 0;
        for (int at = 0; at < ours.Length; at++)
        {
            if (ours[at] == theirs[at] || (double.IsNaN(ours[at]) && double.IsNaN(theirs[at])))
                continue;
            double apart = Math.Abs(ours[at] - theirs[at]) / scale;
            greatest = Math.Max(greatest, double.IsNaN(apart) ? double.PositiveInfinity : apart);
        }

        return greatest;
    }
}
