using Belamy.Data.Kinds;
using Belamy.Data.Tables;

namespace Belamy.Metrics;

/// <summary>How well a classifier recognizes the categories of a column.</summary>
/// <param name="F1">The F1 score of the rarer of two categories, or the mean over more than two.</param>
/// <param name="Accuracy">The share of rows that are recognized.</param>
public readonly record struct ClassifierScores(double F1, double Accuracy);

/// <summary>
/// Training on synthetic rows and testing on real ones, beside training on real ones (Esteban et al. 2017, arXiv:1706.02633): what
/// samples are worth to those who have no others. The classifier is a logistic regression, one for each category but of two.
/// </summary>
public static class SyntheticTraining
{
    private const int MostCategories = 20;

    /// <summary>The column to be recognized where none is named: the last of two categories or more, if there are not many.</summary>
    /// <param name="kind">The columns.</param>
    /// <returns>Its name, or null where no column is of such.</returns>
    public static string? Target(TableRows kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Columns.LastOrDefault(column => column is CategoryColumn { Categories.Count: >= 2 and <= MostCategories })?.Name;
    }

    /// <summary>Trains on some rows and tests on others.</summary>
    /// <param name="kind">The columns.</param>
    /// <param name="training">The rows to train on, real or generated, as they are encoded.</param>
    /// <param name="test">Real rows to test on.</param>
    /// <param name="target">The column to be recognized; that of <see cref="Target"/> when left out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BelamyException">There is no such column, or none of categories.</exception>
    public static ClassifierScores Compute(TableRows kind, FeatureMatrix training, FeatureMatrix test, string? target = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        return Compute(new TableSample(kind, training), new TableSample(kind, test), RequireTarget(kind, target), cancellationToken);
    }

    /// <summary>The place of the column to be recognized.</summary>
    /// <exception cref="BelamyException">There is none.</exception>
    internal static int RequireTarget(TableRows kind, string? target)
    {
        string name = target ?? Target(kind) ?? throw new BelamyException($"it needs a column of 2 to {MostCategories} categories to be recognized");
        int place = kind.Columns.ToList().FindIndex(column => column.Name == name);
        return place < 0 ? throw new BelamyException($"there is no column {name}; there are {string.Join(", ", kind.Columns.Select(column => column.Name))}")
            : kind.Columns[place] is CategoryColumn { Categories.Count: >= 2 } ? place
            : throw new BelamyException($"column {name} is of {kind.Columns[place].Description}; choose one of two categories or more");
    }

    internal static ClassifierScores Compute(TableSample training, TableSample test, int target, CancellationToken cancellationToken)
    {
        var scale = new TableScale(training);
        (TableVectors learned, TableVectors judged) = (new TableVectors(training, scale, target), new TableVectors(test, scale, target));
        int[] rows = [.. Enumerable.Range(0, training.Count)], classes = training.Places(target);
        int categories = training.Categories(target);
        // Of two categories one says all; the rarer is the one to be found, and categories stand in the order of their frequency.
        LogisticRegression[] classifiers =
        [
            .. Enumerable.Range(categories == 2 ? 1 : 0, categories == 2 ? 1 : categories)
                .Select(category => LogisticRegression.Fit(learned, rows, Array.ConvertAll(classes, one => one == category), cancellationToken)),
        ];
        int[] found = [.. Enumerable.Range(0, judged.Count).Select(row => categories == 2
            ? classifiers[0].Score(judged, row) > 0 ? 1 : 0
            : Enumerable.Range(0, categories).MaxBy(category => classifiers[category].Score(judged, row)))];
        int[] real = test.Places(target);
        int[] asked = categories == 2 ? [1] : [.. Enumerable.Range(0, categories).Where(real.Contains)];
        return new ClassifierScores(asked.Average(category => F1(found, real, category)), found.Zip(real).Count(pair => pair.First == pair.Second) / (double)real.Length);
    }

    /// <summary>The harmonic mean of precision and recall; 0 where nothing is found.</summary>
    private static double F1(int[] found, int[] real, int category)
    {
        int right = found.Zip(real).Count(pair => pair.First == category && pair.Second == category);
        int all = found.Count(one => one == category) + real.Count(one => one == category);
        return all == 0 ? 0 : 2.0 * right / all;
    }
}

/// <summary><see cref="SyntheticTraining"/> of rows.</summary>
internal sealed record SyntheticTrainingMetric : TableMetric
{
    private const int Least = 50;

    // A fifth is tested on where no rows are held out.
    private const int Part = 5;

    public override string Name => "train-on-synthetic";

    public override IReadOnlyList<string> Aliases => ["tstr"];

    public override string Description => "tables: F1 and accuracy on real rows of a classifier trained on samples, beside one trained on the real";

    protected override int LeastGenerated(MetricInput input) => Least;

    protected override int LeastReal(MetricInput input) => Least;

    protected override string? Lack(MetricInput input)
    {
        if (base.Lack(input) is { } lack)
            return lack;
        try
        {
            SyntheticTraining.RequireTarget(KindOf(input.Real)!, input.Target);
            return null;
        }
        catch (BelamyException e)
        {
            return e.Message;
        }
    }

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        (TableSample real, TableSample generated) = (Real(input), Generated(input));
        int target = SyntheticTraining.RequireTarget(real.Kind, input.Target);
        TableSample? held = HeldOut(input);
        (TableSample training, TableSample test) = held is null
            ? (real.Rows([.. Enumerable.Range(0, real.Count).Where(row => row % Part != 0)]), real.Rows([.. Enumerable.Range(0, real.Count).Where(row => row % Part == 0)]))
            : (real, held);
        input.Progress?.Invoke($"training classifiers of {real.Kind.Columns[target].Name}");
        ClassifierScores synthetic = SyntheticTraining.Compute(generated.First(training.Count), test, target, input.Cancellation);
        ClassifierScores original = SyntheticTraining.Compute(training, test, target, input.Cancellation);
        string tested = $"column {real.Kind.Columns[target].Name.ReplaceLineEndings(" ")}; {test.Count:N0} {(held is null ? "rows tested on, which the samples may have learned from" : "held-out rows tested on")}";
        return
        [
            input.Value("F1, trained on samples", synthetic.F1, Better.Higher, features: Cells) with { Note = $"trained on the real it is {original.F1:0.0000}; {tested}" },
            input.Value("accuracy, trained on samples", synthetic.Accuracy, Better.Higher, features: Cells) with { Note = $"trained on the real it is {original.Accuracy:0.0000}" },
        ];
    }
}
