using System.ComponentModel.DataAnnotations;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy;

/// <summary>
/// Holes filled by the picture of a generator that fits what is around them. Yeh, Chen, Lim, Schwing, Hasegawa-Johnson and Do
/// 2016, "Semantic image inpainting with deep generative models", arXiv:1607.07539.
/// </summary>
/// <remarks>
/// <para>The game is that of <see cref="Models.Dcgan"/> and knows no holes. To fill one, ẑ = argmin over z of L_c + λ L_p is searched
/// for, G and D standing still, and G(ẑ) comes into the hole M of the picture y. L_c = ‖W ⊙ (G(z) - y)‖₁, where W is 0 in the hole,
/// and at a known pixel the share of a window around it that lies in the hole. Values of z stay within [-1, 1]. Poisson's equation
/// hides the seam.</para>
/// <para>L_p is the loss that G plays: here the non-saturating softplus(-D(G(z))), where the paper has ln(1 - D(G(z))).</para>
/// <para>Ours: the networks' widths, batches and rates are those of dcgan here; z are 16 values for digits, where the paper's are
/// 100; a search is 300 moves of Adam with a rate that begins at 0.1 and falls to 0, from the best of 16 draws, where the paper's is
/// 1,500 moves from one.</para>
/// </remarks>
public sealed record SemanticInpainting : LatentRecipe
{
    /// <summary>The settings of dcgan, but for a uniform z.</summary>
    public SemanticInpainting()
    {
        Networks = ConvolutionalPair.Create();
        LatentDistribution = LatentDistribution.Uniform;
        Batch = 64;
        Steps = 5000;
    }

    /// <summary>Where holes are that are drawn.</summary>
    public HoleShape Holes { get; init; } = HoleShape.Centre;

    /// <summary>λ: what it counts in a search that a picture looks real; 0 for the context alone.</summary>
    [Range(0, double.PositiveInfinity, MaximumIsExclusive = true)]
    public double PriorWeight { get; init; } = 0.003;

    /// <summary>Pixels along each side of the window that W is taken of, an odd number; 0 where all known pixels count 1.</summary>
    [Range(0, 255)]
    public int Window { get; init; } = 7;

    /// <summary>How what was found comes into the hole.</summary>
    public Blending Blending { get; init; } = Blending.Poisson;

    /// <inheritdoc cref="LatentSearch.Steps"/>
    [Range(0, 1_000_000)]
    public int SearchSteps { get; init; } = 300;

    /// <inheritdoc cref="LatentSearch.LearningRate"/>
    [Range(0, double.PositiveInfinity, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double SearchRate { get; init; } = 0.1;

    /// <inheritdoc cref="LatentSearch.Candidates"/>
    [Range(1, 1_000_000)]
    public int Candidates { get; init; } = 16;

    /// <inheritdoc cref="Adversarial.Averaging"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Averaging { get; init; } = 0.998;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Window == 0 || Window % 2 == 1, "window", Window, "an odd number, or 0");
    }

    /// <inheritdoc/>
    public override GameParts Build(GameSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var repair = new Repair(setup, Holes);
        GameParts parts = Adversarial.Plain(this, Averaging).Build(setup);
        return parts with { Functions = [Restoring(repair.Picture, repair.Mask, setup.Prior, parts), repair.Drawing] };
    }

    /// <summary>The function that fills holes, by this recipe's search.</summary>
    internal Function Restoring(Field picture, Field mask, LatentPrior prior, GameParts parts)
    {
        int width = ((Pictures)picture.Kind).Width;
        return new Function(Repair.RestoreName, [picture, mask], picture, (context, fields) => parts.Generator!(context, fields[2], null))
        {
            Average = parts.Average,
            Search = new LatentSearch(prior, Loss) { Steps = SearchSteps, LearningRate = SearchRate, Candidates = Candidates },
            Finish = (given, made) => Fill(given[0].Span, given[1].Span, made, width),
        };

        IReadOnlyList<Tensor> Loss(ForwardContext context, IReadOnlyList<Tensor> fields, Tensor z)
        {
            Tensor made = parts.Generator!(context, z, null), masks = fields[1];
            Tensor weights = Window == 0 ? 1 - masks : Repair.Nearness(masks, Window);
            Tensor contextual = ((made - fields[0]).Abs() * weights).Reshape(z.Shape[0], -1).Sum(1);
            return PriorWeight == 0 ? [contextual] : [contextual, PriorWeight * (-parts.Critic!(context, made)).Softplus().Reshape(-1)];
        }
    }

    /// <summary>Puts what was found into the hole; known pixels are those of the picture, to the bit.</summary>
    private void Fill(ReadOnlySpan<float> picture, ReadOnlySpan<float> mask, Span<float> made, int width)
    {
        float[] blended = Blending == Blending.Poisson ? HoleFilling.Poisson(picture, mask, made, width) : made.ToArray();
        for (int at = 0; at < made.Length; at++)
            made[at] = mask[at % mask.Length] < 0.5f ? picture[at] : Math.Clamp(blended[at], -1, 1);
    }
}

public static partial class Models
{
    /// <inheritdoc cref="Belamy.SemanticInpainting"/>
    [Model("semantic-inpainting", Card = "D2", Year = 2016, Arxiv = "1607.07539",
        Title = "Semantic image inpainting with deep generative models", Authors = "Yeh, Chen, Lim, Schwing, Hasegawa-Johnson, Do")]
    public static SemanticInpainting SemanticInpainting { get; } = new();
}
