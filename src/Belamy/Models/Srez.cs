using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Small pictures made four times as high and wide, of which nobody shows how they looked: Garcia 2016, "Image super-resolution through deep learning", the program srez.</summary>
/// <remarks>
/// <para>G is to make pictures that look real, and that are x when they are shrunk again: f E|s(G(x)) - x| - (1 - f) E[ln D(G(x))], f = 0.9, where s takes the means of squares. Unlike in
/// <see cref="Srgan"/> nothing compares G(x) with the picture that x comes from; D is shown others.</para>
/// <para>The distance is of values in [0, 1] in the program: it counts half here. The networks are those of <see cref="ResidualEnlarger"/>.</para>
/// <para>Ours: inputs are shrunk by a bicubic filter in this library, so that the distance is to the means of squares of the field <c>target</c>, which say no more than a small picture does. A quarter of the
/// program's maps; a rate of 10⁻³ for G and 2·10⁻⁴ for D that falls to 0 over the last half of the run, where the program has 2·10⁻⁴, halved at every 5,000 steps, for both.</para>
/// </remarks>
public sealed record Srez : TwoPlayerRecipe
{
    /// <summary>The settings of the program, but for what is said to be ours.</summary>
    public Srez()
    {
        Networks = new NetworkPair(
            "residual blocks and doublings, places",
            sizes => ResidualEnlarger.Create(sizes.Item[0], 4 * sizes.Width, doublings: 2),
            sizes => ResidualEnlarger.CreateCritic(sizes.Width, sizes.Item[1], sizes.Item[2]))
        {
            Defaults = _ => new NetworkDefaults(Width: 16, LearningRate: 2e-4),
        };
        Generator = new PlayerSettings { LearningRate = 1e-3 };
        LearningRateDecay = 0.5;
        Batch = 16;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>f: the share that likeness to the small picture has in G's loss; what is left is the game's.</summary>
    [Range(0.0, 1.0)]
    public double Faithfulness { get; init; } = 0.9;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field input, Pictures small) = setup.Field<Pictures>("input");
        (Field target, Pictures large) = setup.Field<Pictures>("target");
        NetworkSizes sizes = setup.Sizes with { Item = large.Shape };
        int doublings = ShrunkenPictures.Doublings(small, large);
        Module generator = setup.Build("generator", Enlarger(), small.Shape, large.Shape);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(sizes), large.Shape, [1]);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic(Discriminator, Penalty, discriminator, Objective, turn => (turn[target], turn.ApplyFrozen(generator, turn[input])));
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor made = turn.Apply(generator, turn[input]), error = Reconstruction.Absolute(Shrink(turn[target]), Shrink(made));
            turn.Measure("error", error);
            // Values from -1 to 1 are twice as far apart as those of the program.
            Tensor likeness = error * (Faithfulness / 2);
            if (Faithfulness == 1)
                return likeness;
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, turn[target]), turn.ApplyFrozen(discriminator, made));
            return likeness + ((1 - Faithfulness) * Objective.GeneratorLoss(real, generated));
        }, average);
        return new GameParts([.. critic, maker], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("upscale", [input], target, (context, fields) => generator.Forward(context, fields[0]))
                {
                    Average = average,
                    AnySize = new AnySize(1 << doublings, ResidualEnlarger.Reach(doublings), (height, width) =>
                    {
                        Module sized = setup.BuildAgain("generator", Enlarger(), [small.Channels, height, width]);
                        return (context, fields) => sized.Forward(context, fields[0]);
                    }),
                },
            ],
        };

        Module Enlarger() => ResidualEnlarger.Create(large.Channels, 4 * sizes.Width, doublings);

        Tensor Shrink(Tensor pictures)
        {
            int side = 1 << doublings;
            return pictures.Reshape(pictures.Shape[0], pictures.Shape[1], small.Height, side, small.Width, side).Mean([3, 5]);
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Srez"/>
    [Model("srez", Card = "N6", Takes = "input target", Shrinks = 4, Year = 2016, Title = "Image super-resolution through deep learning", Authors = "Garcia")]
    public static Srez Srez { get; } = new();
}
