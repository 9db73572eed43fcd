using System.Globalization;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Belamy.Data.Readers;

/// <summary>One column of a Parquet file, and how its cells become texts.</summary>
internal sealed class ParquetColumn
{
    private readonly DataField _field;
    private readonly Func<ParquetRowGroupReader, Task<string?[]>>? _read;

    private ParquetColumn(DataField field, bool isHalf, TimeUnit? time)
    {
        _field = field;
        System.Type type = field.ClrType;
        bool isNested = field.IsArray || field.Path.Length > 1;
        Name = field.Path.FirstPart ?? field.Name;
        Content = isNested ? "lists or groups" : type == typeof(Guid) ? "identifiers" : "bytes";
        _read = isNested ? null
            : isHalf ? Halves
            : time is not null && type == typeof(int) ? rows => Values<int>(rows, value => Seconds(value, time))
            : time is not null && type == typeof(long) ? rows => Values<long>(rows, value => Seconds(value, time))
            : type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? Texts
            : type == typeof(bool) ? Plain<bool>
            : type == typeof(byte) ? Plain<byte>
            : type == typeof(sbyte) ? Plain<sbyte>
            : type == typeof(short) ? Plain<short>
            : type == typeof(ushort) ? Plain<ushort>
            : type == typeof(int) ? Plain<int>
            : type == typeof(uint) ? Plain<uint>
            : type == typeof(long) ? Plain<long>
            : type == typeof(ulong) ? Plain<ulong>
            : type == typeof(float) ? Plain<float>
            : type == typeof(double) ? Plain<double>
            : type == typeof(decimal) ? Plain<decimal>
            : type == typeof(DateTime) ? Plain<DateTime>
            : null;
    }

    /// <summary>The name of the column; of several that lie in one list or group, that of the list or group.</summary>
    public string Name { get; }

    /// <summary>Whether its cells are numbers, dates, times or texts.</summary>
    public bool IsRead => _read is not null;

    /// <summary>What cells hold that are not read.</summary>
    public string Content { get; }

    /// <summary>The columns of a file, by the file's own fields: one asked for in another case is read as zeros.</summary>
    /// <param name="reader">The file, of whose schema nothing has been asked yet.</param>
    public static ParquetColumn[] Of(ParquetReader reader)
    {
        SchemaElement[] leaves = [.. (reader.Metadata?.Schema ?? []).Where(element => element.NumChildren is null or 0 && element.Type is not null)];
        var kinds = new (bool IsHalf, TimeUnit? Time)[leaves.Length];
        for (int at = 0; at < leaves.Length; at++)
        {
            SchemaElement leaf = leaves[at];
            kinds[at] = (leaf.LogicalType?.FLOAT16 is not null, leaf.LogicalType?.TIME?.Unit ?? Unit(leaf.ConvertedType));
            // A column of half precision would make the library refuse the file: it becomes one of two bytes a cell.
            if (kinds[at].IsHalf)
                leaf.LogicalType = null;
            // These are texts, which the library takes for bytes.
            if (leaf.LogicalType is { ENUM: not null } or { JSON: not null } || leaf.ConvertedType is ConvertedType.ENUM or ConvertedType.JSON)
                (leaf.LogicalType, leaf.ConvertedType) = (new LogicalType { STRING = new StringType() }, ConvertedType.UTF8);
        }

        DataField[] fields = reader.Schema.GetDataFields();
        return [.. fields.Select((field, at) => fields.Length == kinds.Length ? new ParquetColumn(field, kinds[at].IsHalf, kinds[at].Time) : new ParquetColumn(field, false, null))];
    }

    /// <summary>Reads the cells of some rows.</summary>
    /// <exception cref="InvalidOperationException">The column is none that is read.</exception>
    public Task<string?[]> Read(ParquetRowGroupReader rows) => (_read ?? throw new InvalidOperationException($"Column {Name} holds {Content}."))(rows);

    private static TimeUnit? Unit(ConvertedType? type) => type switch
    {
        ConvertedType.TIME_MILLIS => new TimeUnit { MILLIS = new MilliSeconds() },
        ConvertedType.TIME_MICROS => new TimeUnit { MICROS = new MicroSeconds() },
        _ => null,
    };

    /// <summary>A time of day as seconds since midnight.</summary>
    private static string Seconds(long value, TimeUnit unit) =>
        (value / (unit.MILLIS is not null ? 1000m : unit.MICROS is not null ? 1_000_000m : 1_000_000_000m)).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string? Text<T>(T value) => value switch
    {
        DateTime date => date.TimeOfDay == TimeSpan.Zero ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };

    private async Task<string?[]> Texts(ParquetRowGroupReader rows)
    {
        var texts = new string[rows.RowCount];
        await rows.ReadAsync(_field, texts).ConfigureAwait(false);
        return texts;
    }

    private Task<string?[]> Halves(ParquetRowGroupReader rows) => Values<ReadOnlyMemory<byte>>(rows, value => Text(BitConverter.ToHalf(value.Span)));

    private Task<string?[]> Plain<T>(ParquetRowGroupReader rows)
        where T : struct => Values<T>(rows, Text);

    private async Task<string?[]> Values<T>(ParquetRowGroupReader rows, Func<T, string?> text)
        where T : struct
    {
        if (!_field.IsNullable)
        {
            var present = new T[rows.RowCount];
            await rows.ReadAsync<T>(_field, present).ConfigureAwait(false);
            return Array.ConvertAll(present, value => text(value));
        }

        var values = new T?[rows.RowCount];
        await rows.ReadAsync<T>(_field, values).ConfigureAwait(false);
        return Array.ConvertAll(values, value => value is { } present ? text(present) : null);
    }
}
