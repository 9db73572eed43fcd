using Belamy.Data;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>The real data that something is judged by, and which part of them it is.</summary>
/// <param name="Data">The data.</param>
/// <param name="Training">The part of them to train a classifier on; the same unless the test part was asked for.</param>
/// <param name="Split">What the part is called.</param>
internal sealed record EvaluationReference(Dataset Data, Dataset Training, string Split)
{
    /// <summary>Opens the data of a run.</summary>
    public static EvaluationReference Of(RunDescription run, DataSplit split, CancellationToken cancellation) => Open(
        run.DataSource,
        split,
        run.ToDataOptions() with { CancellationToken = cancellation });

    /// <summary>Opens data by name or path.</summary>
    /// <exception cref="BelamyException">There are no such data, or they have no test part.</exception>
    public static EvaluationReference Open(string name, DataSplit split, DataOptions options)
    {
        DataSource? source = Datasets.Sources.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (split == DataSplit.Test && source is { HasTestPart: false })
            throw new BelamyException($"--split test: {name} has no part held out for tests");
        Dataset training = Datasets.Open(name, options);
        if (split == DataSplit.Train)
            return new EvaluationReference(training, training, source?.HasTestPart == true || training is PictureFolder { HasTestPart: true } or FieldedDataset { HasTestPart: true } ? "train" : "all");
        return new EvaluationReference(Datasets.Open(name, options with { Split = DataSplit.Test }), training, "test");
    }
}
