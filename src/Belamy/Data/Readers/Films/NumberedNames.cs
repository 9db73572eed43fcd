namespace Belamy.Data.Readers;

/// <summary>Orders names as people number them: frame 2 before frame 10.</summary>
internal static class NumberedNames
{
    public static readonly Comparer<string> Order = Comparer<string>.Create(Compare);

    private static int Compare(string left, string right)
    {
        (int a, int b) = (0, 0);
        while (a < left.Length && b < right.Length)
        {
            if (char.IsAsciiDigit(left[a]) && char.IsAsciiDigit(right[b]))
            {
                ReadOnlySpan<char> first = Digits(left, ref a), second = Digits(right, ref b);
                int order = first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
                if (order != 0)
                    return order;
            }
            else if (left[a] != right[b])
            {
                return left[a].CompareTo(right[b]);
            }
            else
            {
                (a, b) = (a + 1, b + 1);
            }
        }

        int length = (left.Length - a).CompareTo(right.Length - b);
        return length != 0 ? length : string.CompareOrdinal(left, right);
    }

    private static ReadOnlySpan<char> Digits(string name, ref int at)
    {
        int start = at;
        while (at < name.Length && char.IsAsciiDigit(name[at]))
            at++;
        return name.AsSpan(start, at - start).TrimStart('0');
    }
}
