using Belamy.Tensors;

namespace Belamy.Augmentation;

/// <summary>
/// A differentiable change of pictures that the discriminator sees, real and generated, so that few data are not learned by
/// heart and the generator does not learn the change. Augmentations are found by their type; a new one is a new file.
/// </summary>
public abstract record PictureAugmentation
{
    private static readonly Lazy<IReadOnlyList<PictureAugmentation>> Found = new(() =>
        [.. typeof(PictureAugmentation).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(PictureAugmentation)))
            .Select(type => (PictureAugmentation)Activator.CreateInstance(type)!)
            .OrderBy(augmentation => augmentation.Name, StringComparer.Ordinal)]);

    /// <summary>All augmentations with their default settings, in alphabetical order.</summary>
    public static IReadOnlyList<PictureAugmentation> All => Found.Value;

    /// <summary>The name under which it is chosen: <c>diff-augment</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Changes each picture by itself.</summary>
    /// <param name="context">Gives random numbers.</param>
    /// <param name="pictures">[batch, channels, height, width], values in [-1, 1].</param>
    /// <returns>The same shape.</returns>
    public abstract Tensor Apply(ForwardContext context, Tensor pictures);
}
