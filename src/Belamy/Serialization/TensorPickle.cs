using System.Buffers.Binary;
using System.Text;

namespace Belamy.Serialization;

/// <summary>
/// Python's pickle of a dictionary of PyTorch tensors, protocol 2: for each the call that PyTorch's own files have,
/// <c>torch._utils._rebuild_tensor_v2(storage, 0, shape, strides, False, OrderedDict())</c>.
/// </summary>
internal static class TensorPickle
{
    private const byte Protocol = 0x80, EmptyDict = (byte)'}', Mark = (byte)'(', Global = (byte)'c', Text = (byte)'X', Whole = (byte)'J', Tuple = (byte)'t',
        EmptyTuple = (byte)')', PersistentId = (byte)'Q', False = 0x89, Reduce = (byte)'R', SetItems = (byte)'u', Stop = (byte)'.';

    /// <summary>The pickle of arrays; the bytes of each are the storage of its number.</summary>
    public static byte[] Of(IReadOnlyList<NamedArray> arrays)
    {
        using var pickle = new MemoryStream();
        pickle.Write([Protocol, 2, EmptyDict, Mark]);
        for (int at = 0; at < arrays.Count; at++)
        {
            NamedArray array = arrays[at];
            WriteText(array.Name);
            WriteGlobal("torch._utils", "_rebuild_tensor_v2");
            pickle.Write([Mark, Mark]);
            WriteText("storage");
            WriteGlobal("torch", "FloatStorage");
            WriteText($"{at}");
            WriteText("cpu");
            WriteWhole(array.Values.Length);
            pickle.Write([Tuple, PersistentId]);
            WriteWhole(0);
            WriteTuple(array.Shape);
            WriteTuple(Strides(array.Shape));
            pickle.WriteByte(False);
            WriteGlobal("collections", "OrderedDict");
            pickle.Write([EmptyTuple, Reduce, Tuple, Reduce]);
        }

        pickle.Write([SetItems, Stop]);
        return pickle.ToArray();

        void WriteText(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            pickle.WriteByte(Text);
            WriteNumber(bytes.Length);
            pickle.Write(bytes);
        }

        void WriteWhole(int value)
        {
            pickle.WriteByte(Whole);
            WriteNumber(value);
        }

        void WriteNumber(int value)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            pickle.Write(bytes);
        }

        void WriteTuple(int[] values)
        {
            pickle.WriteByte(Mark);
            foreach (int value in values)
                WriteWhole(value);
            pickle.WriteByte(Tuple);
        }

        void WriteGlobal(string module, string name)
        {
            pickle.WriteByte(Global);
            pickle.Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
        }
    }

    private static int[] Strides(int[] shape)
    {
        var strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--])
            strides[axis] = stride;
        return strides;
    }
}
