namespace Belamy.Tensors.Cpu.Loops;

/// <summary>Fused loops run one after another on each block of rows that another kernel finishes, while they are in cache.</summary>
/// <param name="loops">The loops, whose operands must be bound, each with the steps of its outermost kept loop for one row.</param>
internal sealed class LoopEpilogue((LoopKernel Loop, long StepsPerRow)[] loops) : Epilogue
{
    public override void Run(long firstRow, long rowCount)
    {
        foreach ((LoopKernel loop, long stepsPerRow) in loops)
            loop.RunPart(firstRow * stepsPerRow, (firstRow + rowCount) * stepsPerRow);
    }
}
