using System.Globalization;
using System.Text;

namespace Belamy.Tensors.Cpu.Loops;

/// <summary>How lanes reach an operand along the innermost loop.</summary>
internal enum LaneAccess
{
    /// <summary>The same element for all lanes.</summary>
    Repeated,

    /// <summary>Neighbouring elements.</summary>
    Contiguous,

    /// <summary>Elements a stride apart.</summary>
    Strided,
}

/// <summary>How lanes are combined over the loops that are reduced.</summary>
internal enum Combination
{
    Sum,
    Max,
}

/// <summary>An element written in each step.</summary>
internal readonly record struct LoopStore(int Operand, int Value);

/// <summary>A value combined over the reduced loops and written after them.</summary>
internal readonly record struct LoopReduction(Combination Combination, int Operand, int Value);

/// <summary>
/// The structure of a fused loop: what is known when its code is emitted. Sizes, strides and addresses are arguments of
/// the code, so loops of equal structure share it.
/// </summary>
/// <param name="KeptLoops">Number of loops that are not reduced, outermost first.</param>
/// <param name="ReducedLoops">Number of loops that are reduced.</param>
/// <param name="LanesReduced">Whether the innermost loop, along which the lanes lie, is a reduced one.</param>
/// <param name="Access">Per operand, how lanes reach it.</param>
/// <param name="Moves">Per operand, the bits of the loops that move it (bit i: loop i, kept loops first).</param>
/// <param name="Instructions">The steps.</param>
/// <param name="Stores">What is written in each step.</param>
/// <param name="Reductions">What is combined.</param>
internal sealed record LoopBody(
    int KeptLoops,
    int ReducedLoops,
    bool LanesReduced,
    LaneAccess[] Access,
    int[] Moves,
    LaneInstruction[] Instructions,
    LoopStore[] Stores,
    LoopReduction[] Reductions)
{
    /// <summary>Number of loops.</summary>
    public int Loops => KeptLoops + ReducedLoops;

    /// <summary>Text that is equal for bodies that may share code.</summary>
    public string Key()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{KeptLoops}/{ReducedLoops}/{LanesReduced}");
        for (int operand = 0; operand < Access.Length; operand++)
            text.Append(CultureInfo.InvariantCulture, $"|{(int)Access[operand]},{Moves[operand]}");
        foreach (LaneInstruction step in Instructions)
            text.Append(CultureInfo.InvariantCulture, $";{(int)step.Operation},{step.A},{step.B},{step.C},{step.Immediate}");
        foreach (LoopStore store in Stores)
            text.Append(CultureInfo.InvariantCulture, $">{store.Operand}={store.Value}");
        foreach (LoopReduction reduction in Reductions)
            text.Append(CultureInfo.InvariantCulture, $"#{(int)reduction.Combination},{reduction.Operand}={reduction.Value}");
        return text.ToString();
    }
}
