namespace Belamy.Tensors.Cpu;

/// <summary>
/// Slices at given indices along an axis: values [outer, count, inner], indices [looked up], output [outer, looked up, inner],
/// all dense. Elements take 32 bits. Operands: values, indices, output.
/// </summary>
internal sealed unsafe class GatherKernel(long outer, int count, long inner, int lookedUp) : Kernel
{
    private readonly long _elements = outer * lookedUp * inner;

    public override string Name => $"gather {lookedUp} of [{outer}, {count}, {inner}]";

    public override int Tasks(int stage) => TaskCut.Count(_elements, _elements);

    public override void Run(int stage, int task, int worker)
    {
        (long begin, long end) = TaskCut.Range(_elements, task, Tasks(stage));
        var values = (uint*)Operand(0);
        var indices = (int*)Operand(1);
        var output = (uint*)Operand(2);
        (long rows, long first) = Math.DivRem(begin, inner);
        (long block, long at) = Math.DivRem(rows, lookedUp);
        while (begin < end)
        {
            long length = Math.Min(inner - first, end - begin);
            uint* source = values + (((block * count) + Math.Clamp(indices[at], 0, count - 1)) * inner) + first;
            if (length == 1)
                output[begin] = *source;
            else
                Buffer.MemoryCopy(source, output + begin, length * sizeof(uint), length * sizeof(uint));
            begin += length;
            first = 0;
            if (++at == lookedUp)
                (block, at) = (block + 1, 0);
        }
    }
}
