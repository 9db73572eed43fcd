namespace Belamy.Data.Tables;

/// <summary>Finds what a column is from the texts of its cells.</summary>
internal static class ColumnFinder
{
    /// <summary>Whole numbers of so few different ones, each of so many cells on average, are categories.</summary>
    private const int FewNumbers = 20, CellsEach = 20;

    /// <summary>What a column is, or why it is left out.</summary>
    public static (TableColumn? Column, string Reason) Find(string name, IReadOnlyList<string?> cells, TableOptions options)
    {
        if (options.Without.Contains(name))
            return (null, "left out by name");
        string[] present = [.. cells.Where(cell => !CellText.IsMissing(cell)).Select(cell => cell!.Trim())];
        bool hasMissing = present.Length < cells.Count;
        if (present.Length == 0)
            return (null, "all of its cells are missing");
        bool isCategory = options.Categories.Contains(name);
        if (!isCategory && Array.TrueForAll(present, cell => CellText.Number(cell) is not null))
        {
            double[] numbers = Array.ConvertAll(present, cell => CellText.Number(cell)!.Value);
            // What a double holds without loss.
            bool isWhole = Array.TrueForAll(numbers, number => number == Math.Floor(number) && Math.Abs(number) < 1L << 53) && Array.TrueForAll(present, cell => CellText.Decimals(cell) == 0);
            if (isWhole && !hasMissing && numbers.Length > 2 && Enumerable.Range(1, numbers.Length - 1).All(at => numbers[at] == numbers[0] + at))
                return (null, "it numbers the rows");
            int different = numbers.Distinct().Count();
            if (!isWhole || different > FewNumbers || different * CellsEach > numbers.Length || options.Numbers.Contains(name))
                return (Numbers(name, isWhole ? NumberForm.Whole : NumberForm.Number, numbers, hasMissing, present.Max(CellText.Decimals)), "");
        }
        else if (!isCategory && Array.TrueForAll(present, cell => CellText.Date(cell) is not null))
        {
            double[] days = Array.ConvertAll(present, cell => NumberColumn.ToNumber(CellText.Date(cell)!.Value.Date));
            return (Numbers(name, NumberForm.Date, days, hasMissing, 0) with { DateFormat = CellText.Date(present[0])!.Value.Format }, "");
        }

        string[] categories = [.. present.Concat(hasMissing ? Enumerable.Repeat("", cells.Count - present.Length) : [])
            .GroupBy(cell => cell, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)];
        if (!isCategory && categories.Length > FewNumbers && categories.Length * 2 > cells.Count)
            return (null, $"it has {categories.Length:N0} different texts in {cells.Count:N0} rows, which are no categories");
        return categories.Length <= options.MostCategories
            ? (new CategoryColumn(name, categories), "")
            : (null, $"it has {categories.Length:N0} different texts, more than {options.MostCategories} categories");
    }

    private static NumberColumn Numbers(string name, NumberForm form, double[] numbers, bool hasMissing, int decimals) =>
        new(name, form, NumberMixture.Find(numbers)) { Minimum = numbers.Min(), Maximum = numbers.Max(), Decimals = decimals, HasMissing = hasMissing };
}
