using System.Text;
using System.Text.Json;

namespace Belamy.Serialization;

/// <summary>Parses and validates the header of a safetensors file.</summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    // The reference implementation refuses longer headers too.
    public const long LongestHeader = 100_000_000;

    private readonly string _file;

    private SafetensorsHeader(string file) => _file = file;

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SafetensorsEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Parses a header.</summary>
    /// <param name="json">The JSON, with its padding.</param>
    /// <param name="dataLength">The bytes of the file behind the header, which the tensors must fill exactly.</param>
    /// <param name="file">The file, for errors.</param>
    /// <exception cref="BelamyException">The header breaks the format.</exception>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string file)
    {
        var header = new SafetensorsHeader(file);
        if (json.IsEmpty || json[0] != '{')
            throw header.Damaged("its header does not start with {");
        try
        {
            var reader = new Utf8JsonReader(json);
            header.ReadObject(ref reader);
            if (reader.Read())
                throw header.Damaged("its header goes on behind the closing }");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or DecoderFallbackException)
        {
            throw new BelamyException(header.Describe("its header is no valid JSON of the format"), e);
        }

        header.CheckLayout(dataLength);
        return header;
    }

    public BelamyException Damaged(string what) => new(Describe(what));

    private string Describe(string what) => $"{_file}: is no valid safetensors file ({what}); use another copy or an earlier checkpoint";

    private void ReadObject(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        bool metadataSeen = false;
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (name == MetadataKey)
            {
                if (metadataSeen)
                    throw Damaged("its metadata appear twice");
                metadataSeen = true;
                ReadMetadata(ref reader);
            }
            else if (!Entries.TryAdd(name, ReadEntry(ref reader, name)))
            {
                throw Damaged($"the name {name} appears twice");
            }
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String);
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw Damaged($"the metadata key {key} appears twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (Next(ref reader) == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!;
            bool repeated = field switch { "dtype" => type is not null, "shape" => shape is not null, "data_offsets" => offsets is not null, _ => false };
            if (repeated)
                throw Damaged($"{name} has two fields {field}");
            switch (field)
            {
                case "dtype":
                    Expect(ref reader, JsonTokenType.String);
                    type = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(ref reader, name);
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref reader, name);
                    break;
                default:
                    throw Damaged($"{name} has an unknown field {field}");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
            throw Damaged($"{name} lacks dtype, shape or two data_offsets");
        if (!Enum.TryParse(type, ignoreCase: false, out SafetensorsType elementType) || !Enum.IsDefined(elementType) || elementType.ToString() != type)
            throw new BelamyException($"{_file}: {name} has elements of type {type}; F32, F64, I32, I64 and U8 are supported, so convert it first");
        long length = SafetensorsTypes.Size(elementType);
        try
        {
            foreach (long extent in shape)
                length = checked(length * extent);
        }
        catch (OverflowException)
        {
            throw Damaged($"the shape of {name} is too large");
        }

        // Compared without subtracting first: both ends come from the file.
        if (begin > end || end - begin != length)
            throw Damaged($"{name} of {type}[{string.Join(", ", shape)}] needs {length} bytes, but its data_offsets are [{begin}, {end}]");
        return new SafetensorsEntry(name, elementType, shape, length) { Offset = begin };
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (Next(ref reader) == JsonTokenType.Number)
        {
            if (!reader.TryGetInt64(out long number) || number < 0)
                throw Damaged($"{name} has a shape or offset that is no whole number from 0 to 2^63 - 1");
            numbers.Add(number);
        }

        return reader.TokenType == JsonTokenType.EndArray ? numbers : throw Damaged($"{name} has a shape or offset that is no number");
    }

    private void CheckLayout(long dataLength)
    {
        long position = 0;
        foreach (SafetensorsEntry entry in Entries.Values.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteLength))
        {
            if (entry.Offset < position)
                throw Damaged($"the values of {entry.Name} overlap others");
            if (entry.Offset > position)
                throw Damaged($"there is a hole before the values of {entry.Name}");
            position = entry.Offset + entry.ByteLength;
        }

        if (position > dataLength)
            throw Damaged($"it is cut short: {position} bytes of values are declared, {dataLength} are there");
        if (position < dataLength)
            throw Damaged($"it is too long: {position} bytes of values are declared, {dataLength} are there");
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw new JsonException("The header ends early.");

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (Next(ref reader) != type)
            throw new JsonException($"Found {reader.TokenType} in place of {type}.");
    }
}
