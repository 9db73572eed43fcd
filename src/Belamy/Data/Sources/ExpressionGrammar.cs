namespace Belamy.Data;

/// <summary>
/// The grammar S → x | S + S | S - S | S * S | S / S of short expressions. Kusner and Hernández-Lobato 2016, arXiv:1611.04051,
/// section 4.
/// </summary>
public static class ExpressionGrammar
{
    /// <summary>The most signs of an expression, in the paper; the longest that there is has one less.</summary>
    public const int Longest = 12;

    private const string Operators = "+-*/";

    /// <summary>Whether the grammar derives a text: x, or what it derives, an operator, and what it derives again.</summary>
    /// <param name="text">The text; blanks count as signs.</param>
    public static bool Derives(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= Longest && Parse(text) == text.Length;
    }

    /// <summary>An expression of a number of operators, each as likely as another.</summary>
    /// <param name="operators">How many, at least 0.</param>
    /// <param name="random">Numbers from U(0, 1) by the operator's place.</param>
    internal static string Expression(int operators, Func<int, double> random) =>
        string.Concat(Enumerable.Range(0, operators).Select(place => $"x{Operators[(int)(random(place) * Operators.Length)]}").Append("x"));

    /// <summary>The place behind the longest S at the beginning; 0 where there is none.</summary>
    private static int Parse(string text)
    {
        int end = 0;
        // Operators stand between two S, so that every derivation is x, operator, x …, whatever its tree.
        for (int at = 0; at < text.Length && text[at] == 'x'; at += 2)
        {
            end = at + 1;
            if (end == text.Length || !Operators.Contains(text[end], StringComparison.Ordinal))
                break;
        }

        return end;
    }
}
