namespace Belamy.Tensors.Cpu.Loops;

/// <summary>Writes the steps of a loop's body; equal steps are written once.</summary>
internal sealed class LaneBuilder
{
    private readonly List<LaneInstruction> _steps = [];
    private readonly Dictionary<LaneInstruction, int> _known = [];

    public LaneInstruction[] ToArray() => [.. _steps];

    public int Emit(LaneOperation operation, int a = -1, int b = -1, int c = -1, int immediate = 0)
    {
        var step = new LaneInstruction(operation, a, b, c, immediate);
        if (!_known.TryGetValue(step, out int index))
        {
            index = _steps.Count;
            _steps.Add(step);
            _known.Add(step, index);
        }

        return index;
    }

    public bool IsInteger(int value) => _steps[value].IsInteger;

    public int Constant(float value) => Emit(LaneOperation.ConstantFloat, immediate: BitConverter.SingleToInt32Bits(value));

    public int Integer(int value) => Emit(LaneOperation.ConstantInteger, immediate: value);

    public int Add(int a, int b) => Emit(LaneOperation.Add, a, b);

    public int Subtract(int a, int b) => Emit(LaneOperation.Subtract, a, b);

    public int Multiply(int a, int b) => Emit(LaneOperation.Multiply, a, b);

    public int Divide(int a, int b) => Emit(LaneOperation.Divide, a, b);

    public int MultiplyAdd(int a, int b, int c) => Emit(LaneOperation.MultiplyAdd, a, b, c);

    public int Less(int a, int b) => Emit(LaneOperation.Less, a, b);

    public int Select(int mask, int a, int b) => Emit(LaneOperation.Select, mask, a, b);
}
