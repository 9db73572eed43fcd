using Belamy.Data;
using Belamy.Data.Kinds;

namespace Belamy.Metrics;

/// <summary>A measure of rows of a table. Samples are read as the cells that they stand for, so that shares which are not quite 0 and 1 tell nothing.</summary>
internal abstract record TableMetric : Metric
{
    /// <summary>What the cells are called where items are named by what they were seen by.</summary>
    protected const string Cells = "cells";

    public override MetricNeeds Needs => MetricNeeds.TableRows;

    /// <summary>The columns of data that are rows of a table, or null.</summary>
    public static TableRows? KindOf(Dataset data) => data.Main.Field.Kind as TableRows;

    protected override string? Lack(MetricInput input) => KindOf(input.Real) is null ? "it needs rows of a table" : base.Lack(input);

    protected static TableSample Real(MetricInput input, int most = int.MaxValue) => new(KindOf(input.Real)!, input.RealItems(most));

    protected static TableSample Generated(MetricInput input, int most = int.MaxValue) => new(KindOf(input.Real)!, input.GeneratedItems(most));

    /// <summary>Rows that the generator has not seen; null where none are known.</summary>
    protected static TableSample? HeldOut(MetricInput input, int most = int.MaxValue) => input.HeldOut is { } held && KindOf(held) is { } kind && kind.Equals(KindOf(input.Real))
        ? new TableSample(kind, input.HeldOutItems(most))
        : null;
}
