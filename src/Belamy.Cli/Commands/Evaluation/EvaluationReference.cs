using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>The real data that something is judged by, and which part of them it is.</summary>
/// <param name="Data">The data.</param>
/// <param name="Training">The part of them to train a classifier on; the same unless the test part was asked for.</param>
/// <param name="Split">What the part is called.</param>
internal sealed record EvaluationReference(Dataset Data, Dataset Training, string Split)
{
    /// <summary>Rows of a table that nobody has learned from; null where none are known.</summary>
    public Dataset? HeldOut { get; init; }

    /// <summary>Opens the data of a run.</summary>
    public static EvaluationReference Of(RunDescription run, DataSplit split, CancellationToken cancellation) => Open(
        run.DataSource,
        split,
        run.ToDataOptions() with { CancellationToken = cancellation });

    /// <summary>Opens data by name or path.</summary>
    /// <exception cref="BelamyException">There are no such data, or they have no test part.</exception>
    public static EvaluationReference Open(string name, DataSplit split, DataOptions options)
    {
        DataSource? source = Datasets.FindSource(name);
        if (split == DataSplit.Test && source is { HasTestPart: false })
            throw new BelamyException($"--split test: {name} has no part held out for tests");
        Dataset training = Datasets.Open(name, options);
        bool hasTestPart = HasTestPart(name, training);
        DataOptions ofTests = options with { Split = DataSplit.Test, Item = options.Item ?? (training is FieldedDataset { Content: not null } ? training.Main.Field.Kind : null) };
        return split == DataSplit.Test
            ? new EvaluationReference(Datasets.Open(name, ofTests), training, "test")
            : new EvaluationReference(training, training, NameOfTraining(name, training))
            {
                HeldOut = hasTestPart && training.Main.Field.Kind is TableRows ? Datasets.Open(name, ofTests) : null,
            };
    }

    /// <summary>What the part is called that is trained on: that, or all where there is no other.</summary>
    /// <param name="name">What it was opened by.</param>
    /// <param name="training">The data.</param>
    public static string NameOfTraining(string name, Dataset training) => HasTestPart(name, training) ? "train" : "all";

    private static bool HasTestPart(string name, Dataset training) =>
        Datasets.FindSource(name)?.HasTestPart == true || training is PictureFolder { HasTestPart: true } or FieldedDataset { HasTestPart: true };

    /// <summary>The same with held-out rows of a file or folder, or of the test part of data that have one.</summary>
    /// <exception cref="BelamyException">They cannot be read, or what is compared is no table.</exception>
    public EvaluationReference With(string heldOut, CancellationToken cancellation)
    {
        if (Data.Main.Field.Kind is not TableRows rows)
            throw new BelamyException($"--held-out {heldOut}: is for tables, and {Data.Name} has {Data.Main.Field.Kind.Description}; leave it out");
        var options = new DataOptions { Content = "table", Item = rows, CancellationToken = cancellation };
        Dataset held = Datasets.Open(heldOut, Datasets.FindSource(heldOut) is not null ? options with { Split = DataSplit.Test } : options);
        return held.Main.Field.Kind.Equals(rows) ? this with { HeldOut = held } : throw new BelamyException($"--held-out {heldOut}: has other columns than {Data.Name}");
    }
}
