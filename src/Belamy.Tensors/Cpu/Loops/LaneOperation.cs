namespace Belamy.Tensors.Cpu.Loops;

/// <summary>
/// What a loop's body does to one vector of lanes. All values are 32 bits wide: floats, integers, or masks of all ones
/// or all zeros. Everything else (exponentials, tangents ...) is built from these by <see cref="LaneFunctions"/>, so that
/// each width of vector and the scalar tail compute the same bits.
/// </summary>
internal enum LaneOperation
{
    /// <summary>The bits of <see cref="LaneInstruction.Immediate"/> in every lane, as floats.</summary>
    ConstantFloat,

    /// <summary>The number <see cref="LaneInstruction.Immediate"/> in every lane, as integers.</summary>
    ConstantInteger,

    /// <summary>Floats (or masks) of the operand numbered <see cref="LaneInstruction.Immediate"/>.</summary>
    LoadFloat,

    /// <summary>Integers of the operand numbered <see cref="LaneInstruction.Immediate"/>.</summary>
    LoadInteger,

    Add,
    Subtract,
    Multiply,
    Divide,

    /// <summary>a · b + c, rounded once.</summary>
    MultiplyAdd,
    Negate,
    Abs,
    Sqrt,
    Floor,

    /// <summary>b where a is less, else a.</summary>
    Max,

    /// <summary>b where b is less, else a.</summary>
    Min,

    /// <summary>Floats to mask.</summary>
    Less,

    /// <summary>Floats to mask.</summary>
    Equal,

    /// <summary>Mask a chooses between floats b and c.</summary>
    Select,

    AddInteger,
    SubtractInteger,
    MultiplyInteger,
    MaxInteger,
    MinInteger,

    /// <summary>Integers to mask.</summary>
    LessInteger,

    /// <summary>Integers to mask.</summary>
    EqualInteger,

    /// <summary>Mask a chooses between integers b and c.</summary>
    SelectInteger,

    /// <summary>Bits to the left by <see cref="LaneInstruction.Immediate"/>.</summary>
    ShiftLeft,

    /// <summary>Bits to the right by <see cref="LaneInstruction.Immediate"/>, the sign repeated.</summary>
    ShiftRight,
    AndInteger,
    OrInteger,

    /// <summary>Integer numbers to floats.</summary>
    ToFloat,

    /// <summary>Floats to integers, towards zero.</summary>
    ToInteger,

    /// <summary>The same bits, seen as integers.</summary>
    AsInteger,

    /// <summary>The same bits, seen as floats.</summary>
    AsFloat,
}

/// <summary>One step of a loop's body; a, b and c number earlier steps.</summary>
internal readonly record struct LaneInstruction(LaneOperation Operation, int A = -1, int B = -1, int C = -1, int Immediate = 0)
{
    /// <summary>Whether the result is a vector of integers rather than of floats or masks.</summary>
    public bool IsInteger => Operation is LaneOperation.ConstantInteger or LaneOperation.LoadInteger
        or LaneOperation.AddInteger or LaneOperation.SubtractInteger or LaneOperation.MultiplyInteger
        or LaneOperation.MaxInteger or LaneOperation.MinInteger or LaneOperation.SelectInteger
        or LaneOperation.ShiftLeft or LaneOperation.ShiftRight or LaneOperation.AndInteger or LaneOperation.OrInteger
        or LaneOperation.ToInteger or LaneOperation.AsInteger;
}
