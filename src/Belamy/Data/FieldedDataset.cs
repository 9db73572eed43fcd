using System.Security.Cryptography;
using System.Text;
using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>Data of several fields: pictures and their translations, photographs and captions, two sets that are no pairs.</summary>
/// <remarks>
/// One of the columns is looked at where only one can be, by metrics and by the diagnosis: it gives the items, and a column
/// called <c>class</c> over the same rows their classes.
/// </remarks>
public sealed class FieldedDataset : Dataset
{
    private readonly Column _main;
    private readonly int[] _labels;

    /// <summary>Puts columns together.</summary>
    /// <param name="name">A short name, as shown to people.</param>
    /// <param name="main">The field that is looked at where only one can be.</param>
    /// <param name="columns">The columns, each field with a name of its own.</param>
    /// <exception cref="ArgumentException">Two columns have one name, or none has that of the main field.</exception>
    public FieldedDataset(string name, string main, params IReadOnlyList<Column> columns)
        : base(name, Find(columns, main).Field.Kind.Shape.Span, ClassNamesOf(columns, main))
    {
        if (columns.Select(column => column.Field.Name).Distinct(StringComparer.Ordinal).Count() < columns.Count)
            throw new ArgumentException("Two columns have one name.", nameof(columns));
        _main = Find(columns, main);
        Columns = [_main, .. columns.Where(column => column != _main)];
        _labels = [];
        if (ClassNames.Count > 0)
        {
            Column classes = Find(columns, DatasetColumns.ClassName);
            var value = new float[1];
            _labels = [.. Enumerable.Range(0, _main.Rows.Count).Select(item =>
            {
                classes.Read(item, value);
                return (int)value[0];
            })];
        }
    }

    /// <summary>Files and folders that were left out where it was read from some, in the order of the names.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>What its folder or file was read as, one of <see cref="Datasets.ContentNames"/>; null for data that come otherwise.</summary>
    public string? Content { get; init; }

    /// <summary>What was chosen where nothing was asked for, why, and how to choose otherwise, a line each.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether there is a part held out for tests.</summary>
    public bool HasTestPart { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<Column> Columns { get; }

    /// <inheritdoc/>
    public override Column Main => _main;

    /// <inheritdoc/>
    public override int Count => _main.Rows.Count;

    /// <inheritdoc/>
    public override ReadOnlySpan<int> Labels => _labels;

    /// <inheritdoc/>
    public override void Read(int index, Span<float> destination) => _main.Read(index, destination);

    /// <inheritdoc/>
    protected override string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Rows[] rows = [.. Columns.Select(column => column.Rows).Distinct()];
        foreach (Column column in Columns)
            hash.AppendData(Encoding.UTF8.GetBytes($"{column.Field.Name}\0{Array.IndexOf(rows, column.Rows)}\0{column.Rows.Count}\0{column.Fingerprint}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Column Find(IReadOnlyList<Column> columns, string name)
    {
        ArgumentNullException.ThrowIfNull(columns);
        return columns.FirstOrDefault(column => column.Field.Name == name)
            ?? throw new ArgumentException($"No column is called '{name}'; there are {string.Join(", ", columns.Select(column => column.Field.Name))}.", nameof(columns));
    }

    private static IReadOnlyList<string> ClassNamesOf(IReadOnlyList<Column> columns, string main) =>
        columns.FirstOrDefault(column => column.Field is { Name: DatasetColumns.ClassName, Kind: Classes } && column.Rows == Find(columns, main).Rows)?.Field.Kind is Classes classes ? classes.Names : [];
}
