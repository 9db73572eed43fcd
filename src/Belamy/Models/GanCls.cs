using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Pictures of captions. Reed, Akata, Yan, Logeswaran, Schiele and Lee 2016, "Generative adversarial text to image synthesis",
/// arXiv:1605.05396.
/// </summary>
/// <remarks>
/// <para>GAN-CLS (algorithm 1): D maximizes ln D(x, h) + ½ (ln(1 - D(x, ĥ)) + ln(1 - D(G(z, h), h))), where h is the caption of
/// the picture x and ĥ that of another one; G plays the non-saturating form. GAN-INT (equation 5) asks G as well for pictures
/// of captions halfway between two, which is the setting <c>interpolation</c>. x is the field <c>picture</c>, h the field <c>caption</c>.</para>
/// <para>G takes z beside a dense layer of 2w with leaky ReLU on h. D halves pictures to about 4×4, sets a layer of its own of h
/// beside each place, and goes on with kernels of 1 and of what is left (section 4.1).</para>
/// <para>Ours: h is which words a caption has, not what a network made of its letters. Samples are made by the moving average of the
/// generator, of captions of the data unless one is asked for.</para>
/// </remarks>
public sealed record GanCls : LatentRecipe
{
    private const int KeptCaptions = 256;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public GanCls()
    {
        Networks = ConvolutionalPair.Create() with
        {
            Name = "convolutional, with captions",
            Discriminator = sizes => CaptionCritic.Trunk(sizes.Item, sizes.Width),
            Defaults = _ => new NetworkDefaults(Latent: 100, Width: 32, LearningRate: 2e-4),
        };
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>The share of pictures with captions of others in what the discriminator is to tell from the real; ½ in the paper, 0 for none.</summary>
    [Range(0.0, 1.0)]
    public double Mismatch { get; init; } = 0.5;

    /// <summary>What pictures of captions halfway between two count for the generator: 0 for GAN-CLS, 1 for GAN-INT-CLS.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double Interpolation { get; init; }

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Batch >= 2 || (Mismatch == 0 && Interpolation == 0), "batch", Batch, "at least 2, for a caption of another picture is the next one's in the batch");
    }

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field picture, Pictures pictures) = setup.Field<Pictures>("picture");
        (Field caption, Captions captions) = setup.Field<Captions>("caption");
        NetworkSizes sizes = setup.Sizes with { Item = pictures.Shape };
        int code = 2 * sizes.Width;
        Module read = setup.Build("generator-text", new Sequential(new Dense(code), new LeakyReLU(0.2)), captions.Shape);
        Module generator = setup.Build("generator", Networks.Generator(sizes with { Latent = sizes.Latent + code }), [sizes.Latent + code], pictures.Shape);
        Module trunk = setup.Build("discriminator", Networks.Discriminator(sizes), pictures.Shape);
        Module heard = setup.Build("discriminator-text", new Sequential(new Dense(code), new LeakyReLU(0.2)), captions.Shape);
        Module judge = setup.Build("match", CaptionCritic.Head(trunk.OutputShape), trunk.OutputShape.With(0, trunk.OutputShape[0] + code), [1]);
        // Captions for samples that none is asked for.
        Parameter usual = setup.State("captions", [KeptCaptions, captions.Shape[0]]);
        setup.OnStart(data =>
        {
            Column column = data.Column(caption.Name);
            column.Read([.. Enumerable.Range(0, KeptCaptions).Select(at => (int)((long)at * column.Rows.Count / KeptCaptions))], usual.AsSpan<float>());
        });
        var average = setup.Average(Averaging, read, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [trunk, heard, judge], turn =>
        {
            (Tensor x, Tensor h) = (turn[picture], turn[caption]);
            Tensor made = Make(turn, h, frozen: true);
            (Tensor real, Tensor generated) = (Score(turn, x, h, frozen: false), Score(turn, made, h, frozen: false));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => Score(turn, items, h, frozen: true), x, made, real, generated);
            Tensor loss = Objective.DiscriminatorLoss(turn.Context, real, generated);
            if (Mismatch == 0)
                return loss;
            Tensor wrong = Score(turn, x, Others(h), frozen: false);
            turn.Measure("accuracy-mismatched", Turn.ShareOf(wrong < real));
            return ((1 - Mismatch) * loss) + (Mismatch * Objective.DiscriminatorLoss(turn.Context, real, wrong));
        });
        Player painter = setup.Player("generator", Generator, [read, generator], turn =>
        {
            (Tensor x, Tensor h) = (turn[picture], turn[caption]);
            Tensor real = Score(turn, x, h, frozen: true), loss = Deceive(h);
            return Interpolation == 0 ? loss : loss + (Interpolation * Deceive((h + Others(h)) * 0.5));

            Tensor Deceive(Tensor text) => Objective.GeneratorLoss(real, Score(turn, Make(turn, text, frozen: false), text, frozen: true));
        }, average);
        Field latent = new("latent", new LatentVectors(sizes.Latent));
        return new GameParts([.. critic, painter], Order, (context, z, _) =>
        {
            Tensor drawn = (context.RandomUniform("caption", [z.Shape[0]]) * KeptCaptions).Cast(ElementType.Int32);
            return Paint(context, z, context.Read(usual).Gather(drawn));
        })
        {
            Average = average,
            Functions =
            [
                new Function("sample", [latent, caption], picture, (context, fields) => Paint(context, fields[0], fields[1])) { Average = average },
                new Function("match", [picture, caption], new Field("score", new Points(1)), (context, fields) =>
                    Match(fields[0], fields[1], (network, input) => network.Forward(context, input))),
            ],
        };

        Tensor Paint(ForwardContext context, Tensor z, Tensor text) => generator.Forward(context, Tensor.Concat(1, z, read.Forward(context, text)));

        Tensor Make(Turn turn, Tensor text, bool frozen)
        {
            Tensor z = setup.Prior.Draw(turn.Context, turn.Batch);
            return frozen
                ? turn.ApplyFrozen(generator, Tensor.Concat(1, z, turn.ApplyFrozen(read, text)))
                : turn.Apply(generator, Tensor.Concat(1, z, turn.Apply(read, text)));
        }

        Tensor Score(Turn turn, Tensor items, Tensor text, bool frozen) =>
            Match(items, text, (network, input) => frozen ? turn.ApplyFrozen(network, input) : turn.Apply(network, input));

        Tensor Match(Tensor items, Tensor text, Func<Module, Tensor, Tensor> apply) =>
            apply(judge, ConditionMaps.Append(apply(trunk, items), apply(heard, text)));

        // Captions of others: each item gets the next one's.
        static Tensor Others(Tensor text) => Tensor.Concat(0, text.Slice(0, 1, text.Shape[0] - 1), text.Slice(0, 0, 1));
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.GanCls"/>
    [Model("gan-cls", Card = "B5", Takes = "caption picture", Year = 2016, Arxiv = "1605.05396",
        Title = "Generative adversarial text to image synthesis", Authors = "Reed et al.")]
    public static GanCls GanCls { get; } = new();
}
