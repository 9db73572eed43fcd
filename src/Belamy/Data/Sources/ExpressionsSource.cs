using Belamy.Data.Kinds;
using Belamy.Data.Readers;

namespace Belamy.Data;

/// <summary>Texts of a small grammar, whose samples a parser can tell from others.</summary>
internal sealed class ExpressionsSource : DataSource
{
    /// <summary>What its texts are.</summary>
    public static readonly Tokens Kind = new(ExpressionGrammar.Longest, Vocabulary.Find(["+-*/x"], ofCharacters: true));

    private const int Count = 5_000;
    private const int MostOperators = (ExpressionGrammar.Longest - 1) / 2;
    // A place for how many operators there are, and one for each of them.
    private const int NumbersOfItem = MostOperators + 1;

    public override string Name => "expressions";

    public override string Description => "5,000 texts such as x*x-x, of the grammar S → x | S+S | S-S | S*S | S/S, up to 5 operators; a sign each place of 12";

    public override string Content => "text";

    public override string License => "drawn by a formula; no licence needed";

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var numbers = new CounterRandom(options.Split == DataSplit.Train ? 0 : 1);
        float[][] items = [.. Enumerable.Range(0, Count).Select(item => Kind.Encode(ExpressionGrammar.Expression(
            (int)(Number(item, 0) * (MostOperators + 1)),
            place => Number(item, place + 1))))];
        return new FieldedDataset(Name, "text", new ItemsColumn(new Field("text", Kind), new Rows("texts", Count), items));

        double Number(int item, int place) => numbers.Uniform((ulong)((item * NumbersOfItem) + place));
    }
}
