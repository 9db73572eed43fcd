using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Items that several generators share out among themselves.</summary>
internal static class Mixture
{
    /// <summary>For each row of a batch that row of one of several batches.</summary>
    /// <param name="member">The number of the batch that each row is taken from, whole numbers in Float32 [batch].</param>
    /// <param name="members">Batches of one shape, [batch, ...item].</param>
    /// <returns>[batch, ...item].</returns>
    public static Tensor Choose(Tensor member, IReadOnlyList<Tensor> members)
    {
        int batch = members[0].Shape[0];
        Tensor rows = (member * batch) + Tensor.Iota([batch], 0, ElementType.Float32);
        return Tensor.Concat(0, [.. members]).Gather(rows.Cast(ElementType.Int32));
    }

    /// <summary>The numbers that places in [0, 1) fall on when each number has its share of that range.</summary>
    /// <param name="places">[count].</param>
    /// <param name="shares">[numbers], adding up to 1.</param>
    /// <returns>Whole numbers in Float32 [count].</returns>
    public static Tensor Numbers(Tensor places, Tensor shares)
    {
        int count = shares.Shape[0];
        Shape square = [count, count];
        Tensor includes = (Tensor.Iota(square, 0, ElementType.Float32) > Tensor.Iota(square, 1, ElementType.Float32) - 0.5).Cast(ElementType.Float32);
        Tensor ends = Tensor.MatMul(includes, shares.Reshape(count, 1)).Reshape(1, count);
        // Each number's range begins at the end before it. Rounding may leave the last end short of 1: what lies behind it
        // falls on the last number that has a share, which is why ends that no other end exceeds are not counted.
        Tensor isPassed = 1 - (places.Reshape(places.Shape[0], 1) < ends).Cast(ElementType.Float32);
        return (isPassed * (ends < ends.ReduceMax([1], keepAxes: true)).Cast(ElementType.Float32)).Sum(1);
    }
}
