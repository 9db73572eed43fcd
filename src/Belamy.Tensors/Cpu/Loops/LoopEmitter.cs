using System.Collections.Concurrent;
using System.Reflection.Emit;

namespace Belamy.Tensors.Cpu.Loops;

/// <summary>
/// A loop's code. <paramref name="operands"/> points to the operands' addresses; <paramref name="geometry"/> to the sizes
/// of the loops followed by each operand's strides in bytes, loop by loop.
/// </summary>
/// <param name="operands">Addresses.</param>
/// <param name="geometry">Sizes and strides.</param>
/// <param name="keptBegin">First step of the outermost kept loop.</param>
/// <param name="keptEnd">Step behind the last of the outermost kept loop.</param>
/// <param name="reducedBegin">First step of the outermost reduced loop.</param>
/// <param name="reducedEnd">Step behind the last of the outermost reduced loop.</param>
internal delegate void LoopCode(nint operands, nint geometry, nint keptBegin, nint keptEnd, nint reducedBegin, nint reducedEnd);

/// <summary>
/// Writes fused loops as IL. Loads go through pointers, each value of the body is a local and so a register, the rest
/// that does not fill a vector goes element by element through the same operations.
/// </summary>
/// <remarks>
/// Two forms. Lanes along a kept loop (elementwise work, sums over rows): kept loops, then the vector loop, then the
/// reduced loops around the body. Lanes along a reduced loop (sums along rows): kept loops, then reduced loops, the
/// innermost the vector loop, then lanes are combined.
/// </remarks>
internal sealed class LoopEmitter
{
    private static readonly ConcurrentDictionary<string, LoopCode> Cache = new(StringComparer.Ordinal);

    private readonly LoopBody _body;
    private readonly ILGenerator _il;
    private readonly LaneMethods _full;
    private readonly LaneMethods _tail = LaneMethods.Tail();
    private readonly LocalBuilder[] _sizes;
    private readonly LocalBuilder[,] _strides;
    private readonly int _vectorLoop;

    private LoopEmitter(LoopBody body, SimdWidth width, ILGenerator il)
    {
        _body = body;
        _il = il;
        _full = LaneMethods.Full(width);
        _vectorLoop = body.LanesReduced ? body.Loops - 1 : body.KeptLoops - 1;
        _sizes = new LocalBuilder[body.Loops];
        _strides = new LocalBuilder[body.Access.Length, body.Loops];
    }

    /// <summary>The code for a body, emitted on first use and shared by bodies of equal structure.</summary>
    public static LoopCode Get(LoopBody body, SimdWidth width) =>
        Cache.GetOrAdd($"{width}:{body.Key()}", static (_, state) => Emit(state.body, state.width), (body, width));

    private static LoopCode Emit(LoopBody body, SimdWidth width)
    {
        Type integer = typeof(nint);
        var method = new DynamicMethod("Loop", typeof(void), [typeof(object), integer, integer, integer, integer, integer, integer], typeof(LoopEmitter).Module, skipVisibility: true)
        {
            InitLocals = false,
        };
        new LoopEmitter(body, width, method.GetILGenerator()).EmitBody();
        return method.CreateDelegate<LoopCode>(null);
    }

    private void EmitBody()
    {
        for (int loop = 0; loop < _body.Loops; loop++)
            _sizes[loop] = LoadGeometry(loop);
        var pointers = new LocalBuilder[_body.Access.Length];
        for (int operand = 0; operand < pointers.Length; operand++)
        {
            for (int loop = 0; loop < _body.Loops; loop++)
            {
                if (IsMoved(operand, loop))
                    _strides[operand, loop] = LoadGeometry(_body.Loops + (operand * _body.Loops) + loop);
            }

            pointers[operand] = Local();
            _il.Emit(OpCodes.Ldarg_1);
            AddConstant(operand * IntPtr.Size);
            _il.Emit(OpCodes.Ldind_I);
            _il.Emit(OpCodes.Stloc, pointers[operand]);
        }

        EmitKept(0, pointers);
        _il.Emit(OpCodes.Ret);
    }

    private void EmitKept(int loop, LocalBuilder[] pointers)
    {
        if (loop == (_body.LanesReduced ? _body.KeptLoops : _vectorLoop))
        {
            if (_body.LanesReduced)
                EmitRow(pointers);
            else
                EmitLanesKept(pointers);
            return;
        }

        EmitLoop(loop, pointers, inner => EmitKept(loop + 1, inner));
    }

    /// <summary>A loop over single steps around a body, which gets pointers of its own.</summary>
    private void EmitLoop(int loop, LocalBuilder[] pointers, Action<LocalBuilder[]> body)
    {
        (LocalBuilder[] current, LocalBuilder left) = Begin(loop, pointers);
        Label test = _il.DefineLabel();
        Label next = _il.DefineLabel();
        _il.Emit(OpCodes.Br, test);
        _il.MarkLabel(next);
        body(current);
        Advance(loop, current, pointers, steps: 1);
        AddTo(left, -1);
        _il.MarkLabel(test);
        BranchIfAtLeast(left, 1, next);
    }

    /// <summary>Lanes along the last kept loop: full vectors, then the rest one by one.</summary>
    private void EmitLanesKept(LocalBuilder[] pointers)
    {
        (LocalBuilder[] current, LocalBuilder left) = Begin(_vectorLoop, pointers);
        foreach (LaneMethods methods in (LaneMethods[])[_full, _tail])
        {
            Label test = _il.DefineLabel();
            Label next = _il.DefineLabel();
            // What all lanes share is loaded once, unless a reduced loop moves it.
            Dictionary<int, LocalBuilder> shared = Hoist(methods, current);
            _il.Emit(OpCodes.Br, test);
            _il.MarkLabel(next);
            LocalBuilder[] sums = StartSums(methods);
            EmitReduced(_body.KeptLoops, current, inner => EmitStep(methods, inner, shared, sums));
            for (int reduction = 0; reduction < sums.Length; reduction++)
            {
                _il.Emit(OpCodes.Ldloc, sums[reduction]);
                EmitStore(methods, false, _body.Reductions[reduction].Operand, current);
            }

            Advance(_vectorLoop, current, pointers, methods.Lanes);
            AddTo(left, -methods.Lanes);
            _il.MarkLabel(test);
            BranchIfAtLeast(left, methods.Lanes, next);
        }
    }

    private void EmitReduced(int loop, LocalBuilder[] pointers, Action<LocalBuilder[]> body)
    {
        if (loop == _body.Loops)
            body(pointers);
        else
            EmitLoop(loop, pointers, inner => EmitReduced(loop + 1, inner, body));
    }

    /// <summary>Lanes along the last reduced loop: sums of vectors and of the rest, combined at the end.</summary>
    private void EmitRow(LocalBuilder[] pointers)
    {
        LocalBuilder[] sums = StartSums(_full);
        LocalBuilder[] rests = StartSums(_tail);
        EmitReducedButLast(_body.KeptLoops, pointers, inner =>
        {
            (LocalBuilder[] current, LocalBuilder left) = Begin(_vectorLoop, inner);
            foreach ((LaneMethods methods, LocalBuilder[] into) in new[] { (_full, sums), (_tail, rests) })
            {
                Label test = _il.DefineLabel();
                Label next = _il.DefineLabel();
                Dictionary<int, LocalBuilder> shared = Hoist(methods, current);
                _il.Emit(OpCodes.Br, test);
                _il.MarkLabel(next);
                EmitStep(methods, current, shared, into);
                Advance(_vectorLoop, current, inner, methods.Lanes);
                AddTo(left, -methods.Lanes);
                _il.MarkLabel(test);
                BranchIfAtLeast(left, methods.Lanes, next);
            }
        });
        for (int reduction = 0; reduction < sums.Length; reduction++)
        {
            Combination combination = _body.Reductions[reduction].Combination;
            _il.Emit(OpCodes.Ldloc, sums[reduction]);
            _full.Across(_il, combination);
            LocalBuilder across = _il.DeclareLocal(_tail.Floats);
            _il.Emit(OpCodes.Stloc, across);
            Combine(_tail, combination, rests[reduction], across);
            _il.Emit(OpCodes.Ldloc, rests[reduction]);
            _tail.Store(_il, false, pointers[_body.Reductions[reduction].Operand]);
        }
    }

    private void EmitReducedButLast(int loop, LocalBuilder[] pointers, Action<LocalBuilder[]> body)
    {
        if (loop == _vectorLoop)
            body(pointers);
        else
            EmitLoop(loop, pointers, inner => EmitReducedButLast(loop + 1, inner, body));
    }

    private void EmitStep(LaneMethods methods, LocalBuilder[] pointers, Dictionary<int, LocalBuilder> shared, LocalBuilder[] sums)
    {
        var values = new LocalBuilder[_body.Instructions.Length];
        for (int at = 0; at < values.Length; at++)
        {
            LaneInstruction step = _body.Instructions[at];
            if (step.Operation is LaneOperation.ConstantFloat or LaneOperation.ConstantInteger || shared.ContainsKey(at))
            {
                values[at] = shared[at];
                continue;
            }

            if (step.Operation is LaneOperation.LoadFloat or LaneOperation.LoadInteger)
            {
                EmitLoad(methods, step, pointers);
            }
            else if (step.Operation is LaneOperation.Max or LaneOperation.Min)
            {
                methods.Choose(_il, step.Operation, values[step.A], values[step.B]);
            }
            else
            {
                foreach (int argument in (ReadOnlySpan<int>)[step.A, step.B, step.C])
                {
                    if (argument < 0)
                        continue;
                    _il.Emit(OpCodes.Ldloc, values[argument]);
                    // A mask is a vector of floats; choosing between integers wants it as integers.
                    if (step.Operation == LaneOperation.SelectInteger && argument == step.A)
                        methods.CallGeneric(_il, "AsInt32", typeof(float), 1);
                }

                methods.Apply(_il, step);
            }

            values[at] = _il.DeclareLocal(methods.TypeOf(step));
            _il.Emit(OpCodes.Stloc, values[at]);
        }

        foreach (LoopStore store in _body.Stores)
        {
            _il.Emit(OpCodes.Ldloc, values[store.Value]);
            EmitStore(methods, _body.Instructions[store.Value].IsInteger, store.Operand, pointers);
        }

        for (int reduction = 0; reduction < sums.Length; reduction++)
            Combine(methods, _body.Reductions[reduction].Combination, sums[reduction], values[_body.Reductions[reduction].Value]);
    }

    private void Combine(LaneMethods methods, Combination combination, LocalBuilder into, LocalBuilder value)
    {
        if (combination == Combination.Sum)
        {
            _il.Emit(OpCodes.Ldloc, into);
            _il.Emit(OpCodes.Ldloc, value);
            methods.CallGeneric(_il, "Add", typeof(float), 2);
        }
        else
        {
            methods.Choose(_il, LaneOperation.Max, into, value);
        }

        _il.Emit(OpCodes.Stloc, into);
    }

    private LocalBuilder[] StartSums(LaneMethods methods)
    {
        var sums = new LocalBuilder[_body.Reductions.Length];
        for (int reduction = 0; reduction < sums.Length; reduction++)
        {
            sums[reduction] = _il.DeclareLocal(methods.Floats);
            _il.Emit(OpCodes.Ldc_R4, _body.Reductions[reduction].Combination == Combination.Sum ? 0f : float.NegativeInfinity);
            methods.Call(_il, "Create", typeof(float));
            _il.Emit(OpCodes.Stloc, sums[reduction]);
        }

        return sums;
    }

    /// <summary>Constants, and elements that neither the lanes nor a loop within them move, as locals.</summary>
    private Dictionary<int, LocalBuilder> Hoist(LaneMethods methods, LocalBuilder[] pointers)
    {
        var shared = new Dictionary<int, LocalBuilder>();
        for (int at = 0; at < _body.Instructions.Length; at++)
        {
            LaneInstruction step = _body.Instructions[at];
            switch (step.Operation)
            {
                case LaneOperation.ConstantFloat:
                    _il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle(step.Immediate));
                    methods.Call(_il, "Create", typeof(float));
                    break;
                case LaneOperation.ConstantInteger:
                    _il.Emit(OpCodes.Ldc_I4, step.Immediate);
                    methods.Call(_il, "Create", typeof(int));
                    break;
                case LaneOperation.LoadFloat or LaneOperation.LoadInteger when IsShared(step.Immediate):
                    _il.Emit(OpCodes.Ldloc, pointers[step.Immediate]);
                    methods.LoadRepeated(_il, step.IsInteger);
                    break;
                default:
                    continue;
            }

            shared[at] = _il.DeclareLocal(methods.TypeOf(step));
            _il.Emit(OpCodes.Stloc, shared[at]);
        }

        return shared;
    }

    private bool IsShared(int operand)
    {
        // An operand that is also written may change under the loop.
        if (_body.Access[operand] != LaneAccess.Repeated || _body.Stores.Any(store => store.Operand == operand))
            return false;
        for (int loop = _vectorLoop + 1; loop < _body.Loops; loop++)
        {
            if (IsMoved(operand, loop))
                return false;
        }

        return true;
    }

    private void EmitLoad(LaneMethods methods, in LaneInstruction step, LocalBuilder[] pointers)
    {
        int operand = step.Immediate;
        _il.Emit(OpCodes.Ldloc, pointers[operand]);
        switch (_body.Access[operand])
        {
            case LaneAccess.Contiguous:
                methods.Load(_il, step.IsInteger);
                break;
            case LaneAccess.Repeated:
                methods.LoadRepeated(_il, step.IsInteger);
                break;
            default:
                _il.Emit(OpCodes.Ldloc, _strides[operand, _vectorLoop]);
                methods.LoadStrided(_il, step.IsInteger);
                break;
        }
    }

    private void EmitStore(LaneMethods methods, bool integer, int operand, LocalBuilder[] pointers)
    {
        if (_body.Access[operand] == LaneAccess.Strided)
            methods.StoreStrided(_il, integer, pointers[operand], _strides[operand, _vectorLoop]);
        else
            methods.Store(_il, integer, pointers[operand]);
    }

    /// <summary>Pointers that start where the outer ones stand, and the number of steps to go.</summary>
    private (LocalBuilder[] Pointers, LocalBuilder Left) Begin(int loop, LocalBuilder[] outer)
    {
        bool outermostKept = loop == 0 && _body.KeptLoops > 0;
        bool outermostReduced = loop == _body.KeptLoops && _body.ReducedLoops > 0;
        LocalBuilder left = Local();
        if (outermostKept || outermostReduced)
        {
            _il.Emit(OpCodes.Ldarg, outermostKept ? 4 : 6);
            _il.Emit(OpCodes.Ldarg, outermostKept ? 3 : 5);
            _il.Emit(OpCodes.Sub);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, _sizes[loop]);
        }

        _il.Emit(OpCodes.Stloc, left);
        var current = (LocalBuilder[])outer.Clone();
        for (int operand = 0; operand < current.Length; operand++)
        {
            if (!IsMoved(operand, loop))
                continue;
            current[operand] = Local();
            _il.Emit(OpCodes.Ldloc, outer[operand]);
            if (outermostKept || outermostReduced)
            {
                _il.Emit(OpCodes.Ldloc, _strides[operand, loop]);
                _il.Emit(OpCodes.Ldarg, outermostKept ? 3 : 5);
                _il.Emit(OpCodes.Mul);
                _il.Emit(OpCodes.Add);
            }

            _il.Emit(OpCodes.Stloc, current[operand]);
        }

        return (current, left);
    }

    private void Advance(int loop, LocalBuilder[] current, LocalBuilder[] outer, int steps)
    {
        for (int operand = 0; operand < current.Length; operand++)
        {
            if (current[operand] == outer[operand])
                continue;
            _il.Emit(OpCodes.Ldloc, current[operand]);
            if (loop == _vectorLoop && _body.Access[operand] == LaneAccess.Contiguous)
            {
                AddConstant(steps * sizeof(float));
            }
            else
            {
                _il.Emit(OpCodes.Ldloc, _strides[operand, loop]);
                if (steps != 1)
                {
                    _il.Emit(OpCodes.Ldc_I4, steps);
                    _il.Emit(OpCodes.Conv_I);
                    _il.Emit(OpCodes.Mul);
                }

                _il.Emit(OpCodes.Add);
            }

            _il.Emit(OpCodes.Stloc, current[operand]);
        }
    }

    private bool IsMoved(int operand, int loop) => ((_body.Moves[operand] >> loop) & 1) != 0;

    private LocalBuilder Local() => _il.DeclareLocal(typeof(nint));

    private LocalBuilder LoadGeometry(int index)
    {
        LocalBuilder local = Local();
        _il.Emit(OpCodes.Ldarg_2);
        AddConstant(index * IntPtr.Size);
        _il.Emit(OpCodes.Ldind_I);
        _il.Emit(OpCodes.Stloc, local);
        return local;
    }

    private void AddConstant(int value)
    {
        if (value == 0)
            return;
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

    private void BranchIfAtLeast(LocalBuilder local, int value, Label target)
    {
        _il.Emit(OpCodes.Ldloc, local);
        _il.Emit(OpCodes.Ldc_I4, value);
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Bge, target);
    }
}
