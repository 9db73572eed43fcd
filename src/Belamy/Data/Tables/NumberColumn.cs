using System.Globalization;

namespace Belamy.Data.Tables;

/// <summary>What the numbers of a column are.</summary>
public enum NumberForm
{
    /// <summary>Numbers with decimals: <see cref="double"/>.</summary>
    Number,

    /// <summary>Whole numbers: <see cref="long"/>.</summary>
    Whole,

    /// <summary>Dates, as days since the beginning of 1970: <see cref="DateTime"/>.</summary>
    Date,
}

/// <summary>A mode of a column's numbers: a normal distribution.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Weight">Its share of the numbers.</param>
public readonly record struct NumberMode(double Mean, double Deviation, double Weight);

/// <summary>
/// A column of numbers by mode-specific normalization (Xu et al. 2019, arXiv:1907.00503): a value in [-1, 1] for where the number
/// lies, four deviations to each side of its mode's mean, and one for each mode, 1 for its own. Missing numbers are a mode more.
/// </summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Form">What its numbers are.</param>
/// <param name="Modes">The modes, by their means.</param>
public sealed record NumberColumn(string Name, NumberForm Form, IReadOnlyList<NumberMode> Modes) : TableColumn(Name)
{
    /// <summary>The least number.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest number.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Digits behind the point, to which decoded numbers are rounded.</summary>
    public int Decimals { get; init; } = 15;

    /// <summary>Whether cells may be missing.</summary>
    public bool HasMissing { get; init; }

    /// <summary>How dates are written.</summary>
    public string DateFormat { get; init; } = "yyyy-MM-dd";

    /// <inheritdoc/>
    public override string Description => $"{(Form == NumberForm.Whole ? "whole numbers" : Form == NumberForm.Date ? "dates" : "numbers")} of {Counted.Of(Modes.Count, "mode")}";

    /// <inheritdoc/>
    public override int Width => 1 + Modes.Count + (HasMissing ? 1 : 0);

    internal override string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{Form} {Name}: {Minimum:R} {Maximum:R} {Decimals} {HasMissing} {DateFormat} {string.Join(' ', Modes.Select(mode => string.Create(CultureInfo.InvariantCulture, $"{mode.Mean:R} {mode.Deviation:R} {mode.Weight:R}")))}");

    /// <inheritdoc/>
    public override IEnumerable<TableSpan> Spans(int start) =>
        [new TableSpan(Name, start, 1, SpanActivation.Tanh), new TableSpan(Name, start + 1, Width - 1, SpanActivation.Softmax)];

    /// <inheritdoc/>
    public override void Encode(object? cell, Span<float> values)
    {
        values.Clear();
        if (cell is null)
        {
            values[^1] = HasMissing ? 1 : throw new BelamyException($"{Name}: no cell of it may be missing");
            return;
        }

        double number = ToNumber(cell);
        int mode = NumberMixture.MostLikely(Modes, number);
        values[0] = (float)Math.Clamp((number - Modes[mode].Mean) / (NumberMixture.Reach * Modes[mode].Deviation), -1, 1);
        values[1 + mode] = 1;
    }

    /// <inheritdoc/>
    public override object? Decode(ReadOnlySpan<float> values)
    {
        int place = Largest(values[1..]);
        if (place == Modes.Count)
            return null;
        double offset = float.IsNaN(values[0]) ? 0 : Math.Clamp(values[0], -1, 1);
        double number = Math.Clamp(Modes[place].Mean + offset * NumberMixture.Reach * Modes[place].Deviation, Minimum, Maximum);
        return Form switch
        {
            NumberForm.Whole => (long)Math.Round(number),
            NumberForm.Date => DateTime.UnixEpoch.AddSeconds(Math.Round(number * 86400)),
            _ => Math.Round(number, Decimals),
        };
    }

    /// <inheritdoc/>
    public override object? Parse(string? text)
    {
        if (CellText.IsMissing(text))
            return null;
        if (Form == NumberForm.Date)
            return CellText.Date(text!)?.Date ?? throw new BelamyException($"{Name}: '{text}' is no date");
        double number = CellText.Number(text!) ?? throw new BelamyException($"{Name}: '{text}' is no number");
        return Form == NumberForm.Whole ? (long)number : number;
    }

    /// <inheritdoc/>
    public override string Format(object? cell) => cell switch
    {
        null => "",
        DateTime date => date.ToString(DateFormat, CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    /// <summary>A cell as the number that is encoded.</summary>
    internal static double ToNumber(object cell) => cell switch
    {
        double number => number,
        long whole => whole,
        DateTime date => (date - DateTime.UnixEpoch).TotalDays,
        _ => throw new BelamyException($"'{cell}' is no number"),
    };

    /// <summary>Whether these are the same modes and bounds.</summary>
    /// <param name="other">Another column.</param>
    public bool Equals(NumberColumn? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
