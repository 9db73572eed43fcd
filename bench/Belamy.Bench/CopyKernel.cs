using Belamy.Tensors.Cpu;

namespace Belamy.Bench;

/// <summary>A copy between two areas that no core's own cache holds; together they are as large as the state of the smallest game.</summary>
internal sealed class CopyKernel : Kernel, IDisposable
{
    private const int Length = 16 << 20;
    private const int Parts = 32;

    private readonly NativeBuffer _source = new(Length);
    private readonly NativeBuffer _target = new(Length);

    public CopyKernel() => _source.AsSpan<byte>().Fill(1);

    public override string Name => "copy";

    /// <summary>Bytes read and bytes written, together.</summary>
    public double Bytes => 2.0 * Length;

    public override int Tasks(int stage) => Parts;

    public override void Run(int stage, int task, int worker)
    {
        const int Part = Length / Parts;
        _source.AsSpan<byte>().Slice(task * Part, Part).CopyTo(_target.AsSpan<byte>().Slice(task * Part, Part));
    }

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }
}
