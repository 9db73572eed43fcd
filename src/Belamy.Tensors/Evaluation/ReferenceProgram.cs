using Belamy.Tensors.Cpu;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Evaluation;

/// <summary>Runs a program through the reference evaluator.</summary>
internal sealed class ReferenceProgram(
    IReadOnlyList<Tensor> outputs,
    IReadOnlyDictionary<Parameter, Tensor> updates,
    IReadOnlyDictionary<string, ProgramValue> inputs,
    IReadOnlyList<ProgramValue> results)
{
    private readonly Tensor[] _roots = [.. outputs, .. updates.Values];

    public void Run()
    {
        var given = new Dictionary<Tensor, NDArray>();
        foreach (Tensor tensor in Graph.InOrder(_roots))
        {
            if (tensor.Operation is InputOperation input)
                given[tensor] = inputs[input.InputName].ToArray();
        }

        NDArray[] values = ReferenceEvaluator.Evaluate(_roots, given);
        for (int output = 0; output < results.Count; output++)
            results[output].Set(values[output]);
        int next = results.Count;
        foreach (Parameter parameter in updates.Keys)
            HostMemory.Write(values[next++], parameter.Address, parameter.Shape.Strides());
    }
}
