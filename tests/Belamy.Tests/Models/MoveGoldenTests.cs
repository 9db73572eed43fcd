using Belamy.Games;
using Belamy.Tensors;
using Belamy.TestSupport;
using Belamy.Training;

namespace Belamy.Tests;

/// <summary>
/// Every move of every model as it is compiled, against its loss, its gradients and what it changes, which
/// <c>tests/golden/moves</c> wrote by hand from the papers and PyTorch computed in float64.
/// </summary>
public sealed class MoveGoldenTests
{
    // Programs compute in float32: some 6e-8 of each term, a few dozen terms to a value. An array whose terms cancel is off by
    // a share of the largest gradient of its move.
    private const double Relative = 2e-5;
    private const double OfLargest = 1e-6;

    // What steps change is compared as it stands, so that a change of 2e-4 is known to a few parts in a thousand.
    private const double AfterSteps = 5e-7;

    private static readonly Dictionary<string, GoldenFile> Files = Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "golden", "moves"), "*.json")
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => GoldenFile.Load(Path.Combine("moves", Path.GetFileName(path))));

    public static TheoryData<string, string> Moves => [.. Files.SelectMany(file => file.Value.OfKind("Move").Select(move => (file.Key, move.Name)))];

    public static TheoryData<string> Games => [.. Files.Keys];

    [Fact]
    public void Every_model_has_its_moves_recorded() =>
        Assert.Equal(Models.All.Select(model => model.Name).Order(), Files.Values.Select(file => file["game"].Text("model")).Distinct().Order());

    [Theory]
    [MemberData(nameof(Games))]
    public void Players_and_weights_are_those_of_the_formulas(string game)
    {
        using var played = new RecordedGame(Files[game]);
        Assert.Equal(played.Players, played.Game.Players.Select(player => player.Name));
        IEnumerable<string> made = played.Assembled.Networks.Values.SelectMany(network => network.Parameters.Concat(network.Statistics)).Select(parameter => parameter.Name);
        string[] besides = ["average", "state/", "optimizer/", "schedule/"];
        Assert.Equal(made.Order(), played.Given.Where(name => !besides.Any(path => name.StartsWith(path, StringComparison.Ordinal))).Order());
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void Recipe_has_the_settings_of_the_paper(string game)
    {
        GoldenCase recorded = Files[game]["game"];
        Recipe recipe = Models.Find(recorded.Text("model")).Recipe.Resolve(new Shape(recorded.Integers("item")));
        foreach (string setting in recorded.Text("paper").Split(';', StringSplitOptions.RemoveEmptyEntries))
            Assert.True(recipe == recipe.With(setting), $"{game}: {setting} is that of the paper, and not that of {recipe.Model}");
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Loss_and_gradients_equal_the_formula(string game, string name)
    {
        GoldenCase recorded = Files[game][name];
        using var played = new RecordedGame(Files[game]);
        using Move move = played.Probe(recorded.Integer("player"));
        Assert.Equal((recorded.Flag("data"), recorded.Flag("labels")), (move.TakesData, move.TakesLabels));
        Assert.Equal(recorded.Text("fields", ""), string.Join(';', played.FieldsOf(move).Order()));
        string gradients = $"optimizer/{move.Player.Name}/gradient/";
        double looseness = played.Looseness;
        double largest = recorded.Gradients.Values.SelectMany(gradient => gradient.ToDoubles()).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int run = 1; run <= 2; run++)
        {
            played.Feed(move, run - 1);
            move.Program.Run();
            AssertNear(recorded.Outputs[$"{run} loss"].ToDoubles()[0], move.Loss, looseness, $"{game}: loss of {move.Player.Name}, run {run}");
            Assert.Equal(Named(recorded.Outputs, $"{run} ").Where(measure => measure != "loss").Order(), move.Measures.Order());
            for (int at = 0; at < move.Measures.Count; at++)
                AssertNear(recorded.Outputs[$"{run} {move.Measures[at]}"].ToDoubles()[0], move.Measured(at), looseness, $"{game}: {move.Measures[at]}, run {run}");
            Assert.Equal(move.Player.Parameters.Select(parameter => parameter.Name).Order(), Named(recorded.Gradients, $"{run} ").Order());
            foreach (Parameter parameter in move.Player.Parameters)
                AssertClose(recorded.Gradients[$"{run} {parameter.Name}"], played.Value(gradients + parameter.Name), largest * OfLargest, looseness, $"{game}: gradient of {move.Player.Name} by {parameter.Name}, run {run}");
        }

        string[] changes = [.. Named(recorded.Outputs, "after ")];
        foreach (string changed in changes)
            AssertClose(recorded.Outputs[$"after {changed}"], played.Value(changed), 1e-6, looseness, $"{game}: {changed} after two moves of {move.Player.Name}");
        // All else stands still: other players' weights, the statistics of networks that do not move.
        Assert.Empty(played.Changed().Where(other => other != "random" && !other.StartsWith(gradients, StringComparison.Ordinal)).Except(changes));
        Assert.Equal([1, 0, 3, 0], played.Value("random").ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Games))]
    public void State_after_steps_equals_the_formula(string game)
    {
        GoldenCase recorded = Files[game]["steps"];
        using var played = new RecordedGame(Files[game]);
        var options = new TrainingOptions { Steps = recorded.Integer("steps"), LearningRateDecay = played.Assembled.Recipe.LearningRateDecay, MetricsEvery = 1 };
        Assert.Equal(recorded.Number("decay"), options.LearningRateDecay);
        TrainingResult result = new Trainer(played.Game, played.Data(played.Assembled.Recipe), options).Run(TestContext.Current.CancellationToken);
        Assert.Equal(recorded.Integer("batches") * played.Batch, result.State.Position);
        Assert.Equal([1, 0, recorded.Integer("moves") + 1, 0], played.Value("random").ToDoubles());
        foreach ((string name, NDArray value) in recorded.Outputs)
            AssertClose(value, played.Value(name), AfterSteps, played.Looseness, $"{game}: {name} after {recorded.Integer("steps")} steps");
        Assert.Empty(played.Changed().Where(name => name is not ("random" or "rollbacks") && !name.StartsWith("metrics/", StringComparison.Ordinal)).Except(recorded.Outputs.Keys));
    }

    private static IEnumerable<string> Named(IReadOnlyDictionary<string, NDArray> arrays, string prefix) =>
        arrays.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);

    private static void AssertNear(double expected, double actual, double looseness, string what) =>
        Assert.True(Math.Abs(expected - actual) <= looseness * Relative * Math.Max(Math.Abs(expected), 0.1), $"{what} is {actual:G9} instead of {expected:G9}");

    /// <summary>Each element is off by a share of the larger of itself and the array's root mean square, or by the least amount.</summary>
    private static void AssertClose(NDArray expected, NDArray actual, double least, double looseness, string what)
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape} instead of {expected.Shape}");
        double[] wanted = expected.ToDoubles(), got = actual.ToDoubles();
        double typical = wanted.Length == 0 ? 0 : Math.Sqrt(wanted.Average(value => value * value));
        for (int at = 0; at < wanted.Length; at++)
        {
            double allowed = looseness * Math.Max(least, Relative * Math.Max(Math.Abs(wanted[at]), typical));
            Assert.True(Math.Abs(got[at] - wanted[at]) <= allowed, $"{what}: element {at} is {got[at]:G9} instead of {wanted[at]:G9} (allowed {allowed:G3})");
        }
    }
}
