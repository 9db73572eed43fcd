using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Texts by an adversarial game. Kusner and Hernández-Lobato 2016, "GANS for sequences of discrete elements with the Gumbel-softmax
/// distribution", arXiv:1611.04051.
/// </summary>
/// <remarks>
/// <para>G is an LSTM whose first state is made of z; h being what it says of the next word and g Gumbel's noise, the word is the
/// greatest of h + g, and the input of the next step. D is an LSTM that reads words and judges by its last state. No gradient
/// passes a choice of words; it passes softmax((h + g) / τ), which nears the choice as τ falls over the game from
/// <c>first-temperature</c> to <c>last-temperature</c> (equations 2 and 3). Without an end a text has all words; what follows the end
/// is the end again.</para>
/// <para>States of 32 values, Adam with the rate 10⁻³. x is the field <c>text</c>, whose numbers are one-hot vectors for D.</para>
/// <para>Ours: words enter by vectors that are learned with the rest; where the vocabulary has more than 100 words, these and states
/// are four times as long. D sees and G reads the word that was drawn, and only gradients pass the softmax (<c>straight-through</c>,
/// Jang et al. 2016, arXiv:1611.01144, section 2.2): with shares in their place D tells at once what is made, and G
/// comes to write one sign alone. G learns by likelihood first, over half of the run, as texts of many words are out of reach of the game
/// alone. β₁ is ½, batches are of 64, τ begins at 2, where the paper has 5, and samples are made by the moving average of G.</para>
/// </remarks>
public sealed record GumbelGan : LatentRecipe
{
    private const string Alone = "likelihood";
    private const int Hundredths = 100;
    private const int FewWords = 100;

    /// <summary>The settings of the paper, but for what is said to be ours.</summary>
    public GumbelGan()
    {
        Networks = new NetworkPair("LSTM", Writer, Reader) { Defaults = _ => new NetworkDefaults(Latent: 64, Width: 32, LearningRate: 1e-3) };
        Steps = 4000;
    }

    /// <summary>What each side wants.</summary>
    public Objective Objective { get; init; } = new NonSaturating();

    /// <summary>The share of the run over which G learns alone, by maximum likelihood, to hundredths; 0 for none, as in the paper, and 1 for no game.</summary>
    [Range(0.0, 1.0)]
    public double Likelihood { get; init; } = 0.5;

    /// <summary>τ at the beginning of the game, above 0.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double FirstTemperature { get; init; } = 2;

    /// <summary>τ at its end, above 0.</summary>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double LastTemperature { get; init; } = 1;

    /// <summary>Whether words are drawn and only gradients pass the softmax; else the softmax stands in their place, as in the paper.</summary>
    public bool StraightThrough { get; init; } = true;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <summary>Whether words are drawn by Gumbel's noise in the game; taken out for the check.</summary>
    internal bool Noise { get; init; } = true;

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        (Field text, Tokens kind) = setup.Field<Tokens>("text");
        (int length, int words) = (kind.Length, kind.Vocabulary.Words.Count);
        NetworkSizes sizes = setup.Sizes with { Item = [length, words], Width = setup.Sizes.Width * (words > FewWords ? 4 : 1) };
        if (setup.Build("generator", Networks.Generator(sizes), [sizes.Latent], sizes.Item) is not SequenceGenerator generator)
            throw new BelamyException($"networks={Networks.Name}: must have a generator that writes word by word");
        Module discriminator = setup.Build("discriminator", Networks.Discriminator(sizes), sizes.Item, [1]);
        var average = setup.Average(Averaging, generator);
        int share = (int)Math.Round(Likelihood * Hundredths);
        Stage alone = new(Math.Max(share, 1), new Alternating(), Alone), game = new(Math.Max(Hundredths - share, 1), Order, "discriminator", "generator");
        var policy = new Stages(Steps, share == 0 ? [game] : share == Hundredths ? [alone] : [alone, game]);
        Parameter temperature = setup.Scheduled("temperature", (step, steps) =>
        {
            (long begin, long end) = (policy.Begin(policy.Parts.Count - 1, steps), steps ?? Steps);
            return FirstTemperature + ((LastTemperature - FirstTemperature) * Math.Clamp((step - begin) / Math.Max(1.0, end - begin), 0, 1));
        });
        IReadOnlyList<Player> critic = setup.Critic("discriminator", Discriminator, Penalty, [discriminator], turn =>
        {
            (Tensor x, Tensor made) = (Vectors(turn[text]), Make(turn));
            (Tensor real, Tensor generated) = (turn.Apply(discriminator, x), turn.Apply(discriminator, made));
            turn.MeasureAccuracy(real, generated, Objective);
            turn.Judge(texts => turn.ApplyFrozen(discriminator, texts), x, made, real, generated);
            return Objective.DiscriminatorLoss(turn.Context, real, generated);
        });
        Player learner = setup.Player(Alone, Generator, [generator], turn =>
            CrossEntropy.Softmax(generator.Expect(turn.Context, setup.Prior.Draw(turn.Context, turn.Batch), turn[text]), turn[text].Reshape(turn.Batch * length)), average);
        Player writer = setup.Player("generator", Generator, [generator], turn =>
            Objective.GeneratorLoss(turn.ApplyFrozen(discriminator, Vectors(turn[text])), turn.ApplyFrozen(discriminator, Make(turn))), average);
        return new GameParts([.. critic, learner, writer], policy, (context, latent, _) =>
        {
            IReadOnlyList<Tensor> numbers = generator.Write(context, latent, (place, logits) => GumbelSoftmax.Perturb(context, $"word-{place}", logits).ArgMax(1));
            return Tensor.Concat(1, [.. numbers.Select(word => word.Reshape(latent.Shape[0], 1))]).Cast(ElementType.Float32);
        })
        {
            Average = average,
            Critic = (context, texts) => discriminator.Forward(context, Vectors(texts)),
            ScoresAreLogits = Objective.ScoresAreLogits,
        };

        Tensor Vectors(Tensor numbers) => Tensor.OneHot(numbers.Cast(ElementType.Int32).Reshape(numbers.Shape[0] * length), words).Reshape(numbers.Shape[0], length, words);

        Tensor Make(Turn turn)
        {
            IReadOnlyList<Tensor> texts = generator.Write(turn.Context, setup.Prior.Draw(turn.Context, turn.Batch), (place, logits) =>
            {
                Tensor drawn = Noise ? GumbelSoftmax.Perturb(turn.Context, $"word-{place}", logits) : logits;
                Tensor shares = GumbelSoftmax.Shares(drawn / turn.Context.Read(temperature));
                return StraightThrough ? shares + (Tensor.OneHot(drawn.ArgMax(1), words) - shares).StopGradient() : shares;
            });
            return Tensor.Concat(1, [.. texts.Select(word => word.Reshape(turn.Batch, 1, words))]);
        }
    }

    private static SequenceGenerator Writer(NetworkSizes sizes) => new(sizes.Item[0], sizes.Item[1], sizes.Width);

    private static Sequential Reader(NetworkSizes sizes) => new(new Embedding(sizes.Width), new Lstm(sizes.Width, isLastAlone: true), new Dense(1));
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.GumbelGan"/>
    [Model("gumbel-gan", Card = "I1", Takes = "text", Year = 2016, Arxiv = "1611.04051",
        Title = "GANS for sequences of discrete elements with the Gumbel-softmax distribution", Authors = "Kusner and Hernández-Lobato")]
    public static GumbelGan GumbelGan { get; } = new();
}
