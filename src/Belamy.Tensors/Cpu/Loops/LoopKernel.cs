using System.Runtime.CompilerServices;

namespace Belamy.Tensors.Cpu.Loops;

/// <summary>
/// A fused loop over memory: elementwise steps, and sums or greatest values over some of the loops. Operands are given
/// by address; their strides are in elements, one per loop, kept loops first, outermost first.
/// </summary>
/// <remarks>
/// The outermost kept loop and the outermost reduced loop are cut into pieces whose number depends on the sizes alone.
/// Pieces of a reduction leave partial results in the workspace, and a second stage combines them in order.
/// </remarks>
internal sealed unsafe class LoopKernel : Kernel
{
    private const long BytesPerTask = 96 * 1024;
    private const int MaximumTasks = 64;

    private readonly LoopBody _body;
    private readonly LoopCode _code;
    private readonly int[] _sizes;
    private readonly long[] _outputStrides;
    private readonly nint[] _geometry;
    private readonly nint[] _partialGeometry;
    private readonly int _keptPieces;
    private readonly int _reducedPieces;
    private readonly long _keptCount;
    private readonly int _keptAlignment;
    private nint[] _addresses = [];

    /// <param name="name">For traces.</param>
    /// <param name="body">The structure.</param>
    /// <param name="sizes">Steps of each loop.</param>
    /// <param name="strides">Per operand and loop, in elements.</param>
    /// <param name="width">Width of the vectors.</param>
    public LoopKernel(string name, LoopBody body, int[] sizes, long[][] strides, SimdWidth width)
    {
        Name = name;
        _body = body;
        _sizes = sizes;
        _code = LoopEmitter.Get(body, width);
        _keptCount = 1;
        for (int loop = 0; loop < body.KeptLoops; loop++)
            _keptCount *= sizes[loop];
        _geometry = Geometry(strides);
        _outputStrides = [.. body.Reductions.SelectMany(reduction => strides[reduction.Operand].Take(body.KeptLoops))];

        long work = 0;
        for (int operand = 0; operand < strides.Length; operand++)
        {
            long bytes = sizeof(float);
            for (int loop = 0; loop < body.Loops; loop++)
                bytes *= strides[operand][loop] == 0 ? 1 : sizes[loop];
            work += bytes;
        }

        int pieces = (int)Math.Clamp(work / BytesPerTask, 1, MaximumTasks);
        _keptAlignment = body.KeptLoops == 1 && !body.LanesReduced ? Simd.MaximumLanes : 1;
        int keptRoom = body.KeptLoops == 0 ? 1 : Math.Max(1, sizes[0] / _keptAlignment);
        int reducedRoom = body.ReducedLoops == 0 ? 1 : sizes[body.KeptLoops];
        // Pieces of the only kept loop would each read a few lanes of every row.
        bool splitKept = body.ReducedLoops == 0 || ((body.LanesReduced || body.KeptLoops > 1) && keptRoom >= Math.Min(pieces, 8));
        _keptPieces = splitKept ? Math.Min(pieces, keptRoom) : 1;
        _reducedPieces = splitKept ? 1 : Math.Min(pieces, reducedRoom);
        _partialGeometry = _reducedPieces > 1 ? Geometry(PartialStrides(strides)) : _geometry;
    }

    public override string Name { get; }

    public override int Stages => _reducedPieces > 1 ? 2 : 1;

    public override long WorkspaceBytes => _reducedPieces > 1 ? Align(_reducedPieces * _body.Reductions.Length * _keptCount * sizeof(float)) : 0;

    /// <summary>Steps of the outermost loop, which an epilogue is called with pieces of.</summary>
    public long OuterSteps => _body.KeptLoops == 0 ? 1 : _sizes[0];

    /// <summary>Number of loops that are not reduced.</summary>
    public int KeptLoops => _body.KeptLoops;

    public override int Tasks(int stage) => stage == 0 ? _keptPieces * _reducedPieces : 1;

    public override void Run(int stage, int task, int worker)
    {
        if (stage == 1)
        {
            CombinePartials();
            return;
        }

        int kept = task / _reducedPieces;
        int reduced = task % _reducedPieces;
        (nint keptBegin, nint keptEnd) = _body.KeptLoops == 0 ? (0, 0) : Piece(_sizes[0], kept, _keptPieces, _keptAlignment);
        (nint reducedBegin, nint reducedEnd) = _body.ReducedLoops == 0 ? (0, 0) : Piece(_sizes[_body.KeptLoops], reduced, _reducedPieces, 1);
        nint* operands = stackalloc nint[_addresses.Length];
        _addresses.CopyTo(new Span<nint>(operands, _addresses.Length));
        if (_reducedPieces > 1)
        {
            for (int output = 0; output < _body.Reductions.Length; output++)
                operands[_body.Reductions[output].Operand] = Workspace + (nint)(((reduced * _body.Reductions.Length) + output) * _keptCount * sizeof(float));
        }

        fixed (nint* geometry = _reducedPieces > 1 ? _partialGeometry : _geometry)
            _code((nint)operands, (nint)geometry, keptBegin, keptEnd, reducedBegin, reducedEnd);
    }

    /// <summary>Runs the steps of the outermost kept loop from <paramref name="begin"/> up to <paramref name="end"/> alone, each with all that is reduced.</summary>
    public void RunPart(long begin, long end)
    {
        nint* operands = stackalloc nint[_addresses.Length];
        _addresses.CopyTo(new Span<nint>(operands, _addresses.Length));
        fixed (nint* geometry = _geometry)
            _code((nint)operands, (nint)geometry, (nint)begin, (nint)end, 0, _body.ReducedLoops == 0 ? 0 : _sizes[_body.KeptLoops]);
    }

    public override void Move(int operand, nint address)
    {
        base.Move(operand, address);
        _addresses[operand] = address;
    }

    protected override void OnBound()
    {
        _addresses = new nint[_body.Access.Length];
        for (int operand = 0; operand < _addresses.Length; operand++)
            _addresses[operand] = Operand(operand);
    }

    private static (nint Begin, nint End) Piece(int size, int piece, int pieces, int alignment)
    {
        long begin = (long)size * piece / pieces / alignment * alignment;
        long end = piece == pieces - 1 ? size : (long)size * (piece + 1) / pieces / alignment * alignment;
        return ((nint)begin, (nint)end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CombinePartials()
    {
        float* partials = (float*)Workspace;
        long pieceStride = _body.Reductions.Length * _keptCount;
        int* index = stackalloc int[Math.Max(1, _body.KeptLoops)];
        for (int output = 0; output < _body.Reductions.Length; output++)
        {
            bool sum = _body.Reductions[output].Combination == Combination.Sum;
            float* target = (float*)_addresses[_body.Reductions[output].Operand];
            float* source = partials + (output * _keptCount);
            for (int loop = 0; loop < _body.KeptLoops; loop++)
                index[loop] = 0;
            for (long element = 0; element < _keptCount; element++)
            {
                float value = source[element];
                for (int piece = 1; piece < _reducedPieces; piece++)
                {
                    float next = source[element + (piece * pieceStride)];
                    value = sum ? value + next : value < next ? next : value;
                }

                long offset = 0;
                for (int loop = 0; loop < _body.KeptLoops; loop++)
                    offset += index[loop] * _outputStrides[(output * _body.KeptLoops) + loop];
                target[offset] = value;
                for (int loop = _body.KeptLoops - 1; loop >= 0 && ++index[loop] == _sizes[loop]; loop--)
                    index[loop] = 0;
            }
        }
    }

    private nint[] Geometry(long[][] strides)
    {
        var geometry = new List<nint>();
        foreach (int size in _sizes)
            geometry.Add(size);
        foreach (long[] operand in strides)
        {
            foreach (long stride in operand)
                geometry.Add((nint)(stride * sizeof(float)));
        }

        return [.. geometry];
    }

    /// <summary>Strides with the outputs dense over the kept loops, as they lie in the workspace.</summary>
    private long[][] PartialStrides(long[][] strides)
    {
        var partial = (long[][])strides.Clone();
        foreach (LoopReduction reduction in _body.Reductions)
        {
            var dense = new long[_body.Loops];
            long stride = 1;
            for (int loop = _body.KeptLoops - 1; loop >= 0; loop--)
            {
                dense[loop] = stride;
                stride *= _sizes[loop];
            }

            partial[reduction.Operand] = dense;
        }

        return partial;
    }
}
