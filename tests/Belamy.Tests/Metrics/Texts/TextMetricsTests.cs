using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Metrics;

namespace Belamy.Tests.Metrics;

/// <summary>Measures of texts.</summary>
public sealed class TextMetricsTests
{
    private const string Candidate = "It is a guide to action which ensures that the military always obeys the commands of the party";

    private static readonly string[] References =
    [
        "It is a guide to action that ensures that the military will forever heed Party commands",
        "It is the guiding principle which guarantees the military forces always being under the command of the Party",
        "It is the practical guide for the army always to heed the directions of the party",
    ];

    // Example 1 of Papineni et al. 2002: 17 of 18 words and 10 of 17 pairs occur; the documentation of NLTK's sentence_bleu has 0.5045 for runs up to four.
    [Fact]
    public void Bleu_of_the_papers_example_is_the_published()
    {
        double[] scores = Bleu.Compute(Numbers(Candidate), Numbers(References));
        Assert.Equal(17 / 18.0, scores[0], 1e-12);
        Assert.Equal(Math.Sqrt(17 / 18.0 * 10 / 17), scores[1], 1e-12);
        Assert.Equal(0.5045666840058485, scores[3], 1e-12);
    }

    // Example 2: "the" counts twice, as in the reference that has it most often.
    [Fact]
    public void Words_count_as_often_as_in_one_reference()
    {
        double[] scores = Bleu.Compute(Numbers("the the the the the the the"), Numbers("the cat is on the mat", "there is a cat on the mat"));
        Assert.Equal(2 / 7.0, scores[0], 1e-12);
        Assert.Equal(0, scores[1]);
    }

    [Fact]
    public void Short_texts_pay_for_their_brevity()
    {
        double[] scores = Bleu.Compute(Numbers("the cat"), Numbers("the cat is on the mat", "the cat is here now"));
        Assert.Equal(Math.Exp(1 - (5 / 2.0)), scores[1], 1e-12);
        // All texts together, so that an empty one changes nothing.
        Assert.Equal(scores, Bleu.Compute([.. Numbers("the cat"), []], Numbers("the cat is on the mat", "the cat is here now")));
    }

    [Fact]
    public void Self_bleu_leaves_out_the_text_itself()
    {
        Assert.Equal(1, Bleu.Among(Numbers("a b c d e", "a b c d e"))[3], 1e-12);
        Assert.Equal(0, Bleu.Among(Numbers("a b c d e", "f g h i j"))[0]);
        // Of the first, "a b" is in the second; of the second, as much in the first; the third shares nothing.
        Assert.Equal(Math.Sqrt(4 / 9.0 * 2 / 6), Bleu.Among(Numbers("a b c", "a b d", "e f g"))[1], 1e-12);
    }

    [Theory]
    [InlineData("x", true)]
    [InlineData("x*x-x/x+x+x", true)]
    [InlineData("", false)]
    [InlineData("x+", false)]
    [InlineData("+x", false)]
    [InlineData("xx", false)]
    [InlineData("x+-x", false)]
    [InlineData("x + x", false)]
    [InlineData("x+x<unknown>", false)]
    [InlineData("x+x+x+x+x+x+x", false)]
    public void Grammar_derives_what_it_should(string text, bool isDerived) => Assert.Equal(isDerived, ExpressionGrammar.Derives(text));

    [Fact]
    public void Expressions_are_all_valid_and_of_all_lengths()
    {
        (Dataset data, Dataset test) = (Datasets.Open("expressions"), Datasets.Open("expressions", new DataOptions { Split = DataSplit.Test }));
        var kind = (Tokens)data.Main.Field.Kind;
        Assert.Equal(kind, test.Main.Field.Kind);
        Assert.NotEqual(data.Fingerprint, test.Fingerprint);
        float[] values = new float[data.Count * kind.Length];
        data.ReadBatch([.. Enumerable.Range(0, data.Count)], values);
        string[] texts = [.. values.Chunk(kind.Length).Select(item => kind.Tell(item))];
        Assert.Equal(new GrammarValidity(1, (double)texts.Distinct().Count() / texts.Length), GrammarValidity.Compute(kind, values));
        Assert.All(Enumerable.Range(0, 6), operators => Assert.InRange(texts.Count(text => text.Length == 2 * operators + 1), 700, 970));
        Assert.All("+-*/", sign => Assert.InRange(texts.Sum(text => text.Count(letter => letter == sign)), 2_900, 3_350));
    }

    [Fact]
    public void Metrics_of_texts_are_measured_on_texts_and_those_of_numbers_are_not()
    {
        Dataset data = Datasets.Open("expressions");
        var input = new MetricInput(Datasets.Open("expressions", new DataOptions { Split = DataSplit.Test }), data) { Count = 2_000 };
        Assert.Equal(["bleu", "validity"], Metric.All.Where(metric => metric.Obstacle(input) is null).Select(metric => metric.Name));
        IReadOnlyList<MetricValue> values = Metric.Find("validity").Compute(input);
        Assert.Equal(1, values[0].Value);
        // Two drawn from one set are as alike as it is by itself.
        values = Metric.Find("bleu").Compute(input);
        Assert.Equal(["BLEU-2", "BLEU-3", "BLEU-4", "self-BLEU-4"], values.Select(value => value.Name));
        Assert.InRange(values[2].Value, 0.99, 1);
        Assert.Equal("it needs texts", Metric.Find("bleu").Obstacle(new MetricInput(Datasets.Open("ring8"), Datasets.Open("ring8"))));
        var others = new FieldedDataset("texts", "text", new ArrayColumn(new Field("text", DataOfModels.Texts), new Rows("texts", 20), new float[100]));
        Assert.Equal("it needs samples of the data set expressions", Metric.Find("validity").Obstacle(new MetricInput(others, others)));
    }

    private static int[][] Numbers(params string[] texts) => [.. texts.Select(text => text.Split(' ').Select(Number).ToArray())];

    private static int Number(string word) => word.Aggregate(7, (sum, letter) => (sum * 31 + letter) & 0xFFFFF);
}
