namespace Belamy.Metrics;

/// <summary>
/// How many runs of words texts have in common with references. Papineni, Roukos, Ward and Zhu 2002, "BLEU: a method for automatic
/// evaluation of machine translation", over all texts together: the geometric mean of the shares of runs of 1 to n words that
/// occur in a reference, each counted as often as in the reference that has it most often, times exp(1 - r/c) where the texts, of c
/// words together, are shorter than the r words of the references that are nearest to each in length.
/// </summary>
public static class Bleu
{
    /// <summary>The longest runs.</summary>
    public const int Longest = 4;

    /// <summary>BLEU-1 to BLEU-4 of texts, all references being references of each.</summary>
    /// <param name="texts">Numbers of words; empty texts count nothing.</param>
    /// <param name="references">Numbers of words.</param>
    /// <returns>Four numbers in [0, 1], the first by single words alone; 0 where no run of a length occurs.</returns>
    public static double[] Compute(IReadOnlyList<int[]> texts, IReadOnlyList<int[]> references)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(references);
        return Compute(texts, references, areTheSame: false);
    }

    /// <summary>BLEU of each text by all the others: how alike texts are to one another, 1 where all are the same. Zhu et al. 2018, "Texygen", arXiv:1802.01886, as self-BLEU.</summary>
    /// <param name="texts">Numbers of words.</param>
    public static double[] Among(IReadOnlyList<int[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Compute(texts, texts, areTheSame: true);
    }

    private static double[] Compute(IReadOnlyList<int[]> texts, IReadOnlyList<int[]> references, bool areTheSame)
    {
        Dictionary<(int, int, int, int), Most> most = Count(references);
        int[] lengths = [.. references.Select(reference => reference.Length).Order()];
        (var found, var all) = (new double[Longest], new double[Longest]);
        (double words, double wanted) = (0, 0);
        for (int text = 0; text < texts.Count; text++)
        {
            int own = areTheSame ? text : -1;
            foreach ((var run, int count) in Runs(texts[text]))
            {
                int length = LengthOf(run);
                all[length - 1] += count;
                found[length - 1] += Math.Min(count, most.GetValueOrDefault(run).Without(own));
            }

            if (texts[text].Length == 0)
                continue;
            words += texts[text].Length;
            wanted += Nearest(lengths, texts[text].Length, areTheSame);
        }

        double brevity = words < wanted && words > 0 ? Math.Exp(1 - (wanted / words)) : 1;
        (var values, double logarithm) = (new double[Longest], 0.0);
        for (int at = 0; at < Longest; at++)
        {
            logarithm += found[at] > 0 ? Math.Log(found[at] / all[at]) : double.NegativeInfinity;
            values[at] = brevity * Math.Exp(logarithm / (at + 1));
        }

        return values;
    }

    private static Dictionary<(int, int, int, int), Most> Count(IReadOnlyList<int[]> references)
    {
        var most = new Dictionary<(int, int, int, int), Most>();
        for (int reference = 0; reference < references.Count; reference++)
        {
            foreach ((var run, int count) in Runs(references[reference]))
                most[run] = most.GetValueOrDefault(run).With(count, reference);
        }

        return most;
    }

    /// <summary>How often each run of 1 to 4 words occurs in a text; -1 stands where a run has no more words.</summary>
    private static Dictionary<(int, int, int, int), int> Runs(int[] text)
    {
        var counts = new Dictionary<(int, int, int, int), int>();
        for (int at = 0; at < text.Length; at++)
        {
            for (int length = 1; length <= Longest && at + length <= text.Length; length++)
            {
                var run = (text[at], Word(1), Word(2), Word(3));
                counts[run] = counts.GetValueOrDefault(run) + 1;

                int Word(int place) => place < length ? text[at + place] : -1;
            }
        }

        return counts;
    }

    private static int LengthOf((int First, int Second, int Third, int Fourth) run) => run.Fourth >= 0 ? 4 : run.Third >= 0 ? 3 : run.Second >= 0 ? 2 : 1;

    /// <summary>The length nearest to another, the shorter of two; where the text is among them itself it counts once less.</summary>
    private static int Nearest(int[] lengths, int length, bool isAmong)
    {
        int[] others = isAmong && Array.IndexOf(lengths, length) is >= 0 and int own ? [.. lengths[..own], .. lengths[(own + 1)..]] : lengths;
        if (others.Length == 0)
            return length;
        int at = Array.BinarySearch(others, length);
        if (at >= 0)
            return length;
        int above = ~at;
        return above == others.Length || (above > 0 && length - others[above - 1] <= others[above] - length) ? others[above - 1] : others[above];
    }

    /// <summary>How often a run occurs in the text that has it most often, which text that is, and in the next one.</summary>
    private readonly record struct Most(int Count, int Text, int Next)
    {
        public Most With(int count, int text) => count > Count ? new(count, text, Count) : this with { Next = Math.Max(Next, count) };

        public int Without(int text) => Count > 0 && Text == text ? Next : Count;
    }
}

/// <summary><see cref="Bleu"/> of samples by the data, and of samples among themselves beside that of the data.</summary>
internal sealed record BleuMetric : TextMetric
{
    // Each text is compared with all others by way of their runs; more say nothing new.
    private const int Most = 2_000;

    public override string Name => "bleu";

    public override string Description => "texts: the share of runs of 2, 3 and 4 words that occur in the data, and how alike samples are to one another";

    protected override IReadOnlyList<MetricValue> OnCompute(MetricInput input)
    {
        int[][] generated = Texts(input.GeneratedItems()), real = Texts(input.RealItems());
        double[] scores = Bleu.Compute(generated, real);
        int[][] few = [.. generated.Take(Most)], fewReal = [.. real.Take(Math.Min(Most, few.Length))];
        return
        [
            .. Enumerable.Range(2, Bleu.Longest - 1).Select(length => input.Value($"BLEU-{length}", scores[length - 1], Better.Higher, features: Words)),
            input.Value("self-BLEU-4", Bleu.Among(few)[^1], Better.Nearer, few.Length, fewReal.Length, Words) with
            {
                Note = FormattableString.Invariant($"data {Bleu.Among(fewReal)[^1]:0.0000}; above it samples are more alike"),
            },
        ];
    }
}
