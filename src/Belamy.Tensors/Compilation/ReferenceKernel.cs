using Belamy.Tensors.Cpu;
using Belamy.Tensors.Evaluation;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// A primitive without a fast kernel computed by the reference evaluator within a program: one that is being added. Slow, and the
/// only kernel that allocates while it runs.
/// </summary>
internal sealed class ReferenceKernel(Tensor node, StridedView[] inputs, StridedView output) : Kernel
{
    public override string Name => $"reference {node.Operation.Name} {node.Shape}";

    public override int Tasks(int stage) => 1;

    public override void Run(int stage, int task, int worker)
    {
        var values = new NDArray[inputs.Length];
        for (int input = 0; input < inputs.Length; input++)
        {
            Tensor tensor = node.Inputs[input];
            values[input] = HostMemory.Read(Operand(input), tensor.ElementType, tensor.Shape, inputs[input].Strides);
        }

        NDArray result = ReferenceEvaluator.Apply(node, values);
        HostMemory.Write(result, Operand(inputs.Length), output.Strides);
        Epilogue?.Run(0, NodeLowering.EpilogueRows(node));
    }
}
