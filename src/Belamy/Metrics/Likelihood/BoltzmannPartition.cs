using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>The normalizer of a restricted Boltzmann machine, without which its likelihoods are known up to a constant only.</summary>
public static class BoltzmannPartition
{
    private const int MostHidden = 20;

    /// <summary>ln Z = ln Σ_h exp(c·h + Σ softplus(h Wᵀ + b)), over all states of the hidden units.</summary>
    /// <param name="machine">A machine of at most 20 hidden units.</param>
    public static double Exact(RestrictedBoltzmann machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        int hidden = machine.HiddenBias.Shape[0];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hidden, MostHidden, nameof(machine));
        var states = new float[(1 << hidden) * hidden];
        for (int at = 0; at < states.Length; at++)
            states[at] = (at / hidden >> (at % hidden)) & 1;
        float[] terms = ItemFunction.Apply("partition", states, [hidden], (context, h) =>
            (h * context.Read(machine.HiddenBias)).Sum(1) + machine.VisibleLogits(context, h).Softplus().Sum(1), chunk: Math.Min(512, 1 << hidden));
        return LogSumExp(terms);
    }

    /// <summary>
    /// An estimate of ln Z by annealed importance sampling from independent bits. Neal 2001; Salakhutdinov and Murray 2008,
    /// "On the quantitative analysis of deep belief networks", section 4.1.
    /// </summary>
    /// <param name="machine">The machine.</param>
    /// <param name="baseBias">b of a machine without weights to begin with, such as the data's base rates, [visible].</param>
    /// <param name="temperatures">Number of steps from it to the machine.</param>
    /// <param name="chains">Number of samples that go the way.</param>
    /// <param name="seed">Decides the random numbers.</param>
    /// <remarks>p_β(v) ∝ exp(((1 - β) b₀ + β b)·v) Π (1 + e^(β (v W + c))); ln Z = ln Z₀ + ln mean Π p*_β(k+1)(v_k) / p*_β(k)(v_k).</remarks>
    public static double Annealed(RestrictedBoltzmann machine, IReadOnlyList<float> baseBias, int temperatures = 1000, int chains = 100, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(baseBias);
        (int visible, int hidden) = (machine.VisibleBias.Shape[0], machine.HiddenBias.Shape[0]);
        using var store = new ParameterStore();
        Parameter bits = store.Create("bits", [chains, visible]);
        Parameter weights = store.Create("log-weights", [chains]);
        Parameter bias = store.Create("base-bias", [visible]);
        baseBias.ToArray().CopyTo(bias.AsSpan<float>());
        var context = new ForwardContext(Tensor.Input("state", [4], ElementType.Int32));
        (Tensor now, Tensor next) = (Tensor.Input("now", Shape.Scalar), Tensor.Input("next", Shape.Scalar));
        Tensor hiddenLogits = machine.HiddenLogits(context, bits.Value);
        Tensor LogDensity(Tensor beta) =>
            (bits.Value * (((1 - beta) * bias.Value) + (beta * machine.VisibleBias.Value))).Sum(1) + (beta * hiddenLogits).Softplus().Sum(1);
        context.Update(weights, weights.Value + LogDensity(next) - LogDensity(now));
        Tensor states = machine.Draw(context, next * hiddenLogits);
        Tensor logits = ((1 - next) * bias.Value) + (next * machine.VisibleLogits(context, states));
        context.Update(bits, machine.Draw(context, logits));
        using Program step = Program.Compile("annealing", [], context.Updates);
        // The first step goes from β = 0 to 0: it draws the bits of the base.
        for (int at = -1; at < temperatures; at++)
        {
            step.Input("now").AsSpan<float>()[0] = Math.Max(0, at) / (float)temperatures;
            step.Input("next").AsSpan<float>()[0] = (at + 1) / (float)temperatures;
            ParameterScope.SeedWords(seed, step: at + 2).AsSpan<int>().CopyTo(step.Input("state").AsSpan<int>());
            step.Run();
        }

        double start = (hidden * Math.Log(2)) + baseBias.Sum(value => Math.Log(1 + Math.Exp(value)));
        return start + LogSumExp(weights.AsSpan<float>()) - Math.Log(chains);
    }

    private static double LogSumExp(ReadOnlySpan<float> values)
    {
        float greatest = float.NegativeInfinity;
        foreach (float value in values)
            greatest = Math.Max(greatest, value);
        double sum = 0;
        foreach (float value in values)
            sum += Math.Exp((double)value - greatest);
        return greatest + Math.Log(sum);
    }
}
