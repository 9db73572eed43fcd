using Belamy.Tensors;

namespace Belamy.Augmentation;

/// <summary>Nothing: pictures are seen as they are.</summary>
public sealed record NoAugmentation : PictureAugmentation
{
    /// <inheritdoc/>
    public override string Name => "none";

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor pictures) => pictures;
}
