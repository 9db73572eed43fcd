using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>How a new size of growing networks comes in: Karras et al. 2017, arXiv:1710.10196, figure 2.</summary>
internal static class Fade
{
    /// <summary>(1 - a) before + a after.</summary>
    /// <param name="share">a, a scalar, or null where it is 1 for good.</param>
    /// <param name="before">What is faded out.</param>
    /// <param name="after">What is faded in.</param>
    public static Tensor Between(Tensor? share, Func<Tensor> before, Tensor after)
    {
        if (share is null)
            return after;
        // Not after + (1 - a)(before - after): at 0 and 1 it is to be one of them to the bit.
        Tensor a = share.Cast(after.ElementType);
        return (before() * (1 - a)) + (after * a);
    }

    /// <summary>The shares of sizes that are all in for good.</summary>
    public static IReadOnlyList<Tensor?> Done(int count) => new Tensor?[count];
}
