namespace Belamy.Tensors.Cpu;

/// <summary>
/// Uniform random numbers. Operands: the state (key low, key high, step, first row) and the numbers. Rows run along axis 0.
/// </summary>
internal sealed unsafe class RandomKernel(Shape shape, uint stream, SimdWidth width) : Kernel
{
    private const long NumbersPerTask = 16384;
    private const int MaximumTasks = 64;

    private readonly int _rows = shape.Rank == 0 ? 1 : shape[0];
    private readonly int _columns = checked((int)(shape.Count / Math.Max(1, shape.Rank == 0 ? 1 : shape[0])));

    public override string Name => $"random {shape}";

    public override int Tasks(int stage) => (int)Math.Clamp(Math.Min(shape.Count / NumbersPerTask, _rows), 1, MaximumTasks);

    public override void Run(int stage, int task, int worker)
    {
        int first = (int)((long)_rows * task / Tasks(0));
        int end = (int)((long)_rows * (task + 1) / Tasks(0));
        Fill((int*)Operand(0), (float*)Operand(1), first, end - first);
    }

    private void Fill(int* state, float* numbers, int firstRow, int rows) => Philox.FillUniform(
        numbers + ((long)firstRow * _columns),
        unchecked((uint)(state[3] + firstRow)),
        rows,
        _columns,
        unchecked((uint)state[0]),
        unchecked((uint)state[1]),
        unchecked((uint)state[2]),
        stream,
        width);
}
