using System.Globalization;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests.Objectives;

/// <summary>Formulas that are read and the losses that are trained with are two writings of the same thing.</summary>
public sealed class LossFormulaTests
{
    private static readonly double[] Real = [-1.5, 0.3, 2, -0.2, 0.9, 40], Generated = [0.4, -2.5, 0.1, 1.7, -0.3, -60];

    // Logarithms of numbers near 1, in double precision.
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Names { get; } = [.. Objective.All.Where(objective => objective.DiscriminatorFormula is not null).Select(objective => objective.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Formula_of_an_objective_has_the_value_of_its_loss(string name)
    {
        Objective objective = Objective.All.Single(one => one.Name == name);
        Agrees(objective);
    }

    [Fact]
    public void Formulas_follow_settings()
    {
        Agrees(new NonSaturating { DiscriminatorWeight = 0.5 });
        Agrees(new SmoothedCrossEntropy { Real = 0.8, Fake = 0.1 });
        Agrees(new LeastSquares { Fake = -1, Real = 1, Target = 0 });
        Agrees(new Hinge { Margin = 2 });
        Agrees(new NoisyLabels { RealFrom = 0.5, Flipping = 0.25 });
        foreach (RelativisticBase form in Enum.GetValues<RelativisticBase>())
        {
            Agrees(new RelativisticAverage { Base = form });
            Agrees(new Relativistic { Base = form });
        }
    }

    [Fact]
    public void Every_objective_of_scores_alone_has_formulas() => Assert.Equal(Objective.All.Select(objective => objective.Name), Names.Select(row => row.Data));

    [Theory]
    [InlineData("minimax", "−E[ln D(x)] − E[ln(1 − D(G(z)))]", "E[ln(1 − D(G(z)))]")]
    [InlineData("non-saturating", "−E[ln D(x)] − E[ln(1 − D(G(z)))]", "−E[ln D(G(z))]")]
    [InlineData("smoothed", "−E[0.9 ln D(x) + 0.1 ln(1 − D(x))] − E[ln(1 − D(G(z)))]", "−E[ln D(G(z))]")]
    [InlineData("least-squares", "½ E[(D(x) − 1)²] + ½ E[D(G(z))²]", "½ E[(D(G(z)) − 1)²]")]
    [InlineData("hinge", "E[max(0, 1 − D(x))] + E[max(0, 1 + D(G(z)))]", "−E[D(G(z))]")]
    [InlineData("boundary-seeking", "−E[ln D(x)] − E[ln(1 − D(G(z)))]", "½ E[(ln D(G(z)) − ln(1 − D(G(z))))²]")]
    [InlineData("wasserstein", "E[D(G(z))] − E[D(x)]", "−E[D(G(z))]")]
    [InlineData("relativistic", "−E[ln σ(D(x) − D(G(z)))]", "−E[ln σ(D(G(z)) − D(x))]")]
    [InlineData("relativistic-average", "−E[ln σ(D(x) − E[D(G(z))])] − E[ln σ(E[D(x)] − D(G(z)))]", "−E[ln σ(E[D(G(z))] − D(x))] − E[ln σ(D(G(z)) − E[D(x)])]")]
    public void Formula_reads_as_the_paper_writes_it(string name, string discriminator, string generator)
    {
        Objective objective = Objective.All.Single(one => one.Name == name);
        Assert.Equal((discriminator, generator), ($"{objective.DiscriminatorFormula}", $"{objective.GeneratorFormula}"));
    }

    [Fact]
    public void Numbers_are_put_in_under_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = commas;
        try
        {
            Assert.Equal("−(−0.693) − (−1.313)", new Minimax().DiscriminatorFormula.PutIn([0], [1]));
            Assert.Equal("½ 0.250 + ½ 4.000", new LeastSquares().DiscriminatorFormula.PutIn([0.5], [2]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Agrees(Objective objective)
    {
        Tensor real = Scores(Real), generated = Scores(Generated);
        Assert.Equal(Number(objective.DiscriminatorLoss(real, generated)), objective.DiscriminatorFormula!.Value(Real, Generated), Tolerance);
        Assert.Equal(Number(objective.GeneratorLoss(real, generated)), objective.GeneratorFormula!.Value(Real, Generated), Tolerance);
    }

    private static Tensor Scores(double[] values) => Tensor.Literal(NDArray.From<double>([values.Length, 1], values));

    private static double Number(Tensor scalar) => scalar.Evaluate().AsSpan<double>()[0];
}
