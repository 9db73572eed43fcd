namespace Belamy.Tensors.Cpu.Loops;

/// <summary>
/// Transcendental functions as polynomials over lanes. One definition serves every vector width and the scalar tail.
/// The tests bound their errors, over floats of every size and against the values recorded from PyTorch.
/// </summary>
/// <remarks>
/// Coefficients of exp and log are the Taylor and atanh series on reduced ranges, short enough that no fitted table is
/// needed; sine and cosine likewise.
/// </remarks>
internal static class LaneFunctions
{
    /// <summary>e^x = 2^n e^r with n = round(x / ln 2), |r| ≤ ln 2 / 2, and the Taylor series of e^r to the seventh power.</summary>
    public static int Exp(this LaneBuilder lanes, int x)
    {
        int overflows = lanes.Less(lanes.Constant(88.72283f), x);
        int underflows = lanes.Less(x, lanes.Constant(-87.33654f));
        // The comparisons are false for NaN, and Max and Min keep a NaN in their first argument.
        int bounded = lanes.Emit(LaneOperation.Min, lanes.Emit(LaneOperation.Max, x, lanes.Constant(-87.4f)), lanes.Constant(88.8f));
        int n = lanes.Emit(LaneOperation.Floor, lanes.MultiplyAdd(bounded, lanes.Constant(1.44269504f), lanes.Constant(0.5f)));
        // ln 2 in two parts, the first exact in few bits, so that n · part is exact.
        int r = lanes.MultiplyAdd(n, lanes.Constant(-0.693359375f), bounded);
        r = lanes.MultiplyAdd(n, lanes.Constant(2.12194440e-4f), r);
        int sum = lanes.Constant(1f / 5040);
        foreach (float coefficient in (ReadOnlySpan<float>)[1f / 720, 1f / 120, 1f / 24, 1f / 6, 0.5f, 1f, 1f])
            sum = lanes.MultiplyAdd(sum, r, lanes.Constant(coefficient));
        // 2^n in two factors: n may be 128, for which one factor has no exponent.
        int whole = lanes.Emit(LaneOperation.ToInteger, n);
        int half = lanes.Emit(LaneOperation.ShiftRight, whole, immediate: 1);
        int rest = lanes.Emit(LaneOperation.SubtractInteger, whole, half);
        int result = lanes.Multiply(lanes.Multiply(sum, PowerOfTwo(lanes, half)), PowerOfTwo(lanes, rest));
        result = lanes.Select(overflows, lanes.Constant(float.PositiveInfinity), result);
        return lanes.Select(underflows, lanes.Constant(0), result);
    }

    /// <summary>ln x = e ln 2 + ln m with m in [√½, √2), ln m = 2 atanh(s), s = (m - 1) / (m + 1).</summary>
    public static int Log(this LaneBuilder lanes, int x)
    {
        // Numbers below the normal range are scaled into it.
        int tiny = lanes.Less(x, lanes.Constant(1.17549435e-38f));
        int scaled = lanes.Select(tiny, lanes.Multiply(x, lanes.Constant(8388608f)), x);
        int bits = lanes.Emit(LaneOperation.AsInteger, scaled);
        int shifted = lanes.Emit(LaneOperation.SubtractInteger, bits, lanes.Integer(0x3F3504F3));
        int exponent = lanes.Emit(LaneOperation.ShiftRight, shifted, immediate: 23);
        int mantissa = lanes.Emit(
            LaneOperation.AsFloat,
            lanes.Emit(LaneOperation.SubtractInteger, bits, lanes.Emit(LaneOperation.ShiftLeft, exponent, immediate: 23)));
        int e = lanes.Emit(LaneOperation.ToFloat, exponent);
        e = lanes.Select(tiny, lanes.Subtract(e, lanes.Constant(23)), e);
        int f = lanes.Subtract(mantissa, lanes.Constant(1));
        int s = lanes.Divide(f, lanes.Add(mantissa, lanes.Constant(1)));
        int z = lanes.Multiply(s, s);
        int sum = lanes.Constant(2f / 11);
        foreach (float coefficient in (ReadOnlySpan<float>)[2f / 9, 2f / 7, 2f / 5, 2f / 3])
            sum = lanes.MultiplyAdd(sum, z, lanes.Constant(coefficient));
        // 2s + s·z·sum = f - s·(f - z·sum): the leading term f is exact.
        int logMantissa = lanes.Subtract(f, lanes.Multiply(s, lanes.Subtract(f, lanes.Multiply(z, sum))));
        int result = lanes.MultiplyAdd(e, lanes.Constant(-2.12194440e-4f), logMantissa);
        result = lanes.MultiplyAdd(e, lanes.Constant(0.693359375f), result);
        result = lanes.Select(lanes.Emit(LaneOperation.Equal, x, lanes.Constant(float.PositiveInfinity)), x, result);
        result = lanes.Select(lanes.Emit(LaneOperation.Equal, x, lanes.Constant(0)), lanes.Constant(float.NegativeInfinity), result);
        int valid = lanes.Less(lanes.Constant(-1e-45f), x);
        return lanes.Select(valid, result, lanes.Constant(float.NaN));
    }

    /// <summary>ln(1 + x): with u = 1 + x rounded, ln(u) + (x - (u - 1)) / u gives back what the rounding lost.</summary>
    public static int Log1p(this LaneBuilder lanes, int x)
    {
        int one = lanes.Constant(1);
        int u = lanes.Add(one, x);
        int lost = lanes.Divide(lanes.Subtract(x, lanes.Subtract(u, one)), u);
        int result = lanes.Add(lanes.Log(u), lost);
        int infinite = lanes.Emit(LaneOperation.Equal, u, lanes.Constant(float.PositiveInfinity));
        int pole = lanes.Emit(LaneOperation.Equal, u, lanes.Constant(0));
        return lanes.Select(infinite, u, lanes.Select(pole, lanes.Constant(float.NegativeInfinity), result));
    }

    /// <summary>1 / (1 + e^-x), from e^-|x| so that nothing overflows.</summary>
    public static int Sigmoid(this LaneBuilder lanes, int x)
    {
        int t = lanes.Exp(lanes.Emit(LaneOperation.Negate, lanes.Emit(LaneOperation.Abs, x)));
        int one = lanes.Constant(1);
        int numerator = lanes.Select(lanes.Less(x, lanes.Constant(0)), t, one);
        return lanes.Divide(numerator, lanes.Add(one, t));
    }

    /// <summary>(1 - t) / (1 + t) with t = e^-2|x|; below 0.3 the odd Taylor series, since 1 - t would cancel.</summary>
    public static int Tanh(this LaneBuilder lanes, int x)
    {
        int magnitude = lanes.Emit(LaneOperation.Abs, x);
        int one = lanes.Constant(1);
        int t = lanes.Exp(lanes.Multiply(magnitude, lanes.Constant(-2)));
        int large = lanes.Divide(lanes.Subtract(one, t), lanes.Add(one, t));
        large = lanes.Select(lanes.Less(x, lanes.Constant(0)), lanes.Emit(LaneOperation.Negate, large), large);
        int z = lanes.Multiply(x, x);
        int sum = lanes.Constant(-1382f / 155925);
        foreach (float coefficient in (ReadOnlySpan<float>)[62f / 2835, -17f / 315, 2f / 15, -1f / 3])
            sum = lanes.MultiplyAdd(sum, z, lanes.Constant(coefficient));
        int small = lanes.MultiplyAdd(lanes.Multiply(x, z), sum, x);
        return lanes.Select(lanes.Less(magnitude, lanes.Constant(0.3f)), small, large);
    }

    /// <summary>max(x, 0) + ln(1 + e^-|x|).</summary>
    public static int Softplus(this LaneBuilder lanes, int x)
    {
        int t = lanes.Exp(lanes.Emit(LaneOperation.Negate, lanes.Emit(LaneOperation.Abs, x)));
        return lanes.Add(lanes.Emit(LaneOperation.Max, x, lanes.Constant(0)), lanes.Log1p(t));
    }

    /// <summary>
    /// Sine (quarter turns 0) or cosine (1): x reduced by multiples of π/2 in three parts, then a short Taylor series.
    /// Absolute error below 1e-7 for |x| up to 8,192; beyond that it grows, and far beyond, the result is some number in [-1, 1].
    /// </summary>
    public static int SinCos(this LaneBuilder lanes, int x, int quarterTurns)
    {
        int n = lanes.Emit(LaneOperation.Floor, lanes.MultiplyAdd(x, lanes.Constant(0.636619772f), lanes.Constant(0.5f)));
        int r = lanes.MultiplyAdd(n, lanes.Constant(-1.5703125f), x);
        r = lanes.MultiplyAdd(n, lanes.Constant(-4.837512969970703e-4f), r);
        r = lanes.MultiplyAdd(n, lanes.Constant(-7.54978995489188e-8f), r);
        // π/4 and a little: does nothing but where n has more digits than a float, and keeps a NaN.
        r = lanes.Emit(LaneOperation.Min, lanes.Emit(LaneOperation.Max, r, lanes.Constant(-0.8f)), lanes.Constant(0.8f));
        int z = lanes.Multiply(r, r);
        int sine = lanes.Constant(1f / 362880);
        foreach (float coefficient in (ReadOnlySpan<float>)[-1f / 5040, 1f / 120, -1f / 6])
            sine = lanes.MultiplyAdd(sine, z, lanes.Constant(coefficient));
        sine = lanes.MultiplyAdd(lanes.Multiply(r, z), sine, r);
        int cosine = lanes.Constant(-1f / 3628800);
        foreach (float coefficient in (ReadOnlySpan<float>)[1f / 40320, -1f / 720, 1f / 24, -0.5f, 1f])
            cosine = lanes.MultiplyAdd(cosine, z, lanes.Constant(coefficient));
        int quarter = lanes.Emit(LaneOperation.AddInteger, lanes.Emit(LaneOperation.ToInteger, n), lanes.Integer(quarterTurns));
        int odd = IsBitSet(lanes, quarter, 1);
        int negative = IsBitSet(lanes, quarter, 2);
        int result = lanes.Select(odd, cosine, sine);
        return lanes.Select(negative, lanes.Emit(LaneOperation.Negate, result), result);
    }

    /// <summary>
    /// The error function: below 1 its Taylor series; above, 1 - (a₁t + ... + a₅t⁵) e^(-x²) with t = 1 / (1 + 0.3275911 |x|)
    /// (Abramowitz and Stegun 7.1.26). Absolute error below 4e-7.
    /// </summary>
    public static int Erf(this LaneBuilder lanes, int x)
    {
        int magnitude = lanes.Emit(LaneOperation.Abs, x);
        int one = lanes.Constant(1);
        int z = lanes.Multiply(x, x);
        int t = lanes.Divide(one, lanes.MultiplyAdd(magnitude, lanes.Constant(0.3275911f), one));
        int tail = lanes.Constant(1.061405429f);
        foreach (float coefficient in (ReadOnlySpan<float>)[-1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f])
            tail = lanes.MultiplyAdd(tail, t, lanes.Constant(coefficient));
        int decay = lanes.Exp(lanes.Emit(LaneOperation.Negate, z));
        int large = lanes.Subtract(one, lanes.Multiply(lanes.Multiply(tail, t), decay));
        large = lanes.Select(lanes.Less(x, lanes.Constant(0)), lanes.Emit(LaneOperation.Negate, large), large);
        // 2/√π Σ (-1)ⁿ x^(2n+1) / (n! (2n+1)), to n = 9.
        double factorial = 362880;
        int series = lanes.Constant((float)(-2 / Math.Sqrt(Math.PI) / (factorial * 19)));
        for (int n = 8; n >= 0; n--)
        {
            factorial /= n + 1;
            double coefficient = (n % 2 == 0 ? 2 : -2) / Math.Sqrt(Math.PI) / (factorial * ((2 * n) + 1));
            series = lanes.MultiplyAdd(series, z, lanes.Constant((float)coefficient));
        }

        return lanes.Select(lanes.Less(magnitude, one), lanes.Multiply(x, series), large);
    }

    /// <summary>
    /// x to a constant power: whole powers up to 8 by multiplication, halves by roots, others as e^(p ln |x|), with the
    /// sign of x where the power is an odd whole number.
    /// </summary>
    public static int Power(this LaneBuilder lanes, int x, double exponent)
    {
        if (exponent < 0)
            return lanes.Divide(lanes.Constant(1), lanes.Power(x, -exponent));
        if (exponent == 0.5)
            return lanes.Emit(LaneOperation.Sqrt, x);
        bool whole = exponent == Math.Floor(exponent);
        if (whole && exponent <= 8)
        {
            int result = -1;
            for (int bit = 3; bit >= 0; bit--)
            {
                if (result >= 0)
                    result = lanes.Multiply(result, result);
                if ((((int)exponent >> bit) & 1) != 0)
                    result = result < 0 ? x : lanes.Multiply(result, x);
            }

            return result < 0 ? lanes.Constant(1) : result;
        }

        int magnitude = whole ? lanes.Emit(LaneOperation.Abs, x) : x;
        int power = lanes.Exp(lanes.Multiply(lanes.Constant((float)exponent), lanes.Log(magnitude)));
        bool odd = whole && exponent % 2 != 0;
        return odd
            ? lanes.Select(lanes.Less(x, lanes.Constant(0)), lanes.Emit(LaneOperation.Negate, power), power)
            : power;
    }

    /// <summary>-1, 0 or 1; NaN stays.</summary>
    public static int Sign(this LaneBuilder lanes, int x)
    {
        int zero = lanes.Constant(0);
        int negative = lanes.Select(lanes.Less(x, zero), lanes.Constant(-1), x);
        return lanes.Select(lanes.Less(zero, x), lanes.Constant(1), negative);
    }

    private static int PowerOfTwo(LaneBuilder lanes, int exponent) => lanes.Emit(
        LaneOperation.AsFloat,
        lanes.Emit(LaneOperation.ShiftLeft, lanes.Emit(LaneOperation.AddInteger, exponent, lanes.Integer(127)), immediate: 23));

    private static int IsBitSet(LaneBuilder lanes, int value, int bit) => lanes.Emit(
        LaneOperation.EqualInteger,
        lanes.Emit(LaneOperation.AndInteger, value, lanes.Integer(bit)),
        lanes.Integer(bit));
}
