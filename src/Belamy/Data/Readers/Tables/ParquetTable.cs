using Belamy.Files;
using Parquet;
using Parquet.Meta;

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
        // The library takes the frame that Hadoop gives LZ4 for the data, and reads short columns as other numbers without a word.
        if ((reader.Metadata?.RowGroups ?? []).SelectMany(group => group.Columns).Any(column => column.MetaData?.Codec == CompressionCodec.LZ4))
            throw new BelamyException($"{path}: is compressed by LZ4 in the frame of Hadoop, which cannot be read; write it anew with Snappy, gzip or Zstandard");
        ParquetColumn[] columns = ParquetColumn.Of(reader);
        ParquetColumn[] read = [.. columns.Where(column => column.IsRead)];
        List<LeftOut> leftOut = [.. columns.Except(read).DistinctBy(column => column.Name).Select(column => new LeftOut(path, $"column {column.Name}: holds {column.Content}, no numbers, dates or texts"))];
        var table = new TableText(TableText.RequireNames(path, read.Select(column => column.Name)), [.. read.Select(_ => new List<string?>())], leftOut);
        double most = (double)InputLimit.Unpacked(file.Length) / BytesPerCell, cells = 0;
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            cells += (double)rows.RowCount * read.Length;
            if (rows.RowCount < 0 || cells > most)
                throw new BelamyException($"{path}: {InputLimit.Exceeded(InputLimit.Unpacked(file.Length))}");
            for (int column = 0; column < read.Length; column++)
                table.Columns[column].AddRange(await read[column].Read(rows).ConfigureAwait(false));
        }

        return table.Columns[0].Count > 0 ? table : throw new BelamyException($"{path}: has no rows");
    }
}
