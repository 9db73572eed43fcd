using Belamy.Data.Kinds;
using Belamy.Data.Tables;

namespace Belamy.Data.Readers;

/// <summary>Files of tables: <c>.csv</c>, <c>.tsv</c>, <c>.txt</c> and <c>.parquet</c>.</summary>
public static class TableFile
{
    /// <summary>The ends of the names of files that are read.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".csv", ".tsv", ".txt", ".data", ".parquet"];

    /// <summary>Reads a table, finds what its columns are, and encodes its rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="table">What is known about the columns.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <returns>The column <c>row</c> of the kind <see cref="TableRows"/>; columns and rows that are left out are listed.</returns>
    /// <exception cref="BelamyException">It cannot be read, or has no columns that can be encoded.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static Reading Open(string path, TableOptions? table = null, DataOptions? options = null)
    {
        return Find(path, ReadText(path), table ?? new TableOptions(), options ?? DataOptions.Default);
    }

    /// <summary>Finds what the columns of a table are that was read, and encodes its rows.</summary>
    internal static Reading Find(string path, TableText text, TableOptions table, DataOptions options)
    {
        foreach (string name in table.Categories.Concat(table.Numbers).Concat(table.Without))
        {
            if (!text.Names.Contains(name))
                throw new BelamyException($"{path}: has no column {name}; it has {string.Join(", ", text.Names.Take(40))}");
        }

        var found = new (TableColumn? Column, string Reason)[text.Names.Length];
        int done = 0;
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = options.CancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount }, at =>
        {
            found[at] = ColumnFinder.Find(text.Names[at], text.Columns[at], table);
            options.Progress?.Invoke(new DataProgress("finding what columns are", Interlocked.Increment(ref done), found.Length));
        });
        var leftOut = new List<LeftOut>(text.LeftOut);
        leftOut.AddRange(text.Names.Zip(found).Where(pair => pair.Second.Column is null).Select(pair => new LeftOut(path, $"column {pair.First}: {pair.Second.Reason}")));
        int[] kept = [.. Enumerable.Range(0, found.Length).Where(at => found[at].Column is not null)];
        if (kept.Length == 0)
            throw new BelamyException($"{path}: has no column that can be encoded; {leftOut[^1].Reason}");
        var kind = new TableRows([.. kept.Select(at => found[at].Column!)]);
        return Encode(path, kind, kept.Select(at => text.Columns[at]).ToArray(), leftOut, options);
    }

    /// <summary>Reads a table as rows of columns that are known already, such as the part for tests of a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">The rows; the file has all of their columns, in any order.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <returns>The column <c>row</c>; rows with a cell that none of the columns has are left out.</returns>
    /// <exception cref="BelamyException">It cannot be read, or lacks a column.</exception>
    public static Reading Open(string path, TableRows kind, DataOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Fit(path, ReadText(path), kind, options ?? DataOptions.Default);
    }

    /// <summary>Encodes the rows of a table that was read by columns that are known already.</summary>
    internal static Reading Fit(string path, TableText text, TableRows kind, DataOptions options)
    {
        var columns = new List<string?>[kind.Columns.Count];
        for (int at = 0; at < columns.Length; at++)
        {
            int place = Array.IndexOf(text.Names, kind.Columns[at].Name);
            columns[at] = place >= 0 ? text.Columns[place] : throw new BelamyException($"{path}: has no column {kind.Columns[at].Name}; it has {string.Join(", ", text.Names.Take(40))}");
        }

        return Encode(path, kind, columns, [.. text.LeftOut], options);
    }

    private static TableText ReadText(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string ending = Path.GetExtension(path).ToLowerInvariant();
        return ending == ".parquet" ? ParquetTable.Read(path)
            : Endings.Contains(ending) ? SeparatedFile.Read(path)
            : throw new BelamyException($"{path}: is no table by its name; such end in {string.Join(", ", Endings)}");
    }

    private static Reading Encode(string path, TableRows kind, List<string?>[] columns, List<LeftOut> leftOut, DataOptions options)
    {
        int count = columns[0].Count, width = (int)kind.Shape.Count;
        long available = options.AvailableMemory ?? MachineMemory.Available;
        if (!MachineMemory.Fits((long)count * width * sizeof(float), available))
            throw new BelamyException($"{path}: {count:N0} rows of {width} values take {MachineMemory.Text((long)count * width * sizeof(float))} of memory, and this machine has {MachineMemory.Text(available)}; give fewer rows, or fewer categories");
        var items = new List<float[]>(count);
        var cells = new object?[columns.Length];
        int odd = 0;
        string first = "";
        for (int row = 0; row < count; row++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                for (int at = 0; at < columns.Length; at++)
                    cells[at] = kind.Columns[at].Parse(columns[at][row]);
                items.Add(kind.Encode(cells));
            }
            catch (BelamyException e)
            {
                first = odd++ == 0 ? $"row {row + 1}, {e.Message}" : first;
            }
        }

        if (odd > 0)
            leftOut.Add(new LeftOut(path, $"{Counted.Of(odd, "row")} with a cell that does not fit, the first in {first.ReplaceLineEndings(" ")}"));
        if (items.Count == 0)
            throw new BelamyException($"{path}: has no row that fits; {first.ReplaceLineEndings(" ")}");
        var rows = new Rows(IdxLocation.NameOf(path), items.Count);
        return new([new ItemsColumn(new Field("row", kind), rows, [.. items])], leftOut);
    }
}
