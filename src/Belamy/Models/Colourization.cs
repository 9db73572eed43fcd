using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Colours for grey pictures. Nazeri, Ng and Ebrahimi 2018, "Image colorization using generative adversarial networks", arXiv:1803.05400.
/// </summary>
/// <remarks>
/// <para>Pictures are lightness x and colour y, a* and b* of CIELAB. min over G of -E[ln D(x, G(x))] + λ E‖G(x) - y‖₁, max over D of
/// E[ln D(x, y)] + E[ln(1 - D(x, G(x)))], λ = 100: there is no noise. What comes out has the lightness of what was given.</para>
/// <para>G is a <see cref="UNet"/>, D a <see cref="PatchCritic"/> on lightness and colours. Adam with β₁ = ½ and a rate of 2 · 10⁻⁴.</para>
/// <para>Ours: sizes and normalization of both networks are those of pix2pix; one move of G in a step, not two; batches of 16.</para>
/// </remarks>
public sealed record Colourization : TwoPlayerRecipe
{
    private const int Directions = 2;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Colourization()
    {
        Networks = new NetworkPair(
            "u-net and patches",
            sizes => UNet.Create(sizes.Item[0], sizes.Width, sizes.Item[1], sizes.Item[2]),
            PatchCritic.For)
        {
            Defaults = item => new NetworkDefaults(Width: item[^1] >= 128 ? 64 : 32),
        };
        Batch = 16;
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>λ: what the distance to the true colours counts.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Faithfulness { get; init; } = 100;

    /// <summary>What it counts that colours look real; 0 for the distance alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Realism { get; init; } = 1;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field picture, Pictures looks) = setup.Pictures();
        if (looks.Channels != 3)
            throw new BelamyException($"{Models.NameOf(this)}: learns colours of pictures that have them, and these have {looks.Channels} channel{(looks.Channels == 1 ? "" : "s")}, not red, green and blue; choose others, see belamy data");
        var grey = new Field("grey", new Pictures(1, looks.Height, looks.Width) { Fit = looks.Fit });
        Shape light = looks.Shape.With(0, 1), colours = looks.Shape.With(0, Directions);
        Module generator = setup.Build("generator", Networks.Generator(setup.Sizes with { Item = colours }), light, colours);
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(setup.Sizes with { Item = looks.Shape }), looks.Shape);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            Tensor seen = LabColours.FromPictures(turn.Data), made = Join(Light(seen), turn.ApplyFrozen(generator, Light(seen)));
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, seen), turn.Apply(discriminator, made));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(pictures => PatchCritic.PerItem(turn.ApplyFrozen(discriminator, pictures)), seen, made, PatchCritic.PerItem(real), PatchCritic.PerItem(generated));
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player painter = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor seen = LabColours.FromPictures(turn.Data), x = Light(seen), made = turn.Apply(generator, x);
            Tensor distance = Reconstruction.Absolute(seen.Slice(1, 1, Directions), made);
            turn.Measure("distance", distance);
            if (Realism == 0)
                return Faithfulness * distance;
            (Tensor real, Tensor generated) = (turn.ApplyFrozen(discriminator, seen), turn.ApplyFrozen(discriminator, Join(x, made)));
            return (Realism * Objective.GeneratorLoss(real, generated)) + (Faithfulness * distance);
        }, average);
        return new GameParts([.. critic, painter], Order, null)
        {
            Average = average,
            Functions =
            [
                new Function("colourize", [grey], picture, (context, fields) =>
                {
                    Tensor x = Light(LabColours.FromPictures(Three(fields[0])));
                    return LabColours.ToPictures(Join(x, generator.Forward(context, x)));
                })
                {
                    Average = average,
                    // People see far less of where colours end than of where light does.
                    Overlay = (shades, made) => LabColours.ToPictures(Join(Light(LabColours.FromPictures(Three(shades))), LabColours.FromPictures(made).Slice(1, 1, Directions))),
                },
                new Function("grey", [picture], grey, (_, fields) => LabColours.Grey(fields[0])),
            ],
        };

        static Tensor Three(Tensor shades) => Tensor.Concat(1, shades, shades, shades);

        static Tensor Light(Tensor lab) => lab.Slice(1, 0, 1);

        static Tensor Join(Tensor light, Tensor colours) => Tensor.Concat(1, light, colours);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Colourization"/>
    [Model("colourization", Card = "D10", Year = 2018, Arxiv = "1803.05400", Title = "Image colorization using generative adversarial networks", Authors = "Nazeri, Ng, Ebrahimi")]
    public static Colourization Colourization { get; } = new();
}
