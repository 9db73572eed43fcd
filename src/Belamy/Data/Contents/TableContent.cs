using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Data.Tables;

namespace Belamy.Data.Contents;

/// <summary>Tables: rows of numbers, dates and categories.</summary>
internal sealed class TableContent : ContentReader
{
    public const string Tables = "table";

    public override string Name => Tables;

    public override string Description => "CSV, TSV and Parquet; types of columns are found, missing cells are kept";

    public override IReadOnlyList<(string Path, string Meaning)> Layout =>
    [
        ("census.csv", "the first line names the columns; --without id leaves one out"),
        ("census/train.csv  census/test.csv", "a part to train on, and one for tests"),
    ];

    internal override IReadOnlyList<string> SecondaryEndings => [".csv", ".tsv", ".parquet", ".data"];

    internal override IReadOnlyList<string> Takes => ["--categories", "--numbers", "--without"];

    public override Dataset Open(string path, DataOptions options)
    {
        string file = ContentFinder.TheFile(path, this, SecondaryEndings, options, out bool hasTestPart);
        Reading reading = (options.Item as TableRows ?? (options.Split == DataSplit.Test ? OfTraining(path, options) : null)) is { } known
            ? TableFile.Open(file, known, options)
            : TableFile.Open(file, options.Table, options);
        return Gather(path, reading with { HasTestPart = hasTestPart }, options.Item is null ? Choice(reading) : null);
    }

    /// <summary>Tests are encoded as what was trained on.</summary>
    private TableRows OfTraining(string path, DataOptions options) =>
        (TableRows)TableFile.Open(ContentFinder.TheFile(path, this, SecondaryEndings, options with { Split = DataSplit.Train }, out _), options.Table, options)["row"].Field.Kind;

    private static string Choice(Reading reading)
    {
        var rows = (TableRows)reading["row"].Field.Kind;
        string[] numbers = Names(column => column is NumberColumn { Form: not NumberForm.Date }), dates = Names(column => column is NumberColumn { Form: NumberForm.Date }), categories = Names(column => column is CategoryColumn);
        return $"{Said("numbers", numbers)}{Said("dates", dates)}{Said("categories", categories)}encoded in {rows.Shape.Count} values; --numbers, --categories and --without NAME,… choose otherwise";

        string[] Names(Func<TableColumn, bool> are) => [.. rows.Columns.Where(are).Select(column => column.Name)];
        static string Said(string what, string[] names) => names.Length == 0 ? "" : $"{what} {string.Join(", ", names.Take(12))}{(names.Length > 12 ? $" and {names.Length - 12} more" : "")}; ";
    }
}
