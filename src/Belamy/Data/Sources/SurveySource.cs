using System.Globalization;
using Belamy.Data.Kinds;
using Belamy.Data.Readers;
using Belamy.Data.Tables;

namespace Belamy.Data;

/// <summary>
/// Answers of people who do not exist, for systems of table rows: numbers of one mode and of several, many zeros, missing numbers,
/// dates, categories of which some are rare, and a last column of two that goes by the others.
/// </summary>
internal sealed class SurveySource : DataSource
{
    private const int Training = 10_000, Test = 5_000;

    private static readonly string[] Names = ["age", "schooling", "occupation", "region", "household", "hours", "commute", "savings", "joined", "income"];
    private static readonly string[] Schooling = ["basic", "secondary", "vocational", "bachelor", "master", "doctorate"];
    private static readonly string[] Occupations = ["at home", "service", "crafts", "office", "sales", "technical", "teaching", "medicine", "management"];
    private static readonly string[] Regions = ["north", "west", "south", "east", "islands"];
    private static readonly string[] Households = ["single", "couple", "family", "shared"];
    private static readonly Lazy<TableRows> Kind = new(() => (TableRows)TableFile.Find("survey", Draw(Training, seed: 1), new TableOptions(), DataOptions.Default)["row"].Field.Kind);

    public override string Name => "survey";

    public override string Description => "10,000 rows of a table of 10 columns, and 5,000 for tests: answers of people who do not exist, by formulas";

    public override string Content => "table";

    public override string License => "drawn by a formula; no licence needed";

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isTest = options.Split == DataSplit.Test;
        Reading reading = TableFile.Fit(Name, Draw(isTest ? Test : Training, isTest ? 2 : 1), Kind.Value, options);
        return new FieldedDataset(Name, "row", reading.Columns);
    }

    /// <summary>The table as its texts.</summary>
    internal static TableText Draw(int count, long seed)
    {
        var columns = Names.Select(_ => new List<string?>(count)).ToArray();
        for (int row = 0; row < count; row++)
        {
            string?[] cells = Person(new Draws(new CounterRandom(seed), row));
            for (int column = 0; column < cells.Length; column++)
                columns[column].Add(cells[column]);
        }

        return new TableText(Names, columns, []);
    }

    private static string?[] Person(Draws draws)
    {
        // Two waves of births; few are very old.
        double age = Math.Clamp(draws.Uniform() < 0.55 ? draws.Normal(31, 8) : draws.Normal(58, 10), 18, 95);
        int schooling = draws.Choose(age < 40 ? [6, 28, 20, 30, 14, 2] : [18, 38, 24, 13, 6, 1]);
        int occupation = age > 66 && draws.Uniform() < 0.85 ? 0 : schooling switch
        {
            0 => draws.Choose([18, 40, 25, 8, 9, 0, 0, 0, 0]),
            1 => draws.Choose([9, 27, 20, 24, 16, 3, 0, 0, 1]),
            2 => draws.Choose([6, 17, 34, 16, 10, 14, 1, 1, 1]),
            3 => draws.Choose([5, 7, 3, 30, 14, 22, 10, 3, 6]),
            _ => draws.Choose([3, 2, 1, 15, 6, 28, 18, 13, 14]),
        };
        int region = draws.Choose(occupation is 5 or 8 ? [22, 40, 20, 16, 2] : [30, 24, 22, 20, 4]);
        int household = draws.Choose(age < 30 ? [40, 25, 10, 25] : age < 50 ? [22, 25, 48, 5] : [32, 52, 15, 1]);
        double hours = occupation == 0 ? 0 : draws.Uniform() < 0.2 ? draws.Normal(20, 3) : occupation is 7 or 8 ? draws.Normal(48, 5) : draws.Normal(39, 1.5);
        hours = Math.Round(Math.Clamp(hours, 0, 80));
        // Who works at home, or not at all, has not said how far it is.
        double? commute = occupation == 0 || draws.Uniform() < 0.12 ? null : Math.Round(Math.Exp(draws.Normal(region == 4 ? 1.6 : 2.4, 0.6)), 1);
        double worth = schooling * 0.45 + (occupation >= 5 ? 0.9 : 0) + hours * 0.035 + Math.Min(age, 55) * 0.02;
        double savings = draws.Uniform() < 0.35 ? 0 : Math.Round(Math.Exp(draws.Normal(4.5 + worth * 0.9, 0.9)) / 10) * 10;
        DateTime joined = new DateTime(2021, 3, 1).AddDays(Math.Floor(draws.Uniform() * 600) + (region == 2 ? 400 : 0));
        bool isHigh = worth + draws.Normal(0, 0.45) > 4.4;
        return
        [
            Text(Math.Round(age)), Schooling[schooling], Occupations[occupation], Regions[region], Households[household], Text(hours),
            commute is { } distance ? Text(distance) : null, Text(savings), joined.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), isHigh ? "high" : "low",
        ];
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is drawn for one row: numbers by the row and how many were drawn before.</summary>
    private sealed class Draws(CounterRandom random, int row)
    {
        private const int MostOfRow = 64;
        private ulong _next = (ulong)row * MostOfRow;

        public double Uniform() => random.Uniform(_next++);

        // Box and Muller 1958.
        public double Normal(double mean, double deviation) => mean + deviation * Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

        /// <summary>A place, as likely as its weight of the sum of all.</summary>
        public int Choose(ReadOnlySpan<int> weights)
        {
            int sum = 0;
            foreach (int weight in weights)
                sum += weight;
            double left = Uniform() * sum;
            int place = 0;
            while (place < weights.Length - 1 && left >= weights[place])
                left -= weights[place++];
            return place;
        }
    }
}
