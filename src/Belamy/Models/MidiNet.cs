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
    private const int HeardMaps = 16;
    private const int KeptSongs = 16, KeptBars = 16;

    /// <summary>The settings of the authors' code, but for what is said to be ours.</summary>
    public MidiNet()
    {
        Networks = new NetworkPair(
            "bars",
            sizes => new Sequential(Dense(16 * sizes.Width), new BatchNorm(), new ReLU()),
            sizes => new Sequential(Convolution(sizes.Width, kernel: 2, stride: 2, bias: true), new LeakyReLU(0.2)))
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
        (int w, int told, int steps, int pitches) = (setup.Sizes.Width, chords.Names.Count, rolls.Steps, rolls.Pitches);
        int heardMaps = IsContinuing ? HeardMaps : 0;
        int[] lengths = Lengths(steps);
        Module start = setup.Build("generator", Networks.Generator(setup.Sizes), [setup.Sizes.Latent + told]);
        Module first = setup.Build($"generator-{lengths[^1]}", new Sequential(Dense(2 * w * lengths[^1]), new BatchNorm(), new ReLU(), new Reshape(2 * w, lengths[^1])), start.OutputShape.With(0, start.OutputShape[0] + told));
        Module[] growing = [.. lengths.Reverse().Skip(1).Select(length => setup.Build(
            $"generator-{length}", new Sequential(new TransposedConvolution(2 * w, kernel: 2, stride: 2, bias: false, initializer: Initializers.Dcgan), new BatchNorm(), new ReLU()),
            [2 * w + told + heardMaps, length / 2]))];
        Module sounding = setup.Build("generator-pitches", new Sequential(Convolution(pitches, kernel: 1, stride: 1, bias: true), new Sigmoid()), [2 * w + told + heardMaps, steps]);
        Module[] hearing = !IsContinuing ? [] : [.. lengths.Select((length, at) => setup.Build(
            $"previous-{length}", new Sequential(Convolution(HeardMaps, at == 0 ? 1 : 2, at == 0 ? 1 : 2, bias: false), new BatchNorm(), new LeakyReLU(0.2)),
            at == 0 ? [pitches, steps] : [HeardMaps, lengths[at - 1]]))];
        Module seen = setup.Build("discriminator", Networks.Discriminator(setup.Sizes), [pitches + told, JudgesContinuation ? 2 * steps : steps]);
        Module moved = setup.Build("discriminator-steps", new Sequential(Convolution(w + told, kernel: 4, stride: 2, bias: false), new BatchNorm(), new LeakyReLU(0.2), new Flatten()), seen.OutputShape.With(0, seen.OutputShape[0] + told));
        Module whole = setup.Build("discriminator-bar", new Sequential(Dense(16 * w), new BatchNorm(), new LeakyReLU(0.2)), [moved.OutputShape[0] + told]);
        Module judge = setup.Build("discriminator-last", new Sequential(new Dense(1, initializer: Initializers.Dcgan)), [16 * w + told], [1]);
        Module[] generator = [start, first, .. growing, sounding, .. hearing], discriminator = [seen, moved, whole, judge];
        // Chords for samples that none are asked for, and whether one note sounds at a time.
        Parameter usual = setup.State("chords", [KeptSongs * KeptBars, told]), isMelody = setup.State("melody", [1]);
        setup.OnStart(data => Learn(data, usual.AsSpan<float>(), isMelody.AsSpan<float>()));
        var average = setup.Average(Averaging, generator);
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, discriminator, turn =>
        {
            (Tensor x, Tensor before, Tensor y) = (turn[bar], turn[previous], turn[chord]);
            Tensor made = Shown(turn, Make(turn.ApplyFrozen, setup.Prior.Draw(turn.Context, turn.Batch), before, y));
            (Tensor real, Tensor generated) = (Score(turn.Apply, x, before, y).Score, Score(turn.Apply, made, before, y).Score);
            turn.MeasureAccuracy(real, generated);
            turn.Judge(items => Score(turn.ApplyFrozen, items, before, y).Score, x, made, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player player = setup.Player("generator", Generator, generator, turn =>
        {
            (Tensor x, Tensor before, Tensor y) = (turn[bar], turn[previous], turn[chord]);
            Tensor made = Shown(turn, Make(turn.Apply, setup.Prior.Draw(turn.Context, turn.Batch), before, y));
            (Tensor real, Tensor features) = Score(turn.ApplyFrozen, x, before, y);
            (Tensor generated, Tensor madeFeatures) = Score(turn.ApplyFrozen, made, before, y);
            Tensor bars = Apart(x, made), matched = Apart(features, madeFeatures);
            turn.Measure("bar-distance", bars);
            return Objective.GeneratorLoss(real, generated) + (BarMatching * bars) + (FeatureMatching * matched);
        }, average);
        Field latent = new("latent", new LatentVectors(setup.Sizes.Latent));
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

        Tensor Play(ForwardContext context, Tensor z, Tensor before, Tensor y) =>
            Decide(context, Make((network, input, _) => network.Forward(context, input), z, before, y));

        // What sounds: of each step the strongest pitch, or all, from a half on.
        Tensor Decide(ForwardContext context, Tensor roll)
        {
            Tensor strongest = roll.ReduceMax([3], keepAxes: true) * context.Read(isMelody).Reshape(1, 1, 1, 1);
            return 1 - (roll < strongest.Max(0.5)).Cast(ElementType.Float32);
        }

        // 0 and 1 as in the data, with the slopes of the values that they are decided by.
        Tensor Shown(Turn turn, Tensor roll) => StraightThrough ? roll + (Decide(turn.Context, roll) - roll).StopGradient() : roll;

        Tensor Make(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor z, Tensor before, Tensor y)
        {
            Tensor[] heard = new Tensor[hearing.Length];
            Tensor input = ByPitch(before);
            for (int at = 0; at < hearing.Length; at++)
                input = heard[at] = apply(hearing[at], input, null);
            Tensor maps = apply(first, Tensor.Concat(1, apply(start, Tensor.Concat(1, z, y), null), y), null);
            for (int at = 0; at < growing.Length; at++)
                maps = apply(growing[at], Told(maps, at), null);
            Tensor roll = apply(sounding, Told(maps, growing.Length), null);
            return roll.Permute(0, 2, 1).Reshape(z.Shape[0], 1, steps, pitches);

            // Maps beside the chord and what is heard of the bar before at as many steps.
            Tensor Told(Tensor values, int stage) => heard.Length == 0 ? Beside(values, y) : Tensor.Concat(1, Beside(values, y), heard[heard.Length - 1 - stage]);
        }

        (Tensor Score, Tensor Features) Score(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor x, Tensor before, Tensor y)
        {
            Tensor bars = JudgesContinuation ? Tensor.Concat(2, ByPitch(before), ByPitch(x)) : ByPitch(x);
            Tensor features = apply(seen, Beside(bars, y), null);
            Tensor known = apply(whole, Tensor.Concat(1, apply(moved, Beside(features, y), null), y), null);
            return (apply(judge, Tensor.Concat(1, known, y), null), features);
        }

        Tensor ByPitch(Tensor roll) => roll.Reshape(roll.Shape[0], steps, pitches).Permute(0, 2, 1);

        static Tensor Beside(Tensor maps, Tensor y) => Tensor.Concat(1, maps, y.Reshape(y.Shape[0], y.Shape[1], 1).BroadcastTo([y.Shape[0], y.Shape[1], maps.Shape[2]]));

        static Tensor Apart(Tensor real, Tensor made) => (real.Mean(0) - made.Mean(0)).Square().Sum() * 0.5;
    }

    private static Dense Dense(int outputs) => new(outputs, bias: false, initializer: Initializers.Dcgan);

    private static Convolution Convolution(int maps, int kernel, int stride, bool bias) => new(maps, kernel, stride, bias: bias, initializer: Initializers.Dcgan);

    /// <summary>The steps of a bar, half as many, and so on: 16, 8, 4, 2.</summary>
    private static int[] Lengths(int steps)
    {
        List<int> lengths = [steps];
        while (lengths[^1] % 2 == 0 && lengths[^1] >= 4)
            lengths.Add(lengths[^1] / 2);
        return lengths.Count > 1 ? [.. lengths] : throw new BelamyException($"midinet: doubles a few steps to a bar, and {steps} is no double; choose bars of 16 or 12 steps");
    }

    /// <summary>Takes the chords of songs that lie apart, each from its first bar on, and looks whether one note sounds at a time.</summary>
    private static void Learn(Dataset data, Span<float> chords, Span<float> isMelody)
    {
        (Column bars, Column before, Column told) = (data.Column("roll"), data.Column("previous"), data.Column("chord"));
        int count = bars.Rows.Count, length = told.Field.Kind.Shape[0], pitches = bars.Field.Kind.Shape[2];
        var roll = new float[bars.Field.Kind.Shape.Count];
        isMelody[0] = 1;
        for (int song = 0; song < KeptSongs; song++)
        {
            int row = (int)((long)song * count / KeptSongs), tried = 0;
            do
                before.Read((row + tried) % count, roll);
            while (roll.AsSpan().ContainsAnyExcept(0) && ++tried < 256);
            for (int at = 0; at < KeptBars; at++)
            {
                int place = (row + tried + at) % count;
                told.Read(place, chords.Slice((song * KeptBars + at) * length, length));
                bars.Read(place, roll);
                if (roll.Chunk(pitches).Any(step => step.Sum() > 1))
                    isMelody[0] = 0;
            }
        }
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.MidiNet"/>
    [Model("midinet", Card = "G5", Takes = "roll previous chord", Year = 2017, Arxiv = "1703.10847",
        Title = "MidiNet: A convolutional generative adversarial network for symbolic-domain music generation", Authors = "Yang, Chou, Yang")]
    public static MidiNet MidiNet { get; } = new();
}
