using Belamy.Cli.Output;
using Belamy.Metrics;

namespace Belamy.Cli.Tests.Output;

public sealed class EvaluationTextTests
{
    [Theory]
    [InlineData(double.NaN, "-")]
    [InlineData(0, "0")]
    [InlineData(25, "25")]
    [InlineData(26000, "26,000")]
    [InlineData(2.0794, "2.0794")]
    [InlineData(-12.345, "-12.35")]
    [InlineData(412.34, "412.3")]
    [InlineData(1234.5, "1,234")]
    [InlineData(0.00001234, "1.23e-5")]
    public void Number_is_short_whatever_its_size(double value, string expected) => Assert.Equal(expected, Quantity.Measured(value));

    [Fact]
    public void Write_two_puts_each_value_under_its_name_and_a_star_to_the_better()
    {
        string[] lines = Lines(
            Result("runs/a", 30, Value("error", 2, Better.Lower), Value("recall", 0.5, Better.Higher), Value("likeness", 1, Better.Nearer), Value("precision", 0.25, Better.Higher)),
            Result("runs/b", 60, Value("error", 3, Better.Lower), Value("recall", 0.75, Better.Higher), Value("likeness", 2, Better.Nearer), Value("precision", 0.25, Better.Higher)));
        Assert.Equal("runs/a at step 30 and runs/b at step 60 beside digits, 10,000 items:", lines[0]);
        Assert.Equal("metric     runs/a  runs/b    better  seen by  samples  real      note", lines[2].Trim());
        Assert.Equal("error      2 *     3         ↓       pixels   100      200, all", lines[3].Trim());
        Assert.Equal("recall     0.5000  0.7500 *  ↑       pixels   100      200, all", lines[4].Trim());
        // Nothing says which is nearer, and equal ones are not better than each other.
        Assert.Equal("likeness   1       2         →←      pixels   100      200, all", lines[5].Trim());
        Assert.Equal("precision  0.2500  0.2500    ↑       pixels   100      200, all", lines[6].Trim());
    }

    [Fact]
    public void Write_two_tells_what_differs_for_each()
    {
        MetricValue test = Value("test", 0.5, Better.Nearer) with { Note = "0.5: alike; p = 0.3; 20 judged" };
        string[] lines = Lines(
            Result("./pictures", null, test with { Generated = 40, Real = 40 }, Value("missing", 1, Better.Higher)),
            Result("runs/b", 60, test with { Value = 0.75, Note = "0.5: alike; p = 0.01; 20 judged" }));
        Assert.Equal("./pictures and runs/b at step 60 beside digits, 10,000 items:", lines[0]);
        Assert.Equal("test     0.5000      0.7500  →←      pixels   40 / 100  40, all / 200, all  0.5: alike; p = 0.3 / p = 0.01; 20 judged", lines[3].Trim());
        // What was measured of one alone has no better.
        Assert.Equal("missing  1           -       ↑       pixels   100       200, all", lines[4].Trim());
    }

    [Fact]
    public void Write_two_of_one_run_names_their_steps()
    {
        string[] lines = Lines(Result("runs/a", 500, Value("error", 2, Better.Lower)), Result("runs/a", 1000, Value("error", 1, Better.Lower)));
        Assert.Equal("metric  runs/a at step 500  runs/a at step 1,000  better  seen by  samples  real      note", lines[2].Trim());
        Assert.Equal("error   2                   1 *                   ↓       pixels   100      200, all", lines[3].Trim());
    }

    private static string[] Lines(params EvaluationResult[] results)
    {
        var output = new StringWriter();
        EvaluationText.Write(results, output);
        return output.ToString().ReplaceLineEndings("\n").Split('\n');
    }

    private static EvaluationResult Result(string subject, long? step, params MetricValue[] values) => new()
    {
        Subject = subject,
        Step = step,
        Reference = "digits",
        ReferenceCount = 10_000,
        Classes = null,
        Values = [.. values.Select(value => ("metric", value))],
        LeftOut = [],
    };

    private static MetricValue Value(string name, double value, Better better) => new(name, value, better)
    {
        Features = "pixels",
        Generated = 100,
        Real = 200,
        Split = "all",
    };
}
