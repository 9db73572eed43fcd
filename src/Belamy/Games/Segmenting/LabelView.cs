using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>What a discriminator of label maps sees of them. Luc et al. 2016, arXiv:1611.08408, section 3.2.</summary>
public enum LabelView
{
    /// <summary>The probability of each label at each pixel: 0 or 1 in true maps, by which alone they can be told.</summary>
    Basic,

    /// <summary>The picture times the probability of each label: what of it is said to be of the label.</summary>
    Product,

    /// <summary>True maps as unsure as those that are made: the true label with τ at least, the others sharing what is left as in the map that was made.</summary>
    Scaling,
}

/// <summary>True label maps and such that a network made, as a discriminator sees them.</summary>
internal static class LabelViews
{
    /// <summary>A map as it is shown.</summary>
    /// <param name="view">What is seen.</param>
    /// <param name="probabilities">[batch, labels, height, width].</param>
    /// <param name="pictures">What they are maps of: [batch, channels, height, width].</param>
    /// <returns>[batch, channels of the view, height, width].</returns>
    public static Tensor Show(LabelView view, Tensor probabilities, Tensor pictures) => view == LabelView.Product
        ? Tensor.Concat(1, [.. Enumerable.Range(0, probabilities.Shape[1]).Select(label => pictures * probabilities.Slice(1, label, 1))])
        : probabilities;

    /// <summary>How many channels a view has.</summary>
    /// <param name="view">What is seen.</param>
    /// <param name="labels">Labels of the maps.</param>
    /// <param name="channels">Channels of the pictures.</param>
    public static int Channels(LabelView view, int labels, int channels) => view == LabelView.Product ? labels * channels : labels;

    /// <summary>The probabilities that a true map stands for.</summary>
    /// <param name="view">What is seen.</param>
    /// <param name="truth">1 for the true label, 0 for the others: [batch, labels, height, width].</param>
    /// <param name="made">The probabilities that the network gives.</param>
    /// <param name="least">τ: the least probability of the true label, for <see cref="LabelView.Scaling"/>.</param>
    public static Tensor True(LabelView view, Tensor truth, Tensor made, double least)
    {
        if (view != LabelView.Scaling)
            return truth;
        Tensor right = (truth * made).Sum(1, keepAxes: true), kept = right.Max(least);
        // Where the network is sure, nothing is left to share.
        return (truth * kept) + ((1 - truth) * made * ((1 - kept) / (1 - right).Max(1e-6)));
    }
}
