namespace Belamy.Tensors.Cpu.Loops;

/// <summary>A fused elementwise loop run on each block of rows that another kernel finishes, while they are in cache.</summary>
/// <param name="loop">The loop; its operands must be bound.</param>
/// <param name="stepsPerRow">Steps of the loop's outermost kept loop for one row.</param>
internal sealed class LoopEpilogue(LoopKernel loop, long stepsPerRow) : Epilogue
{
    public override void Run(long firstRow, long rowCount) => loop.RunPart(firstRow * stepsPerRow, (firstRow + rowCount) * stepsPerRow);
}
