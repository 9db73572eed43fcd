using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Invertible conditional GAN: encoders of a conditional generator, by which a picture becomes one of another class. Perarnau, van de Weijer,
/// Raducanu and Álvarez 2016, "Invertible conditional GANs for image editing", arXiv:1611.06355.
/// </summary>
/// <remarks>
/// <para>First a conditional GAN: D maximizes ln D(x, y) + ½ (ln(1 - D(x, y')) + ln(1 - D(G(z, y), y))), where y is the class of the picture x and
/// y' another one; G plays the non-saturating form. G takes y beside z, D beside each place of its first layer's maps (section 4.1).</para>
/// <para>And two encoders: E_z lowers E‖z - E_z(G(z, y))‖², E_y lowers E‖y - E_y(x)‖², where y is a 1 among zeros (section 3.1), means both. They do not
/// know of each other, which is the best of the paper's kinds of encoders. Both have convolutions of 5×5 with stride 2 to w, 2w, 4w and 8w maps,
/// batch norm, ReLU, and a dense layer; w is 32 in the paper. A picture x becomes G(E_z(x), y') for any y', and G(E_z(x), E_y(x)) rebuilds it.</para>
/// <para>Ours: E_y learns beside the game and on, E_z in the last third of the steps, both by the generator's rate and optimizer; maps are halved while more than 2 pixels are left; what
/// is E_y's greatest value is the class; pictures are made by the moving average of the generator, which E_z learns on too.</para>
/// </remarks>
public sealed record Icgan : LatentRecipe
{
    private const int MostHalvings = 4;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public Icgan()
    {
        Steps = 6000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>The share of real pictures with a wrong class in what the discriminator is to tell from the real; ½ in the paper, 0 for none.</summary>
    [Range(0.0, 1.0)]
    public double Mismatch { get; init; } = 0.5;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field picture, _) = setup.Pictures();
        int classes = setup.RequireClasses();
        Field category = setup.Fields.FirstOrDefault(field => field.Kind is Classes) ?? new Field(DatasetColumns.ClassName, new Classes([.. Enumerable.Range(0, classes).Select(at => $"{at}")]));
        Module generator = setup.Build("generator", new Sequential(new LabelMaps(classes), Networks.Generator(setup.Sizes)), [setup.Sizes.Latent], setup.Item);
        (Sequential first, Sequential rest) = Networks.Chain(Networks.Discriminator(setup.Sizes)).Split(2);
        Module discriminator = setup.Build("discriminator", new Sequential(first, new LabelMaps(classes), rest), setup.Item, [1]);
        Module latents = setup.Build("encoder-latent", Encoder(setup.Item, setup.Sizes.Width, setup.Sizes.Latent), setup.Item);
        Module labels = setup.Build("encoder-class", Encoder(setup.Item, setup.Sizes.Width, classes), setup.Item);
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            Tensor made = turn.ApplyFrozen(generator, setup.Prior.Draw(turn.Context, turn.Batch), turn.Labels);
            Tensor real = turn.Apply(discriminator, turn.Data, turn.Labels), generated = turn.Apply(discriminator, made, turn.Labels);
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => turn.ApplyFrozen(discriminator, items, turn.Labels), turn.Data, made, real, generated);
            Tensor loss = Objective.DiscriminatorLoss(turn.Context, real, generated);
            if (Mismatch == 0)
                return loss;
            Tensor wrong = turn.Apply(discriminator, turn.Data, Others(turn));
            turn.Measure("accuracy-mismatched", Turn.ShareOf(wrong < real));
            return ((1 - Mismatch) * loss) + (Mismatch * Objective.DiscriminatorLoss(turn.Context, real, wrong));
        });
        Player maker = setup.Player("generator", Generator, [generator], turn =>
        {
            Tensor made = turn.Apply(generator, setup.Prior.Draw(turn.Context, turn.Batch), turn.Labels);
            Tensor real = turn.ApplyFrozen(discriminator, turn.Data, turn.Labels);
            return Objective.GeneratorLoss(real, turn.ApplyFrozen(discriminator, made, turn.Labels));
        }, average);
        Player ofLatents = setup.Player("encoder-latent", Generator, [latents], turn =>
        {
            Tensor z = setup.Prior.Draw(turn.Context, turn.Batch), made = turn.ApplyFrozen(generator, z, turn.Labels);
            return Reconstruction.Squared(z, turn.Apply(latents, average is null ? made : average.Substitute(made)[0]));
        });
        Player ofClasses = setup.Player("encoder-class", Generator, [labels], turn =>
        {
            Tensor told = turn.Apply(labels, turn.Data);
            turn.Measure("class-accuracy", Turn.ShareOf(Tensor.Equal(told.ArgMax(1), turn.Labels)));
            return Reconstruction.Squared(Tensor.OneHot(turn.Labels, classes), told);
        });
        return new GameParts(
            [.. critic, maker, ofLatents, ofClasses],
            new Stages(Steps, new Stage(2, Order, critic[0].Name, maker.Name, ofClasses.Name), new Stage(1, new Alternating(), ofLatents.Name, ofClasses.Name)),
            (context, z, wanted) => generator.Forward(context, z, wanted))
        {
            Average = average,
            TakesClasses = true,
            Classifier = (context, items) => labels.Forward(context, items),
            Functions =
            [
                new Function("edit", [picture, category], picture, (context, fields) => generator.Forward(context, latents.Forward(context, fields[0]), fields[1])) { Average = average },
                new Function("reconstruct", [picture], picture, (context, fields) =>
                    generator.Forward(context, latents.Forward(context, fields[0]), Told(context, fields[0]))) { Average = average },
            ],
            Features = ItemFeatures.Hidden(labels),
        };

        Tensor Told(ForwardContext context, Tensor items) => labels.Forward(context, items).ArgMax(1);

        // Any class but that of the item, evenly.
        Tensor Others(Turn turn)
        {
            Tensor next = turn.Labels + turn.DrawLabels(classes - 1) + 1;
            return Tensor.Select(next < classes, next, next - classes);
        }
    }

    private static Sequential Encoder(Shape item, int width, int values)
    {
        int halvings = 0;
        for (int side = Math.Min(item[1], item[2]); side > 2 && halvings < MostHalvings; halvings++)
            side = (side + 1) / 2;
        return new Sequential(
        [
            .. Enumerable.Range(0, halvings).SelectMany(halving => new Module[] { new Convolution(width << halving, kernel: 5, stride: 2, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU() }),
            new Flatten(), new Dense(values),
        ]);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.Icgan"/>
    [Model("icgan", Card = "H5", Year = 2016, Arxiv = "1611.06355", Title = "Invertible conditional GANs for image editing",
        Authors = "Perarnau, van de Weijer, Raducanu, Álvarez")]
    public static Icgan Icgan { get; } = new();
}
