using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Writes a micro-kernel's body as IL. A dynamic method is compiled with full optimization on first use, whatever
/// the host's settings, and its accumulators are individual locals, which the JIT keeps in registers.
/// </summary>
internal sealed class MicroKernelEmitter
{
    // One row pointer reaches three rows: [p], [p + stride], [p + 2·stride] are addressing modes.
    private const int RowsPerPointer = 3;
    private const int CacheLine = 64;

    // As many depths take about as long as the last-level cache.
    private const int DepthsAhead = 16;

    private readonly MicroKernelShape _shape;
    private readonly ILGenerator _il;
    private readonly VectorMethods _vector;
    private readonly int _vectorBytes;
    private readonly LocalBuilder[,] _sums;
    private readonly LocalBuilder[] _rights;
    private readonly LocalBuilder[] _pointers;
    private readonly LocalBuilder _factor;
    private readonly LocalBuilder _right;
    private readonly LocalBuilder _stride;
    private readonly LocalBuilder _leftStride;
    private readonly LocalBuilder _rightStride;
    private readonly LocalBuilder _depth;
    private readonly LocalBuilder _ahead;
    private readonly LocalBuilder _segment;
    private readonly LocalBuilder _segmentsLeft;
    private readonly int _pointersPerGroup;

    private MicroKernelEmitter(MicroKernelShape shape, ILGenerator il)
    {
        _shape = shape;
        _il = il;
        _vector = VectorMethods.Of(shape.Width);
        _vectorBytes = (int)shape.Width / 8;
        _sums = new LocalBuilder[shape.Rows, shape.Vectors];
        for (var r = 0; r < shape.Rows; r++)
        {
            for (var v = 0; v < shape.Vectors; v++)
                _sums[r, v] = il.DeclareLocal(_vector.Type);
        }

        _rights = Locals(shape.Vectors, _vector.Type);
        _pointersPerGroup = Strided ? (shape.RowsPerGroup + RowsPerPointer - 1) / RowsPerPointer : 1;
        _pointers = Locals(shape.Groups * _pointersPerGroup, typeof(nint));
        _factor = il.DeclareLocal(_vector.Type);
        _right = il.DeclareLocal(typeof(nint));
        _stride = il.DeclareLocal(typeof(nint));
        _leftStride = il.DeclareLocal(typeof(nint));
        _rightStride = il.DeclareLocal(typeof(nint));
        _depth = il.DeclareLocal(typeof(nint));
        _ahead = il.DeclareLocal(typeof(nint));
        _segment = il.DeclareLocal(typeof(nint));
        _segmentsLeft = il.DeclareLocal(typeof(nint));
    }

    private bool Strided => _shape.Addressing != RowAddressing.Contiguous;

    private bool LaneByLane => _shape.Addressing == RowAddressing.Lanes;

    private bool PrefetchesLeft => _shape.PrefetchesLeft && !Strided && Sse.IsSupported;

    /// <summary>Emits the code for a shape: a method of (target object, address of a <see cref="MicroKernelCall"/>).</summary>
    public static DynamicMethod Emit(MicroKernelShape shape)
    {
        var name = $"MicroKernel {shape.Groups}x{shape.RowsPerGroup}x{shape.Columns} {shape.Addressing}";
        var method = new DynamicMethod(name, typeof(void), [typeof(object), typeof(nint)], typeof(MicroKernel).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        new MicroKernelEmitter(shape, method.GetILGenerator()).EmitBody();
        return method;
    }

    private void EmitBody()
    {
        foreach (var sum in _sums)
        {
            _il.Emit(OpCodes.Call, _vector.Zero);
            _il.Emit(OpCodes.Stloc, sum);
        }

        LoadField(nameof(MicroKernelCall.Segments));
        _il.Emit(OpCodes.Stloc, _segment);
        LoadField(nameof(MicroKernelCall.SegmentCount));
        _il.Emit(OpCodes.Stloc, _segmentsLeft);
        LoadField(Strided ? nameof(MicroKernelCall.LeftRowStride) : nameof(MicroKernelCall.LeftDepthStride));
        _il.Emit(OpCodes.Stloc, _stride);
        if (LaneByLane)
        {
            LoadField(nameof(MicroKernelCall.LeftDepthStride));
            _il.Emit(OpCodes.Stloc, _leftStride);
        }

        LoadField(nameof(MicroKernelCall.RightDepthStride));
        _il.Emit(OpCodes.Stloc, _rightStride);

        EmitOutputPrefetch();
        var nextSegment = _il.DefineLabel();
        _il.MarkLabel(nextSegment);
        EmitSegmentPointers();
        EmitDepthLoop();
        AddTo(_segment, 2 * IntPtr.Size);
        AddTo(_segmentsLeft, -1);
        BranchIfPositive(_segmentsLeft, nextSegment);

        EmitOutput();
        _il.Emit(OpCodes.Ret);
    }

    private void EmitSegmentPointers()
    {
        LoadField(nameof(MicroKernelCall.Right));
        LoadSegmentOffset(IntPtr.Size);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, _right);
        for (var group = 0; group < _shape.Groups; group++)
        {
            for (var i = 0; i < _pointersPerGroup; i++)
            {
                if (i > 0)
                {
                    _il.Emit(OpCodes.Ldloc, _pointers[group * _pointersPerGroup + i - 1]);
                    LoadMultiple(_stride, RowsPerPointer);
                }
                else if (group > 0)
                {
                    _il.Emit(OpCodes.Ldloc, _pointers[(group - 1) * _pointersPerGroup]);
                    LoadField(nameof(MicroKernelCall.LeftGroupStride));
                }
                else
                {
                    LoadField(nameof(MicroKernelCall.Left));
                    LoadSegmentOffset(0);
                }

                _il.Emit(OpCodes.Add);
                _il.Emit(OpCodes.Stloc, _pointers[group * _pointersPerGroup + i]);
            }
        }
    }

    private void EmitDepthLoop()
    {
        LoadField(nameof(MicroKernelCall.Depth));
        _il.Emit(OpCodes.Stloc, _depth);
        if (PrefetchesLeft)
        {
            _il.Emit(OpCodes.Ldloc, _pointers[0]);
            LoadMultiple(_stride, DepthsAhead);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Stloc, _ahead);
        }

        // Not unrolled: the multiply-adds of one depth alone fill the pipelines, and the code compiles twice as fast.
        var next = _il.DefineLabel();
        _il.MarkLabel(next);
        EmitOneDepth();
        AddTo(_depth, -1);
        BranchIfPositive(_depth, next);
    }

    private void EmitOneDepth()
    {
        if (PrefetchesLeft)
        {
            EmitPrefetch(_ahead, 0);
            EmitPrefetch(_ahead, (_shape.RowsPerGroup - 1) * sizeof(float));
            Advance(_ahead, _stride);
        }

        for (var v = 0; v < _shape.Vectors; v++)
        {
            LoadAddress(_right, v * _vectorBytes);
            _il.Emit(OpCodes.Call, _vector.Load);
            _il.Emit(OpCodes.Stloc, _rights[v]);
        }

        for (var r = 0; r < _shape.Rows; r++)
        {
            LoadRowAddress(r / _shape.RowsPerGroup, r % _shape.RowsPerGroup);
            if (LaneByLane)
            {
                _il.Emit(OpCodes.Call, _vector.Load);
            }
            else
            {
                _il.Emit(OpCodes.Ldind_R4);
                _il.Emit(OpCodes.Call, _vector.Broadcast);
            }

            _il.Emit(OpCodes.Stloc, _factor);
            for (var v = 0; v < _shape.Vectors; v++)
            {
                _il.Emit(OpCodes.Ldloc, _factor);
                _il.Emit(OpCodes.Ldloc, _rights[v]);
                _il.Emit(OpCodes.Ldloc, _sums[r, v]);
                _il.Emit(OpCodes.Call, _vector.MultiplyAdd);
                _il.Emit(OpCodes.Stloc, _sums[r, v]);
            }
        }

        Advance(_right, _rightStride);
        foreach (var pointer in _pointers)
        {
            if (LaneByLane)
                Advance(pointer, _leftStride);
            else if (Strided)
                AddTo(pointer, sizeof(float));
            else
                Advance(pointer, _stride);
        }
    }

    private void EmitOutput()
    {
        var store = _il.DefineLabel();
        LoadField(nameof(MicroKernelCall.Accumulate));
        _il.Emit(OpCodes.Brfalse, store);
        EmitOutputTile(accumulate: true);
        _il.MarkLabel(store);
        EmitOutputTile(accumulate: false);
    }

    /// <summary>Brings the output's lines near while the sums are computed: its rows may be far apart.</summary>
    private void EmitOutputPrefetch()
    {
        if (!Sse.IsSupported)
            return;
        ForEachOutputRow((row, _) =>
        {
            for (var offset = 0; offset < _shape.Vectors * _vectorBytes; offset += CacheLine)
                EmitPrefetch(row, offset);
        });
    }

    private void EmitPrefetch(LocalBuilder pointer, int offset)
    {
        LoadAddress(pointer, offset);
        _il.Emit(OpCodes.Call, typeof(Sse).GetMethod(nameof(Sse.Prefetch0))!);
    }

    private void EmitOutputTile(bool accumulate) => ForEachOutputRow((row, r) =>
        {
            for (var v = 0; v < _shape.Vectors; v++)
            {
                _il.Emit(OpCodes.Ldloc, _sums[r, v]);
                LoadAddress(row, v * _vectorBytes);
                if (accumulate)
                {
                    _il.Emit(OpCodes.Call, _vector.Load);
                    _il.Emit(OpCodes.Call, _vector.Add);
                    _il.Emit(OpCodes.Stloc, _sums[r, v]);
                }
                else
                {
                    _il.Emit(OpCodes.Call, _vector.Store);
                }
            }
        });

    private void ForEachOutputRow(Action<LocalBuilder, int> emit)
    {
        var group = _right;
        var row = _depth;
        LoadField(nameof(MicroKernelCall.Output));
        _il.Emit(OpCodes.Stloc, group);
        for (var r = 0; r < _shape.Rows; r++)
        {
            if (r % _shape.RowsPerGroup == 0)
            {
                if (r > 0)
                {
                    _il.Emit(OpCodes.Ldloc, group);
                    LoadField(nameof(MicroKernelCall.OutputGroupStride));
                    _il.Emit(OpCodes.Add);
                    _il.Emit(OpCodes.Stloc, group);
                }

                _il.Emit(OpCodes.Ldloc, group);
            }
            else
            {
                _il.Emit(OpCodes.Ldloc, row);
                LoadField(nameof(MicroKernelCall.OutputRowStride));
                _il.Emit(OpCodes.Add);
            }

            _il.Emit(OpCodes.Stloc, row);
            emit(row, r);
        }
    }

    private LocalBuilder[] Locals(int count, Type type)
    {
        var locals = new LocalBuilder[count];
        for (var i = 0; i < count; i++)
            locals[i] = _il.DeclareLocal(type);
        return locals;
    }

    private void LoadField(string name)
    {
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldfld, typeof(MicroKernelCall).GetField(name)!);
    }

    private void LoadSegmentOffset(int offset)
    {
        LoadAddress(_segment, offset);
        _il.Emit(OpCodes.Ldind_I);
    }

    private void LoadRowAddress(int group, int row)
    {
        if (!Strided)
        {
            LoadAddress(_pointers[group], row * sizeof(float));
            return;
        }

        _il.Emit(OpCodes.Ldloc, _pointers[group * _pointersPerGroup + row / RowsPerPointer]);
        if (row % RowsPerPointer != 0)
        {
            LoadMultiple(_stride, row % RowsPerPointer);
            _il.Emit(OpCodes.Add);
        }
    }

    private void LoadAddress(LocalBuilder pointer, int offset)
    {
        _il.Emit(OpCodes.Ldloc, pointer);
        if (offset != 0)
            AddConstant(offset);
    }

    private void LoadMultiple(LocalBuilder local, int factor)
    {
        _il.Emit(OpCodes.Ldloc, local);
        if (factor == 1)
            return;
        _il.Emit(OpCodes.Ldc_I4, factor);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Mul);
    }

    private void AddConstant(int value)
    {
        _il.Emit(OpCodes.Ldc_I4, value);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Add);
    }

    private void AddTo(LocalBuilder local, int value)
    {
        _il.Emit(OpCodes.Ldloc, local);
        AddConstant(value);
        _il.Emit(OpCodes.Stloc, local);
    }

    private void Advance(LocalBuilder local, LocalBuilder stride)
    {
        _il.Emit(OpCodes.Ldloc, local);
        _il.Emit(OpCodes.Ldloc, stride);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, local);
    }

    private void BranchIfPositive(LocalBuilder local, Label target)
    {
        _il.Emit(OpCodes.Ldloc, local);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Bgt, target);
    }

    /// <summary>The vector operations of one width.</summary>
    private sealed class VectorMethods
    {
        // Finding them by reflection takes longer than writing a kernel, and all kernels of a process have one width.
        private static VectorMethods? _last;

        private readonly SimdWidth _width;

        private VectorMethods(SimdWidth width)
        {
            _width = width;
            var (type, methods) = width switch
            {
                SimdWidth.Bits512 => (typeof(Vector512<float>), typeof(Vector512)),
                SimdWidth.Bits256 => (typeof(Vector256<float>), typeof(Vector256)),
                _ => (typeof(Vector128<float>), typeof(Vector128)),
            };
            Type = type;
            Zero = type.GetProperty("Zero")!.GetMethod!;
            Add = type.GetMethod("op_Addition", [type, type])!;
            Broadcast = methods.GetMethod("Create", [typeof(float)])!;
            // A fused multiply-add where the machine has one, two operations where it has not.
            MultiplyAdd = methods.GetMethod("MultiplyAddEstimate", [type, type, type])!;
            Load = Generic(methods, "Load", 1);
            Store = Generic(methods, "Store", 2);
        }

        public static VectorMethods Of(SimdWidth width) => _last is { } last && last._width == width ? last : _last = new VectorMethods(width);

        public Type Type { get; }

        public MethodInfo Zero { get; }

        public MethodInfo Add { get; }

        public MethodInfo Broadcast { get; }

        public MethodInfo MultiplyAdd { get; }

        public MethodInfo Load { get; }

        public MethodInfo Store { get; }

        private static MethodInfo Generic(Type methods, string name, int parameters)
        {
            foreach (var method in methods.GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Static).Cast<MethodInfo>())
            {
                if (method.IsGenericMethodDefinition && method.GetParameters().Length == parameters)
                    return method.MakeGenericMethod(typeof(float));
            }

            throw new MissingMethodException(methods.Name, name);
        }
    }
}
