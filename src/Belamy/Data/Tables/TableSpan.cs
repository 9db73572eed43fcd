namespace Belamy.Data.Tables;

/// <summary>What a last layer has to make of the values of a span.</summary>
public enum SpanActivation
{
    /// <summary>One number in [-1, 1]: where a cell lies about the mean of its mode.</summary>
    Tanh,

    /// <summary>Shares that are one together: which mode or which category.</summary>
    Softmax,
}

/// <summary>Values of an encoded row that belong together.</summary>
/// <param name="Column">The name of the column that they encode.</param>
/// <param name="Start">The first of them.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Activation">What a last layer has to make of them.</param>
public readonly record struct TableSpan(string Column, int Start, int Length, SpanActivation Activation);
