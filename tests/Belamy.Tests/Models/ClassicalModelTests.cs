using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests;

public sealed class ClassicalModelTests
{
    private static readonly ArrayDataset Data = new(
        "four", [2], [1, -1, 1, 1, -1, -1, 1, 1], [0, 1, 1, 1], ["a", "b"]);

    [Fact]
    public void Naive_bayes_counts_every_item_once_a_pass()
    {
        using TrainingRun run = Gan.Train(Models.NaiveBayes with { Batch = 2 }, Data, steps: 2, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([1, 3], run.Game.Game.Store["state/class-counts"].AsSpan<float>().ToArray());
        Assert.Equal([1, 0, 2, 2], run.Game.Game.Store["state/ones"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Naive_bayes_without_classes_says_what_it_needs() =>
        Assert.Contains("classes", Assert.Throws<BelamyException>(() => new AssembledGame(Models.NaiveBayes, [2])).Message, StringComparison.Ordinal);

    [Fact]
    public void Boltzmann_machine_begins_at_the_base_rates_of_its_data()
    {
        using var game = new AssembledGame(Models.Rbm with { Latent = 3 }, Data);
        var machine = (RestrictedBoltzmann)game.Networks["machine"];
        // Three of four, and two of four, by the rule of succession.
        Assert.Equal([Math.Log(4 / 2.0), 0], machine.VisibleBias.AsSpan<float>().ToArray().Select(bias => Math.Round((double)bias, 6)), (left, right) => Math.Abs(left - right) < 1e-5);
        using var without = new AssembledGame(Models.Rbm with { Latent = 3 }, [2]);
        Assert.All(((RestrictedBoltzmann)without.Networks["machine"]).VisibleBias.AsSpan<float>().ToArray(), bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void Contrast_of_free_energies_has_the_gradient_of_contrastive_divergence()
    {
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        var machine = new RestrictedBoltzmann(3);
        machine.Build(scope.Child("machine"), [2]);
        scope.Initialize();
        var context = new ForwardContext();
        Tensor real = Tensor.Literal(NDArray.From<float>([2, 2], [1, 0, 1, 1]));
        Tensor ended = Tensor.Literal(NDArray.From<float>([2, 2], [0, 0, 0, 1]));
        Tensor contrast = machine.FreeEnergy(context, real).Mean() - machine.FreeEnergy(context, ended).Mean();
        Tensor Correlation(Tensor visible) => Tensor.MatMul(visible, machine.HiddenLogits(context, visible).Sigmoid(), transposeLeft: true) * 0.5;
        using var program = Program.Compile("contrast", [contrast.Gradient([machine.Weight.Value])[0], Correlation(ended) - Correlation(real)]);
        program.Run();
        float[] expected = program.Outputs[1].AsSpan<float>().ToArray();
        Assert.Contains(expected, value => Math.Abs(value) > 0.1);
        Assert.All(program.Outputs[0].AsSpan<float>().ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }
}
