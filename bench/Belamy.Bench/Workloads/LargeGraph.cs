using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy.Bench.Workloads;

/// <summary>A graph far larger and deeper than that of any image network: an LSTM unrolled over a long sequence, its gradients, Adam.</summary>
internal static class LargeGraph
{
    private const int Batch = 4;
    private const int Inputs = 8;
    private const int Units = 16;

    /// <summary>Steps of the sequence. Each makes 61 nodes, two thirds of them for the gradient, 20,000 in all.</summary>
    private const int Steps = 326;

    /// <summary>Builds the graph, differentiates it and compiles it.</summary>
    public static void Compile()
    {
        using var store = new ParameterStore();
        (Tensor loss, ForwardContext context) = Build(store);
        using Tensors.Program program = Tensors.Program.Compile("lstm", [loss], context.Updates);
    }

    /// <summary>The mean square of the last state, and the updates of all weights.</summary>
    private static (Tensor Loss, ForwardContext Context) Build(ParameterStore store)
    {
        Parameter[] parameters =
        [
            store.Create("input", [Inputs, 4 * Units]),
            store.Create("state", [Units, 4 * Units]),
            store.Create("bias", [1, 4 * Units]),
        ];
        Tensor sequence = Tensor.Input("sequence", [Steps, Batch, Inputs]);
        Tensor memory = Tensor.Zeros([Batch, Units]);
        Tensor state = memory;
        for (int step = 0; step < Steps; step++)
        {
            Tensor input = sequence.Slice(0, step, 1).Reshape(Batch, Inputs);
            Tensor gates = Tensor.MatMul(input, parameters[0].Value) + Tensor.MatMul(state, parameters[1].Value) + parameters[2].Value;
            memory = (Gate(gates, 0).Sigmoid() * memory) + (Gate(gates, 1).Sigmoid() * Gate(gates, 2).Tanh());
            state = Gate(gates, 3).Sigmoid() * memory.Tanh();
        }

        Tensor loss = state.Square().Mean();
        var context = new ForwardContext();
        Tensor[] gradients = loss.Gradient([.. parameters.Select(parameter => parameter.Value)]);
        new Adam().Apply(context, new OptimizerState(store, "player"), parameters, gradients, Tensor.Constant(1e-3, Shape.Scalar));
        return (loss, context);
    }

    private static Tensor Gate(Tensor gates, int gate) => gates.Slice(1, gate * Units, Units);
}
