using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu.Loops;

/// <summary>
/// The vector type and methods that stand for lane operations at one width. The scalar tail uses 128-bit vectors of
/// which only the first lane counts, so that it computes the same bits as the full vectors.
/// </summary>
/// <remarks>Finding a method by reflection takes longer than emitting a call of it, so what was found is kept.</remarks>
internal sealed class LaneMethods
{
    private static readonly ConcurrentDictionary<string, LaneMethods> Known = new(StringComparer.Ordinal);
    private readonly Type _statics;
    private readonly ConcurrentDictionary<string, MethodInfo> _found = new(StringComparer.Ordinal);

    private LaneMethods(SimdWidth width, bool isTail)
    {
        IsTail = isTail;
        (_statics, Type open) = width switch
        {
            SimdWidth.Bits512 => (typeof(Vector512), typeof(Vector512<>)),
            SimdWidth.Bits256 => (typeof(Vector256), typeof(Vector256<>)),
            _ => (typeof(Vector128), typeof(Vector128<>)),
        };
        Lanes = isTail ? 1 : Simd.Lanes(width);
        Floats = open.MakeGenericType(typeof(float));
        Integers = open.MakeGenericType(typeof(int));
    }

    /// <summary>Elements processed at once.</summary>
    public int Lanes { get; }

    /// <summary>Whether only the first lane counts.</summary>
    public bool IsTail { get; }

    /// <summary>The vector of floats.</summary>
    public Type Floats { get; }

    /// <summary>The vector of integers.</summary>
    public Type Integers { get; }

    public static LaneMethods Full(SimdWidth width) => Known.GetOrAdd($"{width}", _ => new LaneMethods(width, isTail: false));

    public static LaneMethods Tail() => Known.GetOrAdd("tail", _ => new LaneMethods(SimdWidth.Bits128, isTail: true));

    public Type TypeOf(in LaneInstruction step) => step.IsInteger ? Integers : Floats;

    /// <summary>Calls a generic method such as Add&lt;T&gt;.</summary>
    public void CallGeneric(ILGenerator il, string name, Type element, int arguments) => il.Emit(OpCodes.Call, Find(name, element, arguments));

    /// <summary>Calls a method that takes the arguments given.</summary>
    public void Call(ILGenerator il, string name, params Type[] arguments) => Call(il, _statics, name, arguments);

    /// <summary>From an address on the stack to a vector of neighbouring elements.</summary>
    public void Load(ILGenerator il, bool integer)
    {
        Type element = integer ? typeof(int) : typeof(float);
        if (IsTail)
        {
            il.Emit(integer ? OpCodes.Ldind_I4 : OpCodes.Ldind_R4);
            Call(il, "CreateScalarUnsafe", element);
        }
        else
        {
            CallGeneric(il, "Load", element, 1);
        }
    }

    /// <summary>From an address on the stack to a vector that repeats its element.</summary>
    public void LoadRepeated(ILGenerator il, bool integer)
    {
        il.Emit(integer ? OpCodes.Ldind_I4 : OpCodes.Ldind_R4);
        Call(il, "Create", integer ? typeof(int) : typeof(float));
    }

    /// <summary>From an address and a stride in bytes on the stack to a vector of elements that far apart.</summary>
    public void LoadStrided(ILGenerator il, bool integer)
    {
        if (IsTail)
        {
            il.Emit(OpCodes.Pop);
            Load(il, integer);
            return;
        }

        il.Emit(OpCodes.Call, typeof(StridedLanes).GetMethod($"Load{Lanes}")!);
        if (integer)
            CallGeneric(il, "AsInt32", typeof(float), 1);
    }

    /// <summary>From a vector and an address on the stack to memory.</summary>
    public void Store(ILGenerator il, bool integer, LocalBuilder address)
    {
        Type element = integer ? typeof(int) : typeof(float);
        if (!IsTail)
        {
            il.Emit(OpCodes.Ldloc, address);
            CallGeneric(il, "Store", element, 2);
            return;
        }

        LocalBuilder value = il.DeclareLocal(element);
        CallGeneric(il, "ToScalar", element, 1);
        il.Emit(OpCodes.Stloc, value);
        il.Emit(OpCodes.Ldloc, address);
        il.Emit(OpCodes.Ldloc, value);
        il.Emit(integer ? OpCodes.Stind_I4 : OpCodes.Stind_R4);
    }

    /// <summary>From a vector, an address and a stride in bytes on the stack to memory.</summary>
    public void StoreStrided(ILGenerator il, bool integer, LocalBuilder address, LocalBuilder stride)
    {
        if (IsTail)
        {
            Store(il, integer, address);
            return;
        }

        if (integer)
            CallGeneric(il, "AsSingle", typeof(int), 1);
        il.Emit(OpCodes.Ldloc, address);
        il.Emit(OpCodes.Ldloc, stride);
        il.Emit(OpCodes.Call, typeof(StridedLanes).GetMethod($"Store{Lanes}")!);
    }

    /// <summary>From a vector on the stack to the combination of its lanes as a vector whose first lane counts.</summary>
    public void Across(ILGenerator il, Combination combination)
    {
        if (IsTail)
            return;
        il.Emit(OpCodes.Call, typeof(StridedLanes).GetMethod($"{combination}Across", [Floats])!);
        il.Emit(OpCodes.Call, typeof(Vector128).GetMethod("CreateScalarUnsafe", [typeof(float)])!);
    }

    /// <summary>From the operands on the stack to the result of an operation that is one method.</summary>
    public void Apply(ILGenerator il, in LaneInstruction step)
    {
        Type single = typeof(float);
        Type integer = typeof(int);
        switch (step.Operation)
        {
            case LaneOperation.Add: CallGeneric(il, "Add", single, 2); break;
            case LaneOperation.Subtract: CallGeneric(il, "Subtract", single, 2); break;
            case LaneOperation.Multiply: Call(il, Floats, "op_Multiply", Floats, Floats); break;
            case LaneOperation.Divide: Call(il, Floats, "op_Division", Floats, Floats); break;
            case LaneOperation.MultiplyAdd: Call(il, "FusedMultiplyAdd", Floats, Floats, Floats); break;
            case LaneOperation.Negate: CallGeneric(il, "Negate", single, 1); break;
            case LaneOperation.Abs: CallGeneric(il, "Abs", single, 1); break;
            case LaneOperation.Sqrt: CallGeneric(il, "Sqrt", single, 1); break;
            case LaneOperation.Floor: Call(il, "Floor", Floats); break;
            case LaneOperation.Less: CallGeneric(il, "LessThan", single, 2); break;
            case LaneOperation.Equal: CallGeneric(il, "Equals", single, 2); break;
            case LaneOperation.Select: CallGeneric(il, "ConditionalSelect", single, 3); break;
            case LaneOperation.AddInteger: CallGeneric(il, "Add", integer, 2); break;
            case LaneOperation.SubtractInteger: CallGeneric(il, "Subtract", integer, 2); break;
            case LaneOperation.MultiplyInteger: Call(il, Integers, "op_Multiply", Integers, Integers); break;
            case LaneOperation.MaxInteger: CallGeneric(il, "Max", integer, 2); break;
            case LaneOperation.MinInteger: CallGeneric(il, "Min", integer, 2); break;
            case LaneOperation.LessInteger:
                CallGeneric(il, "LessThan", integer, 2);
                CallGeneric(il, "AsSingle", integer, 1);
                break;
            case LaneOperation.EqualInteger:
                CallGeneric(il, "Equals", integer, 2);
                CallGeneric(il, "AsSingle", integer, 1);
                break;
            case LaneOperation.SelectInteger: CallGeneric(il, "ConditionalSelect", integer, 3); break;
            case LaneOperation.ShiftLeft:
                il.Emit(OpCodes.Ldc_I4, step.Immediate);
                Call(il, "ShiftLeft", Integers, integer);
                break;
            case LaneOperation.ShiftRight:
                il.Emit(OpCodes.Ldc_I4, step.Immediate);
                Call(il, "ShiftRightArithmetic", Integers, integer);
                break;
            case LaneOperation.AndInteger: CallGeneric(il, "BitwiseAnd", integer, 2); break;
            case LaneOperation.OrInteger: CallGeneric(il, "BitwiseOr", integer, 2); break;
            case LaneOperation.ToFloat: Call(il, "ConvertToSingle", Integers); break;
            case LaneOperation.ToInteger: Call(il, "ConvertToInt32Native", Floats); break;
            case LaneOperation.AsInteger: CallGeneric(il, "AsInt32", single, 1); break;
            case LaneOperation.AsFloat: CallGeneric(il, "AsSingle", integer, 1); break;
            default: throw new NotSupportedException($"{step.Operation} has no method.");
        }
    }

    /// <summary>Max or Min as a comparison and a choice: the same on every machine, a tie or a NaN gives a.</summary>
    public void Choose(ILGenerator il, LaneOperation operation, LocalBuilder a, LocalBuilder b)
    {
        il.Emit(OpCodes.Ldloc, operation == LaneOperation.Max ? a : b);
        il.Emit(OpCodes.Ldloc, operation == LaneOperation.Max ? b : a);
        CallGeneric(il, "LessThan", typeof(float), 2);
        il.Emit(OpCodes.Ldloc, b);
        il.Emit(OpCodes.Ldloc, a);
        CallGeneric(il, "ConditionalSelect", typeof(float), 3);
    }

    private void Call(ILGenerator il, Type type, string name, params Type[] arguments)
    {
        string key = $"{type.Name}.{name}({string.Join(',', arguments.Select(argument => argument.ToString()))})";
        if (!_found.TryGetValue(key, out MethodInfo? method))
            _found[key] = method = type.GetMethod(name, arguments) ?? throw new MissingMethodException(type.Name, name);
        il.Emit(OpCodes.Call, method);
    }

    private MethodInfo Find(string name, Type element, int arguments)
    {
        string key = $"{name}<{element.Name}>/{arguments}";
        if (_found.TryGetValue(key, out MethodInfo? known))
            return known;
        foreach (MethodInfo method in _statics.GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Static).Cast<MethodInfo>())
        {
            if (method.IsGenericMethodDefinition && method.GetGenericArguments().Length == 1
                && method.GetParameters().Length == arguments && !method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
            {
                return _found[key] = method.MakeGenericMethod(element);
            }
        }

        throw new MissingMethodException(_statics.Name, name);
    }
}
