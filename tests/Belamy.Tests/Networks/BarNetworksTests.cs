using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

/// <summary>Parts that make and judge bars of notes; whole games of them are compared with PyTorch's in <c>moves/midinet.json</c>.</summary>
public sealed class BarNetworksTests
{
    [Fact]
    public void Append_sets_values_beside_each_place()
    {
        Tensor maps = Numbers([2, 1, 2, 3], start: 1), values = Numbers([2, 2], start: 100);
        NDArray both = ConditionMaps.Append(maps, values).Evaluate();
        Assert.Equal(new Shape(2, 3, 2, 3), both.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6, .. Enumerable.Repeat(100.0, 6), .. Enumerable.Repeat(101.0, 6), 7, 8, 9, 10, 11, 12, .. Enumerable.Repeat(102.0, 6), .. Enumerable.Repeat(103.0, 6)], both.ToDoubles());
        Assert.Equal([1, 100, 101, 2, 102, 103], ConditionMaps.Append(Numbers([2, 1], start: 1), values).Evaluate().ToDoubles());
        Assert.Throws<ArgumentException>(() => ConditionMaps.Append(maps, Numbers([3, 2])));
        Assert.Throws<ArgumentException>(() => ConditionMaps.Append(maps, Numbers([2])));
    }

    [Theory]
    [InlineData(16, "16 8 4 2")]
    [InlineData(12, "12 6 3")]
    [InlineData(4, "4 2")]
    public void Lengths_are_halves_of_a_bar(int steps, string expected) => Assert.Equal(expected, string.Join(' ', BarConditioner.LengthsOf(steps)));

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public void Bars_that_are_no_double_are_refused(int steps) =>
        Assert.Contains("choose bars of 16 or 12 steps", Assert.Throws<BelamyException>(() => BarConditioner.LengthsOf(steps)).Message, StringComparison.Ordinal);

    // Twelve steps grow from three, so that the last step of the bar before is heard in the last four of the bar.
    [Fact]
    public void Bar_is_made_over_the_chord_after_the_bar_before()
    {
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 3, ElementType.Float64);
        Module Build(string name, Module network, Shape input) => network.Build(scope.Child(name), input);
        var maker = new BarGenerator(Build, new Sequential(new Dense(8)), latent: 4, chord: 3, steps: 12, pitches: 5, width: 2);
        var deaf = new BarGenerator((name, network, input) => Build($"deaf-{name}", network, input), new Sequential(new Dense(8)), latent: 4, chord: 3, steps: 12, pitches: 5, width: 2, isContinuing: false);
        var judge = new BarCritic(Build, new Sequential(new Convolution(2, kernel: 2, stride: 2)), chord: 3, steps: 12, pitches: 5, width: 2);
        scope.Initialize();
        foreach (Parameter parameter in store.Parameters.Where(parameter => parameter.Name.EndsWith("/kernel", StringComparison.Ordinal) || parameter.Name.EndsWith("/weight", StringComparison.Ordinal)))
        {
            // Initial weights are small beside what is to be seen.
            foreach (ref double weight in parameter.AsSpan<double>())
                weight *= 20;
        }

        Assert.Equal(
            ["generator", "generator-3", "generator-6", "generator-12", "generator-pitches", "previous-12", "previous-6", "previous-3", "discriminator", "discriminator-steps", "discriminator-bar", "discriminator-last"],
            maker.Networks.Concat(judge.Networks).Select(network => network.Path));
        Tensor z = Numbers([1, 4]), chord = Tensor.Literal(NDArray.From<double>([1, 3], [1, 0, 0])), silence = Tensor.Zeros([1, 1, 12, 5], ElementType.Float64);
        Tensor sounding = Tensor.Literal(NDArray.From<double>([1, 1, 12, 5], [.. new double[58], 1, 0]));
        var use = new NetworkUse((network, input, _) => network.Forward(new ForwardContext { IsTraining = false }, input));
        double[] Make(BarGenerator generator, Tensor before, Tensor over) => [.. generator.Make(use, z, before, over).Evaluate().ToDoubles()];
        double[] plain = Make(maker, silence, chord), after = Make(maker, sounding, chord);
        Assert.Equal(60, plain.Length);
        Assert.All(plain, strength => Assert.InRange(strength, 0, 1));
        Assert.NotEqual(plain, Make(maker, silence, Tensor.Literal(NDArray.From<double>([1, 3], [0, 1, 0]))));
        Assert.Equal(plain[..40], after[..40]);
        Assert.NotEqual(plain[40..], after[40..]);
        Assert.Equal(Make(deaf, silence, chord), Make(deaf, sounding, chord));

        (Tensor score, Tensor features) = judge.Score(use, sounding, silence, chord);
        Assert.Equal((new Shape(1, 1), new Shape(1, 2, 12)), (score.Shape, features.Shape));
        Assert.NotEqual(score.Evaluate().ToDoubles(), judge.Score(use, silence, sounding, chord).Score.Evaluate().ToDoubles());
    }

    [Theory]
    [InlineData(1, "1 0 0  0 0 0  1 1 0")]
    [InlineData(0, "1 1 0  0 0 0  1 1 0")]
    public void What_sounds_is_decided_by_a_half_and_slopes_go_through(float isMelody, string expected)
    {
        Tensor rolls = Tensor.Literal(NDArray.From<float>([1, 1, 3, 3], [0.9f, 0.5f, 0.1f, 0.4f, 0.3f, 0.2f, 0.75f, 0.75f, 0.25f]));
        Tensor melody = Tensor.Literal(NDArray.From<float>([1], [isMelody])), decided = SoundingPitches.Decide(rolls, melody), through = SoundingPitches.StraightThrough(rolls, melody);
        double[] values = [.. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)];
        Assert.Equal(values, decided.Evaluate().ToDoubles());
        Assert.Equal(values, through.Evaluate().ToDoubles());
        Assert.Equal(Enumerable.Repeat(2.0, 9), (2 * through).Sum().Gradient(rolls).Evaluate().ToDoubles());
    }

    [Fact]
    public void Distance_is_half_the_squared_distance_of_means() =>
        // Means (2, 3) and (0, -1): half of 4 + 16.
        Assert.Equal([10], FeatureMatching.Distance(Tensor.Literal(NDArray.From<double>([2, 2], [1, 2, 3, 4])), Tensor.Literal(NDArray.From<double>([2, 2], [1, -1, -1, -1]))).Evaluate().ToDoubles());

    private static Tensor Numbers(Shape shape, double start = 0) => Tensor.Literal(NDArray.From<double>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(at => at + start)]));
}
