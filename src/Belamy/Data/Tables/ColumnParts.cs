using System.Globalization;

namespace Belamy.Data.Tables;

/// <summary>Columns of tables in texts, for run folders.</summary>
internal static class ColumnParts
{
    private const string Category = "category", Number = "number";

    /// <summary>What a column is made of.</summary>
    public static IEnumerable<string> Of(TableColumn column) => column switch
    {
        CategoryColumn category => [Category, category.Name, Text(category.Categories.Count), .. category.Categories],
        NumberColumn number =>
        [
            Number, number.Name, number.Form.ToString(), Text(number.Minimum), Text(number.Maximum), Text(number.Decimals), number.HasMissing.ToString(), number.DateFormat,
            Text(number.Modes.Count), .. number.Modes.SelectMany(mode => new[] { mode.Mean, mode.Deviation, mode.Weight }).Select(Text),
        ],
        _ => throw new InvalidOperationException($"{column.GetType().Name} is no column that is written down."),
    };

    /// <summary>The columns that texts are of.</summary>
    /// <exception cref="FormatException">They are none.</exception>
    public static IReadOnlyList<TableColumn> Read(IEnumerable<string> parts)
    {
        var left = new Queue<string>(parts);
        var columns = new List<TableColumn>();
        while (left.Count > 0)
        {
            string kind = Next(), name = Next();
            columns.Add(kind switch
            {
                Category => new CategoryColumn(name, [.. Times(Whole(least: 1), Next)]),
                Number => ReadNumber(name),
                _ => throw new FormatException($"{kind} is no column."),
            });
        }

        return columns.Count > 0 ? columns : throw new FormatException("There is no column.");

        NumberColumn ReadNumber(string name)
        {
            var form = Enum.Parse<NumberForm>(Next());
            (double low, double high, int decimals, bool hasMissing, string dates) = (Real(), Real(), Whole(least: 0), bool.Parse(Next()), Next());
            NumberMode[] modes = [.. Times(Whole(least: 1), () => new NumberMode(Real(), Real(), Real()))];
            if (!Enum.IsDefined(form) || !(low <= high) || decimals > 15 || Array.Exists(modes, mode => !(mode.Deviation > 0) || !(mode.Weight > 0) || !double.IsFinite(mode.Mean + mode.Deviation + mode.Weight)))
                throw new FormatException("There are no such numbers.");
            return new NumberColumn(name, form, modes) { Minimum = low, Maximum = high, Decimals = decimals, HasMissing = hasMissing, DateFormat = dates };
        }

        string Next() => left.TryDequeue(out string? part) ? part : throw new FormatException("A column ends early.");
        double Real() => double.Parse(Next(), CultureInfo.InvariantCulture);
        int Whole(int least) => int.Parse(Next(), NumberStyles.None, CultureInfo.InvariantCulture) is var number && number >= least && number <= left.Count ? number : throw new FormatException("There are no so many.");
        static IEnumerable<T> Times<T>(int count, Func<T> make)
        {
            for (int at = 0; at < count; at++)
                yield return make();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
