using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Metrics;

public sealed class BoltzmannPartitionTests
{
    private const int Visible = 4;
    private const int Hidden = 3;

    [Fact]
    public void Exact_is_the_sum_over_all_states()
    {
        using var store = new ParameterStore();
        RestrictedBoltzmann machine = Machine(store, 0.7f);
        Assert.Equal(ByHand(machine), BoltzmannPartition.Exact(machine), 1e-4);
    }

    [Fact]
    public void Annealed_comes_close_to_the_exact()
    {
        using var store = new ParameterStore();
        RestrictedBoltzmann machine = Machine(store, 0.7f);
        Assert.Equal(BoltzmannPartition.Exact(machine), BoltzmannPartition.Annealed(machine, [0.1f, -0.2f, 0.3f, 0], temperatures: 100, chains: 100), 0.1);
    }

    [Fact]
    public void Annealed_of_a_machine_without_weights_is_exact()
    {
        using var store = new ParameterStore();
        RestrictedBoltzmann machine = Machine(store, 0);
        Assert.Equal(BoltzmannPartition.Exact(machine), BoltzmannPartition.Annealed(machine, machine.VisibleBias.AsSpan<float>().ToArray(), temperatures: 10, chains: 5), 1e-4);
    }

    [Fact]
    public void FreeEnergy_gives_the_probabilities_of_visible_states()
    {
        using var store = new ParameterStore();
        RestrictedBoltzmann machine = Machine(store, 0.7f);
        float[] states = [.. Enumerable.Range(0, 1 << Visible).SelectMany(state => Enumerable.Range(0, Visible).Select(at => (float)((state >> at) & 1)))];
        using var program = Program.Compile("free energy", [machine.FreeEnergy(new ForwardContext(), Tensor.Literal(NDArray.From([1 << Visible, Visible], states)))]);
        program.Run();
        Assert.Equal(1, program.Outputs[0].AsSpan<float>().ToArray().Sum(energy => Math.Exp(-energy - ByHand(machine))), 1e-4);
    }

    private static RestrictedBoltzmann Machine(ParameterStore store, float scale)
    {
        var scope = new ParameterScope(store, seed: 1);
        var machine = new RestrictedBoltzmann(Hidden);
        machine.Build(scope.Child("machine"), [Visible]);
        scope.Initialize();
        for (int at = 0; at < Visible * Hidden; at++)
            machine.Weight.AsSpan<float>()[at] = scale * MathF.Sin(at + 1) * 2;
        for (int at = 0; at < Visible; at++)
            machine.VisibleBias.AsSpan<float>()[at] = MathF.Cos(at);
        // Without weights the base has the same hidden units only where their biases are 0.
        for (int at = 0; at < Hidden; at++)
            machine.HiddenBias.AsSpan<float>()[at] = scale * 0.5f * (at - 1);
        return machine;
    }

    private static double ByHand(RestrictedBoltzmann machine)
    {
        double sum = 0;
        for (int state = 0; state < 1 << (Visible + Hidden); state++)
        {
            double exponent = 0;
            for (int v = 0; v < Visible; v++)
            {
                exponent += ((state >> v) & 1) * machine.VisibleBias.AsSpan<float>()[v];
                for (int h = 0; h < Hidden; h++)
                    exponent += ((state >> v) & 1) * ((state >> (Visible + h)) & 1) * machine.Weight.AsSpan<float>()[(v * Hidden) + h];
            }

            for (int h = 0; h < Hidden; h++)
                exponent += ((state >> (Visible + h)) & 1) * machine.HiddenBias.AsSpan<float>()[h];
            sum += Math.Exp(exponent);
        }

        return Math.Log(sum);
    }
}
