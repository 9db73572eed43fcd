using System.Globalization;
using Belamy.Tensors.Cpu;
using Belamy.Tensors.Cpu.Loops;

namespace Belamy.Tensors.Tests.Cpu.Loops;

/// <summary>
/// The functions that loops compute in lanes, against <see cref="Math"/> in double over floats of every size, and each
/// width of vector against the scalar tail, bit by bit.
/// </summary>
public sealed class LaneFunctionsTests
{
    private const double SmallestNormal = 1.17549435e-38;

    // A prime, so that mantissas differ from octave to octave: 2,050 floats in each.
    private const uint Stride = 4093;

    private static readonly float[] Floats = Sweep();

    /// <summary>
    /// The function, its exact value, and the error allowed in units in the last place of that value: one to two roundings
    /// for the polynomials and their arguments, one half to one more for each operation behind them.
    /// </summary>
    private static readonly Dictionary<string, Function> Functions = new()
    {
        ["exp"] = new((lanes, x) => lanes.Exp(x), Math.Exp, 1),
        ["log"] = new((lanes, x) => lanes.Log(x), Math.Log, 1),
        ["log1p"] = new((lanes, x) => lanes.Log1p(x), Log1p, 2),
        ["sigmoid"] = new((lanes, x) => lanes.Sigmoid(x), x => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)), 2.5),
        ["tanh"] = new((lanes, x) => lanes.Tanh(x), Math.Tanh, 2.5),
        ["softplus"] = new((lanes, x) => lanes.Softplus(x), x => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x))), 2.5),
        // The formula is good to 1.5e-7, which is two and a half units just below 1.
        ["erf"] = new((lanes, x) => lanes.Erf(x), Erf, 4),
        ["sign"] = new((lanes, x) => lanes.Sign(x), x => double.IsNaN(x) ? x : Math.Sign(x), 0),
        ["power 0"] = new((lanes, x) => lanes.Power(x, 0), x => 1, 0),
        ["power 0.5"] = new((lanes, x) => lanes.Power(x, 0.5), Math.Sqrt, 0.5),
        ["power -0.5"] = new((lanes, x) => lanes.Power(x, -0.5), x => 1 / Math.Sqrt(x), 1.5),
        // Where x² is below the normal range it has 21 bits, and its inverse is just finite.
        ["power -2"] = new((lanes, x) => lanes.Power(x, -2), x => Math.Pow(x, -2), 5),
        ["power 7"] = new((lanes, x) => lanes.Power(x, 7), x => Math.Pow(x, 7), 5),
        // e^(p ln x) has the relative error of p ln x, times p ln x.
        ["power 9"] = new((lanes, x) => lanes.Power(x, 9), x => Math.Pow(x, 9), x => 1 + (2 * Math.Abs(9 * Math.Log(Math.Abs(x))))),
        ["power 1.5"] = new((lanes, x) => lanes.Power(x, 1.5), x => x < 0 ? double.NaN : Math.Pow(x, 1.5), x => 1 + (2 * Math.Abs(1.5 * Math.Log(x)))),
    };

    public static TheoryData<string> Names() => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_over_all_sizes_is_within_its_units_of_the_exact_value(string name)
    {
        Function function = Functions[name];
        float[] found = Run(function.Lanes, Floats, alone: true);
        for (int at = 0; at < found.Length; at++)
        {
            double x = Floats[at];
            double exact = function.Exact(x);
            float rounded = (float)exact;
            // Results below the normal range may be lost.
            bool good = float.IsFinite(rounded)
                ? Math.Abs(found[at] - exact) <= (Math.Abs(exact) < SmallestNormal ? SmallestNormal : function.Ulps(x) * Math.ScaleB(1, Math.ILogB(exact) - 23))
                : rounded.Equals(found[at]);
            if (!good)
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}({x:G9}) is {found[at]:G9}, exactly {exact:G12}"));
        }
    }

    /// <summary>An absolute error: near the zeros of sine and cosine no relative one can be kept in single precision.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void SinCos_up_to_8192_is_good_to_1e_7_and_beyond_it_stays_between_minus_one_and_one(int quarterTurns)
    {
        float[] found = Run((lanes, x) => lanes.SinCos(x, quarterTurns), Floats, alone: true);
        for (int at = 0; at < found.Length; at++)
        {
            double x = Floats[at];
            double exact = quarterTurns == 0 ? Math.Sin(x) : Math.Cos(x);
            bool good = !double.IsFinite(x)
                ? float.IsNaN(found[at])
                : Math.Abs(x) <= 8192 ? Math.Abs(found[at] - exact) <= 1e-7 : Math.Abs(found[at]) <= 1;
            if (!good)
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{x:G9} gives {found[at]:G9}, exactly {exact:G12}"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    [InlineData("sin")]
    [InlineData("cos")]
    public void Function_at_every_width_has_the_bits_of_the_scalar_tail(string name)
    {
        Func<LaneBuilder, int, int> lanes = name switch
        {
            "sin" => (lanes, x) => lanes.SinCos(x, 0),
            "cos" => (lanes, x) => lanes.SinCos(x, 1),
            _ => Functions[name].Lanes,
        };
        int[] alone = Bits(Run(lanes, Floats, alone: true));
        foreach (SimdWidth width in KernelRunner.Widths.Where(width => width != SimdWidth.None))
        {
            int[] found = Bits(Run(lanes, Floats, alone: false, width));
            int differs = found.AsSpan().CommonPrefixLength(alone);
            if (differs < found.Length)
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}({Floats[differs]:G9}) by {width} is {found[differs]:X8}, alone {alone[differs]:X8}"));
        }
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    private static float[] Sweep()
    {
        List<float> values =
        [
            0, -0f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
            1.17549435e-38f, -1.17549435e-38f, 1, -1, MathF.BitIncrement(1), MathF.BitDecrement(1), MathF.BitIncrement(-1), MathF.BitDecrement(-1),
            88.72283f, 88.72284f, -87.33654f, -87.33655f, -103.97208f, 0.3f, -0.3f, 0.5f, 2, 3, MathF.PI, MathF.PI / 2, 16777216, 8192,
        ];
        for (ulong bits = 0; bits <= uint.MaxValue; bits += Stride)
            values.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        return [.. values];
    }

    /// <summary>ln(1 + x): ln(u) x / (u - 1) with u = 1 + x rounded.</summary>
    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(u) ? x : Math.Log(u) * x / (u - 1);
    }

    /// <summary>2/√π e^(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!</summary>
    private static double Erf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 6)
            return double.IsNaN(x) ? x : Math.Sign(x);
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
            sum += term *= 2 * x * x / ((2 * n) + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <param name="alone">Whether each element is a loop of its own, which leaves everything to the scalar tail.</param>
    private static float[] Run(Func<LaneBuilder, int, int> function, float[] values, bool alone, SimdWidth width = SimdWidth.Bits128)
    {
        var lanes = new LaneBuilder();
        int result = function(lanes, lanes.Emit(LaneOperation.LoadFloat, immediate: 0));
        int loops = alone ? 2 : 1;
        int moves = alone ? 0b11 : 0b1;
        var body = new LoopBody(loops, 0, false, [LaneAccess.Contiguous, LaneAccess.Contiguous], [moves, moves], lanes.ToArray(), [new LoopStore(1, result)], []);
        int[] sizes = alone ? [values.Length, 1] : [values.Length];
        long[] strides = alone ? [1, 1] : [1];
        var kernel = new LoopKernel("function", body, sizes, [strides, strides], width);
        using var input = new NativeBuffer(values.Length * sizeof(float));
        using var output = new NativeBuffer(values.Length * sizeof(float));
        values.CopyTo(input.AsSpan<float>());
        kernel.Bind([input.Address, output.Address], workspace: 0, scratch: 0, scratchStride: 0);
        for (int task = 0; task < kernel.Tasks(0); task++)
            kernel.Run(0, task, worker: 0);
        return output.AsSpan<float>().ToArray();
    }

    private sealed record Function(Func<LaneBuilder, int, int> Lanes, Func<double, double> Exact, Func<double, double> Ulps)
    {
        public Function(Func<LaneBuilder, int, int> lanes, Func<double, double> exact, double ulps)
            : this(lanes, exact, _ => ulps)
        {
        }
    }
}
