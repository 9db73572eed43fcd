using System.Globalization;
using Belamy.Files;
using Parquet;
using Parquet.Schema;

namespace Belamy.Data.Readers;

/// <summary>Parquet files as tables of texts.</summary>
internal static class ParquetTable
{
    // The least that a cell takes here: a reference.
    private const int BytesPerCell = 8;

    // A good file takes a hundredth of this.
    private const int SecondsAlways = 30, BytesPerSecond = 1 << 18;

    /// <summary>Reads a file; columns that hold lists or bytes are left out.</summary>
    /// <exception cref="BelamyException">It cannot be read.</exception>
    public static TableText Read(string path)
    {
        InputFile.RequireContent(path);
        byte[] content = InputFile.ReadAllBytes(path);
        return Damaged.Guard(path, "Parquet", () => InTime(path, content));
    }

    /// <summary>Reads on a thread of its own: on some damaged files the decoder goes round in circles, and a thread cannot be stopped, only left.</summary>
    private static TableText InTime(string path, byte[] content)
    {
        TimeSpan patience = TimeSpan.FromSeconds(SecondsAlways + content.Length / BytesPerSecond);
        Task<TableText> reading = Task.Factory.StartNew(
            () => ReadAsync(path, new MemoryStream(content, writable: false)).GetAwaiter().GetResult(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WhenAny(reading, Task.Delay(patience)).GetAwaiter().GetResult() == reading
            ? reading.GetAwaiter().GetResult()
            : throw new BelamyException($"{path}: has not been read after {patience.TotalSeconds:0} seconds; the file is damaged, write it anew");
    }

    private static async Task<TableText> ReadAsync(string path, MemoryStream file)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true).ConfigureAwait(false);
        DataField[] fields = reader.Schema.GetDataFields();
        var leftOut = new List<LeftOut>();
        // By the schema's own fields: one asked for in another case is read as zeros.
        DataField[] read = [.. fields.Where(field => Cells(field) is not null)];
        leftOut.AddRange(fields.Except(read).Select(field => new LeftOut(path, $"column {field.Name}: holds {field.ClrType.Name}, no numbers, dates or texts")));
        var table = new TableText(TableText.RequireNames(path, read.Select(field => field.Name)), [.. read.Select(_ => new List<string?>())], leftOut);
        double most = (double)InputLimit.Unpacked(file.Length) / BytesPerCell, cells = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            cells += (double)rows.RowCount * read.Length;
            if (rows.RowCount < 0 || cells > most)
                throw new BelamyException($"{path}: {InputLimit.Exceeded(InputLimit.Unpacked(file.Length))}");
            for (int column = 0; column < read.Length; column++)
                table.Columns[column].AddRange(await Cells(read[column])!(rows, read[column]).ConfigureAwait(false));
        }

        return table.Columns[0].Count > 0 ? table : throw new BelamyException($"{path}: has no rows");
    }

    private static Func<ParquetRowGroupReader, DataField, Task<string?[]>>? Cells(DataField field)
    {
        if (field.IsArray || field.Path.Length > 1)
            return null;
        Type type = field.ClrType;
        return type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? Texts
            : type == typeof(bool) ? Values<bool>
            : type == typeof(byte) ? Values<byte>
            : type == typeof(sbyte) ? Values<sbyte>
            : type == typeof(short) ? Values<short>
            : type == typeof(ushort) ? Values<ushort>
            : type == typeof(int) ? Values<int>
            : type == typeof(uint) ? Values<uint>
            : type == typeof(long) ? Values<long>
            : type == typeof(ulong) ? Values<ulong>
            : type == typeof(float) ? Values<float>
            : type == typeof(double) ? Values<double>
            : type == typeof(decimal) ? Values<decimal>
            : type == typeof(DateTime) ? Values<DateTime>
            : null;
    }

    private static async Task<string?[]> Texts(ParquetRowGroupReader rows, DataField field)
    {
        var texts = new string[rows.RowCount];
        await rows.ReadAsync(field, texts).ConfigureAwait(false);
        return texts;
    }

    private static async Task<string?[]> Values<T>(ParquetRowGroupReader rows, DataField field)
        where T : struct
    {
        if (!field.IsNullable)
        {
            var present = new T[rows.RowCount];
            await rows.ReadAsync<T>(field, present).ConfigureAwait(false);
            return Array.ConvertAll(present, value => Text(value));
        }

        var values = new T?[rows.RowCount];
        await rows.ReadAsync<T>(field, values).ConfigureAwait(false);
        return Array.ConvertAll(values, value => value is { } present ? Text(present) : null);
    }

    private static string? Text<T>(T value) => value switch
    {
        DateTime date => date.TimeOfDay == TimeSpan.Zero ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
