using Belamy.Data;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Tests;

public sealed class SemanticInpaintingTests
{
    private const int Side = 8, Area = Side * Side;

    private static readonly SemanticInpainting Small = Models.SemanticInpainting with { Width = 2, Latent = 3, Batch = 2, SearchSteps = 20, Candidates = 2 };

    // Two holes of different places; the first touches the border.
    private static readonly float[] Masks = [.. Enumerable.Range(0, 2 * Area).Select(at => at < Area ? (at % Side < 3 && at / Side is > 1 and < 6 ? 1f : 0) : (at % Side > 3 && (at - Area) / Side > 3 ? 1f : 0))];

    private static readonly float[] Pictures = [.. Enumerable.Range(0, 2 * Area).Select(at => (float)Math.Sin(at * at))];

    [Fact]
    public void Known_pixels_stay_to_the_bit_and_holes_hold_what_the_generator_makes()
    {
        using AssembledGame game = Assemble(Small), pasting = Assemble(Small with { Blending = Blending.Paste });
        float[] made = Run(Restore(game) with { Finish = null }), blended = Run(Restore(game)), pasted = Run(Restore(pasting));
        for (int at = 0; at < made.Length; at++)
        {
            Assert.Equal(Masks[at] > 0 ? made[at] : Pictures[at], pasted[at]);
            Assert.True(Masks[at] > 0 || blended[at] == Pictures[at], $"pixel {at} was known");
        }

        Assert.NotEqual(pasted, blended);
        Assert.Equal(blended, Run(Restore(game)));
    }

    [Fact]
    public void Pixels_of_a_hole_change_nothing()
    {
        using AssembledGame game = Assemble(Small);
        float[] spoiled = [.. Pictures.Zip(Masks, (value, mask) => mask > 0 ? -value : value)];
        Assert.Equal(Run(Restore(game)), Run(Restore(game), spoiled));
    }

    [Theory]
    [InlineData(7, 0.003)]
    [InlineData(3, 2)]
    [InlineData(0, 0)]
    public void Loss_is_the_weighted_context_and_how_unreal_it_looks(int window, double prior)
    {
        using AssembledGame game = Assemble(Small with { Window = window, PriorWeight = prior });
        // What an untrained discriminator thinks is nearly nothing, of everything.
        Enlarge(game.Game.Players[0].Parameters, 20);
        float[] latents = [0.5f, -0.25f, 0.75f, -1, 1, 0.125f];
        float[] made = game.RequireGenerator().Generate(latents).Values.ToArray();
        using var score = new Runner(game.Functions.Single(function => function.Name == "score"));
        float[] scores = score.Run([made], cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(scores, one => Assert.InRange(Math.Abs(one), 0.05, 20));
        var context = new ForwardContext() { IsTraining = false, CollectsUpdates = false };
        Tensor[] terms = [.. Restore(game).Search!.Loss(context, [Literal(Pictures, 2, 1, Side, Side), Literal(Masks, 2, 1, Side, Side)], Literal(latents, 2, 3))];
        Assert.Equal(prior > 0 ? 2 : 1, terms.Length);
        for (int item = 0; item < 2; item++)
        {
            // Sums of dozens of float32.
            Assert.Equal(Enumerable.Range(0, Area).Sum(at => Weight(item, at, window) * Math.Abs((double)made[(item * Area) + at] - Pictures[(item * Area) + at])), terms[0].Evaluate().ToDoubles()[item], 1e-4);
            if (prior > 0)
                Assert.Equal(prior * Math.Log(1 + Math.Exp(-scores[item])), terms[1].Evaluate().ToDoubles()[item], 1e-5);
        }
    }

    [Fact]
    public void Search_makes_the_context_fit_better()
    {
        using AssembledGame game = Assemble(Small with { PriorWeight = 0, Window = 0, SearchSteps = 100 });
        // What an untrained generator makes is grey everywhere.
        Enlarge(game.Parts.Average!.Averages.Values, 20);
        Function restore = Restore(game) with { Finish = null };
        Assert.InRange(Error(Run(restore)), 0, 0.95 * Error(Run(restore with { Search = restore.Search! with { Steps = 0 } })));

        static double Error(float[] made) => made.Select((value, at) => (1 - Masks[at]) * Math.Abs(value - Pictures[at])).Sum();
    }

    [Fact]
    public void Windows_have_a_middle()
    {
        BelamyException refusal = Assert.Throws<BelamyException>(() => Assemble(Small with { Window = 4 }));
        Assert.Contains("window=4: must be an odd number, or 0", refusal.Message, StringComparison.Ordinal);
    }

    private static void Enlarge(IEnumerable<Parameter> parameters, float factor)
    {
        foreach (Parameter weights in parameters.Where(weights => weights.Shape.Rank > 1))
        {
            foreach (ref float weight in weights.AsSpan<float>())
                weight *= factor;
        }
    }

    private static double Weight(int item, int at, int window)
    {
        if (Masks[(item * Area) + at] > 0)
            return 0;
        if (window == 0)
            return 1;
        (int y, int x) = Math.DivRem(at, Side);
        return Enumerable.Range(0, Area).Count(other => Masks[(item * Area) + other] > 0 && Math.Max(Math.Abs((other / Side) - y), Math.Abs((other % Side) - x)) <= window / 2) / (double)(window * window);
    }

    private static Tensor Literal(float[] values, params int[] shape) => Tensor.Literal(NDArray.From(new Shape(shape), values));

    private static AssembledGame Assemble(SemanticInpainting recipe) => new(recipe, new ArrayDataset("noise", [1, Side, Side], Pictures, [0, 0], ["a"]));

    private static Function Restore(AssembledGame game) => game.Functions.Single(function => function.Name == "restore");

    private static float[] Run(Function function, float[]? pictures = null)
    {
        using var runner = new Runner(function);
        return runner.Run([pictures ?? Pictures, Masks], cancellationToken: TestContext.Current.CancellationToken);
    }
}
