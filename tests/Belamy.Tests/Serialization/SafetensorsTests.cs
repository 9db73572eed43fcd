using System.Buffers.Binary;
using System.Text;
using Belamy.Serialization;

namespace Belamy.Tests.Serialization;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Save_and_open_every_type_returns_the_same_bits()
    {
        string path = _folder["all.safetensors"];
        var builder = new SafetensorsBuilder { Metadata = { ["step"] = "12", ["text \"quoted\" ü"] = "line\nbreak" } };
        builder.Add("f32", [2, 3], new[] { 0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 1.5f });
        builder.Add("f64", [1], new[] { Math.PI });
        builder.Add("i32", [2], new[] { int.MinValue, int.MaxValue });
        builder.Add("i64", [2, 1], new[] { long.MinValue, long.MaxValue });
        builder.Add("u8", [3], new byte[] { 0, 128, 255 });
        builder.Add("scalar ü/\"", [], new[] { 7f });
        builder.Add("empty", [4, 0, 2], Array.Empty<float>());
        builder.Save(path);

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(builder.Metadata, file.Metadata.ToDictionary());
        Assert.Equal(["empty", "f32", "f64", "i32", "i64", "scalar ü/\"", "u8"], file.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([2, 3], file.Tensors["f32"].Shape);
        Assert.Equal([4, 0, 2], file.Tensors["empty"].Shape);
        Assert.Empty(file.Tensors["scalar ü/\""].Shape);
        Assert.Equal(new[] { 0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, 1.5f }.Select(BitConverter.SingleToUInt32Bits), file.Read<float>("f32").Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal([Math.PI], file.Read<double>("f64"));
        Assert.Equal([int.MinValue, int.MaxValue], file.Read<int>("i32"));
        Assert.Equal([long.MinValue, long.MaxValue], file.Read<long>("i64"));
        Assert.Equal([0, 128, 255], file.Read<byte>("u8"));
        Assert.Equal([7f], file.Read<float>("scalar ü/\""));
        Assert.Empty(file.Read<float>("empty"));
    }

    [Fact]
    public void Write_layout_is_the_one_of_the_format()
    {
        using var stream = new MemoryStream();
        var builder = new SafetensorsBuilder { Metadata = { ["k"] = "v" } };
        builder.Add("b", [1], new byte[] { 9 });
        builder.Add("a", [2], new[] { 1f, 2f });
        builder.Add("z", [1], new[] { 3.0 });
        builder.Write(stream);
        string json = """{"__metadata__":{"k":"v"},"z":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"b":{"dtype":"U8","shape":[1],"data_offsets":[16,17]}}""";
        json += new string(' ', (8 - json.Length % 8) % 8);
        byte[] expected = [.. BitConverter.GetBytes((ulong)json.Length), .. Encoding.UTF8.GetBytes(json), .. BitConverter.GetBytes(3.0), .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f), 9];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Write_order_of_adding_does_not_matter()
    {
        string[] names = ["G.1.weight", "G.0.bias", "D.0.weight", "G.10.weight"];
        byte[] Written(IEnumerable<string> order)
        {
            var builder = new SafetensorsBuilder();
            foreach (string name in order)
            {
                builder.Metadata[name] = name;
                builder.Add(name, [1], new[] { (float)name.Length });
            }

            using var stream = new MemoryStream();
            builder.Write(stream);
            return stream.ToArray();
        }

        Assert.Equal(Written(names), Written(names.Reverse()));
    }

    [Fact]
    public void Add_values_on_demand_are_read_when_written()
    {
        var values = new[] { 1f };
        var builder = new SafetensorsBuilder();
        builder.Add<float>("a", [1], () => values);
        values[0] = 2;
        builder.Save(_folder["a"]);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["a"]);
        Assert.Equal([2f], file.Read<float>("a"));
    }

    [Fact]
    public void Add_and_write_wrong_use_throws()
    {
        var builder = new SafetensorsBuilder();
        builder.Add("a", [1], new[] { 1f });
        Assert.Throws<ArgumentException>(() => builder.Add("a", [1], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => builder.Add("__metadata__", [1], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => builder.Add("b", [2], new[] { 1f }));
        Assert.Throws<ArgumentException>(() => builder.Add("c", [1], new[] { 'x' }));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add<float>("d", [-1], () => default));
        builder.Add<float>("e", [2], () => new float[3]);
        Assert.Throws<InvalidOperationException>(() => builder.Save(_folder["e"]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Read_wrong_name_type_or_length_throws()
    {
        var builder = new SafetensorsBuilder();
        builder.Add("generator.weight", [2], new[] { 1f, 2f });
        builder.Save(_folder["a"]);
        using SafetensorsFile file = SafetensorsFile.Open(_folder["a"]);
        Assert.Contains("did you mean generator.weight?", Assert.Throws<BelamyException>(() => file.Read<float>("generator.wight")).Message);
        Assert.Contains("F32", Assert.Throws<BelamyException>(() => file.Read<double>("generator.weight")).Message);
        Assert.Throws<ArgumentException>(() => file.Read("generator.weight", new float[3].AsSpan()));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "cut short")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "too long")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""", 4, "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "no number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "lacks")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "two fields")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "unknown field")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 4, "BF16")]
    [InlineData("""{"a":{"dtype":"0","shape":[1],"data_offsets":[0,4]}}""", 4, "type 0")]
    [InlineData("""{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "type f32")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "JSON")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "twice")]
    [InlineData("""{"a":[]}""", 0, "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", 4, "JSON")]
    [InlineData("""{} x""", 0, "JSON")]
    [InlineData("""[]""", 0, "start with {")]
    [InlineData(""" {}""", 0, "start with {")]
    [InlineData("", 0, "start with {")]
    public void Open_header_that_breaks_the_format_names_file_and_fault(string json, int dataLength, string fault)
    {
        string path = _folder["bad.safetensors"];
        byte[] header = Encoding.UTF8.GetBytes(json);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[dataLength]]);
        var error = Assert.Throws<BelamyException>(() => SafetensorsFile.Open(path));
        Assert.StartsWith(path, error.Message);
        Assert.Contains(fault, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(9ul)]
    [InlineData(100_000_001ul)]
    [InlineData((ulong)long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public void Open_header_length_beyond_the_file_throws(ulong length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(_folder["bad"], bytes);
        Assert.Contains("no valid safetensors file", Assert.Throws<BelamyException>(() => SafetensorsFile.Open(_folder["bad"])).Message);
    }

    [Fact]
    public void Open_missing_file_or_folder_names_it()
    {
        Assert.Contains("no such file", Assert.Throws<BelamyException>(() => SafetensorsFile.Open(_folder["none"])).Message);
        Assert.Contains(_folder.Path, Assert.Throws<BelamyException>(() => SafetensorsFile.Open(_folder.Path)).Message);
    }

    [Fact]
    public void Open_every_truncation_throws_a_clear_error()
    {
        var builder = new SafetensorsBuilder { Metadata = { ["a"] = "b" } };
        builder.Add("x", [5], new[] { 1f, 2, 3, 4, 5 });
        builder.Add("y", [3], new byte[] { 1, 2, 3 });
        using var stream = new MemoryStream();
        builder.Write(stream);
        byte[] whole = stream.ToArray();
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(_folder["cut"], whole[..length]);
            Assert.Throws<BelamyException>(() => SafetensorsFile.Open(_folder["cut"]));
        }
    }

    [Fact]
    public void Open_random_damage_to_the_header_never_escapes_as_another_error()
    {
        var builder = new SafetensorsBuilder { Metadata = { ["a"] = "b" } };
        builder.Add("x", [5], new[] { 1f, 2, 3, 4, 5 });
        using var stream = new MemoryStream();
        builder.Write(stream);
        byte[] whole = stream.ToArray();
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(whole.Length - 20)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["damaged"], damaged);
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(_folder["damaged"]);
            }
            catch (BelamyException)
            {
                refused++;
            }
        }

        // Bytes of names and of metadata may change without breaking the format; most others may not.
        Assert.InRange(refused, 1000, 2000);
    }
}
