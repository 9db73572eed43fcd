using System.ComponentModel.DataAnnotations;
using Belamy.Tensors;

namespace Belamy.Augmentation;

/// <summary>Colour, translation and cutout, each item by itself. Zhao et al. 2020, arXiv:2006.10738, section 3.</summary>
public sealed record DiffAugment : PictureAugmentation
{
    /// <inheritdoc/>
    public override string Name => "diff-augment";

    /// <summary>Whether brightness (by U(-½, ½)), saturation (times U(0, 2)) and contrast (times U(½, 1½)) change.</summary>
    public bool Colour { get; init; } = true;

    /// <summary>Whether items move by up to an eighth of their sides.</summary>
    public bool Translation { get; init; } = true;

    /// <summary>Whether a square of half the side is covered by grey.</summary>
    public bool Cutout { get; init; } = true;

    /// <summary>The value of pixels that come in with a translation, in [-1, 1]: that of the data's background.</summary>
    [Range(-1.0, 1.0)]
    public double Background { get; init; }

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(pictures);
        Tensor changed = pictures;
        if (Colour)
        {
            changed = PictureChanges.Brightness(context, changed);
            if (pictures.Shape[1] > 1)
                changed = PictureChanges.Saturation(context, changed);
            changed = PictureChanges.Contrast(context, changed);
        }

        if (Translation)
            changed = PictureChanges.Translation(context, changed, share: 0.125, Background);
        return Cutout ? PictureChanges.Cutout(context, changed) : changed;
    }
}
