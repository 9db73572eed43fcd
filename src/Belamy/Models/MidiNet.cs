using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Penalties;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// MidiNet: melodies bar by bar, each after the bar before and over a chord. Yang, Chou and Yang 2017, "MidiNet: A convolutional
/// generative adversarial network for symbolic-domain music generation", arXiv:1703.10847.
/// </summary>
/// <remarks>
/// <para>A bar is which pitch sounds in each step. G: z and the chord → dense 16w → dense of 2w maps of 2 steps → transposed
/// convolutions along time that double the steps to 16, 2w maps → all pitches of a step by a sigmoid; batch norm and ReLU between.
/// Before each layer stand the chord and 16 maps of the bar before at as many steps: the conditioner, of one kernel over all
/// pitches and then strided ones of 2, with batch norm and leaky ReLU 0.2. D sees the chord before each layer too: kernels of 2 steps over all
/// pitches, w + 13 maps of 4, both of stride 2, dense 16w, one logit. w = 64.</para>
/// <para>D goes for 0.9 at real bars and 0 at others. G's loss is non-saturating, + λ₁ ½‖E x - E G(z)‖² + λ₂ ½‖E f(x) - E f(G(z))‖²
/// with f the first layer of D (equation 4), λ₁ = 0.01 and λ₂ = 0.1. The authors' code moves G twice a step, generator-moves=2.</para>
/// <para>Ours: D sees the bar before in front of the bar, so that it can tell what does not go on from it, and has w maps of two steps where the
/// authors have 14. A step has its strongest pitch, or none if that is below a half; in data of several notes at a time it has all from a half
/// on. D is shown that, 0 and 1 as in the data, and pays R1: shown how strongly pitches sound, it soon knows by that alone what is made.</para>
/// </remarks>
public sealed record MidiNet : LatentRecipe
{
    private const int KeptSongs = 16, KeptBars = 16;

    /// <summary>The settings of the authors' code, but for what is said to be ours.</summary>
    public MidiNet()
    {
        Networks = new NetworkPair(
            "bars",
            sizes => new Sequential(new Dense(16 * sizes.Width, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU()),
            sizes => new Sequential(new Convolution(sizes.Width, kernel: 2, stride: 2, initializer: Initializers.Dcgan), new LeakyReLU(0.2)))
        {
            Defaults = _ => new NetworkDefaults(),
        };
        Penalty = new R1 { Gamma = 1 };
        Batch = 72;
        Steps = 10_000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new SmoothedCrossEntropy();

    /// <summary>λ₁: what the distance of the mean bars counts for G.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double BarMatching { get; init; } = 0.01;

    /// <summary>λ₂: what the distance of the mean features counts for G.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double FeatureMatching { get; init; } = 0.1;

    /// <summary>Moves of the generator in each step, at least 1.</summary>
    [Range(1, 10_000)]
    public int GeneratorMoves { get; init; } = 1;

    /// <summary>Whether the discriminator is shown the bar before, too.</summary>
    public bool JudgesContinuation { get; init; } = true;

    /// <summary>Whether the discriminator is shown which pitches sound, not how strongly; slopes go straight through (Bengio, Léonard and Courville 2013).</summary>
    public bool StraightThrough { get; init; } = true;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.99;

    /// <summary>Whether the generator is given the bar before.</summary>
    internal bool IsContinuing { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field bar, PianoRolls rolls) = setup.Field<PianoRolls>("roll");
        (Field previous, _) = setup.Field<PianoRolls>("previous");
        (Field chord, Attributes chords) = setup.Field<Attributes>("chord");
        (int width, int latentSize, int told) = (setup.Sizes.Width, setup.Sizes.Latent, chords.Names.Count);
        var maker = new BarGenerator(Built, Networks.Generator(setup.Sizes), latentSize, told, rolls.Steps, rolls.Pitches, width, IsContinuing);
        var judge = new BarCritic(Built, Networks.Discriminator(setup.Sizes), told, rolls.Steps, rolls.Pitches, width, JudgesContinuation);
        // Chords for samples that none are asked for, and whether one note sounds at a time.
        Parameter usual = setup.State("chords", [KeptSongs * KeptBars, told]), isMelody = setup.State("melody", [1]);
        setup.OnStart(data =>
        {
            int[] kept = Succession.Beginnings(data.Column(previous.Name), KeptSongs, KeptBars);
            var bars = new float[kept.Length * (int)rolls.Shape.Count];
            data.Column(bar.Name).Read(kept, bars);
            data.Column(chord.Name).Read(kept, usual.AsSpan<float>());
            isMelody.AsSpan<float>()[0] = rolls.IsMelody(bars) ? 1 : 0;
        });
        var average = setup.Average(Averaging, maker.Networks);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, judge.Networks, turn =>
        {
            (Tensor x, Tensor before, Tensor y) = (turn[bar], turn[previous], turn[chord]);
            Tensor made = Shown(turn, maker.Make(turn.ApplyFrozen, setup.Prior.Draw(turn.Context, turn.Batch), before, y));
            (Tensor real, Tensor generated) = (judge.Score(turn.Apply, x, before, y).Score, judge.Score(turn.Apply, made, before, y).Score);
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(items => judge.Score(turn.ApplyFrozen, items, before, y).Score, x, made, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player player = setup.Player("generator", Generator, maker.Networks, turn =>
        {
            (Tensor x, Tensor before, Tensor y) = (turn[bar], turn[previous], turn[chord]);
            Tensor made = Shown(turn, maker.Make(turn.Apply, setup.Prior.Draw(turn.Context, turn.Batch), before, y));
            (Tensor real, Tensor features) = judge.Score(turn.ApplyFrozen, x, before, y);
            (Tensor generated, Tensor madeFeatures) = judge.Score(turn.ApplyFrozen, made, before, y);
            Tensor bars = Objectives.FeatureMatching.Distance(x, made), matched = Objectives.FeatureMatching.Distance(features, madeFeatures);
            turn.Measure("bar-distance", bars);
            return Objective.GeneratorLoss(real, generated) + (BarMatching * bars) + (FeatureMatching * matched);
        }, average);
        Field latent = new("latent", new LatentVectors(latentSize));
        var next = new Function("sample", [latent, previous, chord], bar, (context, fields) => Play(context, fields[0], fields[1], fields[2])) { Average = average };
        return new GameParts([.. critic, player], Order with { OtherMoves = GeneratorMoves }, (context, z, _) =>
        {
            Tensor drawn = (context.RandomUniform("chord", [z.Shape[0]]) * (KeptSongs * KeptBars)).Cast(ElementType.Int32);
            return Play(context, z, Tensor.Zeros([z.Shape[0], .. rolls.Shape]), context.Read(usual).Gather(drawn));
        })
        {
            Average = average,
            Functions = [next],
            Succession = new Succession(next, usual, KeptBars),
        };

        Module Built(string name, Module network, Shape input) => setup.Build(name, network, input);

        // 0 and 1, as in the data.
        Tensor Shown(Turn turn, Tensor rolls) => StraightThrough ? SoundingPitches.StraightThrough(rolls, turn.Context.Read(isMelody)) : rolls;

        Tensor Play(ForwardContext context, Tensor z, Tensor before, Tensor y) =>
            SoundingPitches.Decide(maker.Make((network, input, _) => network.Forward(context, input), z, before, y), context.Read(isMelody));
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.MidiNet"/>
    [Model("midinet", Card = "G5", Takes = "roll previous chord", Year = 2017, Arxiv = "1703.10847",
        Title = "MidiNet: A convolutional generative adversarial network for symbolic-domain music generation", Authors = "Yang, Chou, Yang")]
    public static MidiNet MidiNet { get; } = new();
}
