using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Graph to graph: the products of a convolution along three axes become those of planar ones, which have fast kernels. The taps
/// along the first axis are laid beside the channels, its places beside the batch.
/// </summary>
/// <remarks>
/// <para>Convolve: [n, c, d, h, w] is padded along d and sliced once for each tap, [n, taps·c, d', h, w]; seen as [n·d', taps·c, h, w] it
/// meets the kernel as [o, taps·c, kh, kw]. ConvolveKernel: the same of the input, and the result taken apart again.</para>
/// <para>ConvolveInput: targets of one residue modulo the stride along d share their taps, and are a convolution of stride 1 along d; the
/// residues are laid together at the end. No zero between strided places is ever multiplied.</para>
/// <para>With channels last, moving between both forms moves nothing in memory: <see cref="Origin"/> tells the layout pass.</para>
/// </remarks>
internal static class VolumePass
{
    private static readonly int[] DepthBesideBatch = [0, 2, 1, 3, 4];

    /// <summary>The roots, without convolutions of one group along three axes.</summary>
    public static Tensor[] Run(IReadOnlyList<Tensor> roots)
    {
        List<Tensor> ordered = Graph.InOrder(roots);
        if (!ordered.Exists(IsVolumetric))
            return [.. roots];
        var rebuilt = new Dictionary<Tensor, Tensor>();
        foreach (Tensor tensor in ordered)
        {
            Tensor same = Graph.WithInputs(tensor, rebuilt);
            rebuilt[tensor] = IsVolumetric(same) ? Planar(same) : same;
        }

        return [.. roots.Select(root => rebuilt[root])];
    }

    /// <summary>
    /// The tensor that a view of this pass shows, in whichever of both forms: their channels are last in memory together. Any other
    /// tensor is its own.
    /// </summary>
    public static Tensor Origin(Tensor tensor)
    {
        Tensor at = tensor;
        bool isMoved = false;
        while (at.Operation is ReshapeOperation or PermuteOperation)
        {
            Tensor below = at.Inputs[0];
            bool isOurs = at.Operation is PermuteOperation permute
                ? permute.Order.Span.SequenceEqual(DepthBesideBatch)
                : (below.Rank, at.Rank) is (4, 5) or (5, 4) || ((below.Rank, at.Rank) is (5, 6) or (6, 5) && at.Shape[1] == below.Shape[1]);
            if (!isOurs)
                return tensor;
            isMoved |= at.Operation is PermuteOperation || at.Rank == 6 || below.Rank == 6;
            at = below;
        }

        return isMoved ? at : tensor;
    }

    private static bool IsVolumetric(Tensor tensor) => tensor.Operation is ConvolutionOperation { Geometry: { SpatialRank: 3, Groups: 1 } };

    private static Tensor Planar(Tensor tensor)
    {
        ConvolutionGeometry geometry = ((ConvolutionOperation)tensor.Operation).Geometry;
        (Tensor first, Tensor second) = (tensor.Inputs[0], tensor.Inputs[1]);
        var plane = ConvolutionGeometry.Create(
            geometry.InputSize.Span[1..], geometry.KernelSize.Span[1..], geometry.Stride.Span[1..], [.. geometry.PaddingLow.Skip(1)], [.. geometry.PaddingHigh.Skip(1)], geometry.Dilation.Span[1..]);
        return tensor.Operation switch
        {
            ConvolveOperation => Volumes(Tensor.Convolve(Planes(Unfold(first, geometry)), DepthBesideChannels(second), plane), first.Shape[0]),
            ConvolveKernelOperation => Tensor.ConvolveKernel(Planes(Unfold(first, geometry)), Planes(second), plane)
                .Reshape(tensor.Shape[0], tensor.Shape[2], tensor.Shape[1], tensor.Shape[3], tensor.Shape[4]).Permute(DepthBesideBatch),
            _ => ConvolveInput(first, second, geometry, plane),
        };
    }

    /// <summary>Each place along the first axis with all that its taps see beside its channels.</summary>
    private static Tensor Unfold(Tensor input, ConvolutionGeometry geometry)
    {
        Tensor padded = Extend(input, geometry.PaddingLow[0], geometry.PaddingHigh[0]);
        return Beside(Enumerable.Range(0, geometry.KernelSize[0]).Select(tap => padded.Slice(2, tap * geometry.Dilation[0], geometry.OutputSize[0], geometry.Stride[0])), axis: 1);
    }

    private static Tensor ConvolveInput(Tensor output, Tensor kernel, ConvolutionGeometry geometry, ConvolutionGeometry plane)
    {
        (int depth, int stride, int batch) = (geometry.InputSize[0], geometry.Stride[0], output.Shape[0]);
        int places = (depth + stride - 1) / stride;
        // Place j of residue r is at depth j·stride + r, and sees source j + offset by each of its taps.
        (int Tap, int Offset)[][] residues = [.. Enumerable.Range(0, stride).Select(residue => TapsOf(residue, geometry))];
        int[] offsets = [.. residues.SelectMany(taps => taps).Select(tap => tap.Offset)];
        int low = Math.Max(0, -offsets.Min());
        Tensor padded = Extend(output, low, Math.Max(0, offsets.Max() + places - output.Shape[2]));
        Tensor[] parts = [.. residues.Select(taps =>
        {
            if (taps.Length == 0)
                return Tensor.Zeros([batch, kernel.Shape[1], places, .. plane.InputSize], output.ElementType);
            Tensor seen = Beside(taps.Select(tap => padded.Slice(2, tap.Offset + low, places)), axis: 1);
            Tensor weights = Beside(taps.Select(tap => kernel.Slice(2, tap.Tap, 1).Reshape(kernel.Shape[0], kernel.Shape[1], kernel.Shape[3], kernel.Shape[4])), axis: 0);
            return Volumes(Tensor.ConvolveInput(Planes(seen), weights, plane), batch);
        })];
        if (stride == 1)
            return parts[0];
        Shape one = parts[0].Shape;
        Tensor laid = Beside(parts.Select(part => part.Reshape(one[0], one[1], one[2], 1, one[3], one[4])), axis: 3).Reshape(one[0], one[1], places * stride, one[3], one[4]);
        return places * stride == depth ? laid : laid.Slice(2, 0, depth);
    }

    private static (int Tap, int Offset)[] TapsOf(int residue, ConvolutionGeometry geometry) =>
        [.. Enumerable.Range(0, geometry.KernelSize[0])
            .Select(tap => (Tap: tap, Distance: residue + geometry.PaddingLow[0] - tap * geometry.Dilation[0]))
            .Where(tap => tap.Distance % geometry.Stride[0] == 0)
            .Select(tap => (tap.Tap, tap.Distance / geometry.Stride[0]))];

    private static Tensor Beside(IEnumerable<Tensor> tensors, int axis) => tensors.ToArray() is [var only] ? only : Tensor.Concat(axis, [.. tensors]);

    /// <summary>Zeros before and behind along the first spatial axis; what is below 0 is cut off.</summary>
    private static Tensor Extend(Tensor input, int low, int high)
    {
        int first = Math.Max(0, -low), size = input.Shape[2] - first - Math.Max(0, -high);
        if (size < input.Shape[2])
            input = input.Slice(2, first, size);
        return low <= 0 && high <= 0 ? input : input.Pad([0, 0, Math.Max(0, low), 0, 0], [0, 0, Math.Max(0, high), 0, 0]);
    }

    /// <summary>[n, c, d, h, w] as [n·d, c, h, w].</summary>
    private static Tensor Planes(Tensor volumes)
    {
        Shape shape = volumes.Shape;
        return volumes.Permute(DepthBesideBatch).Reshape(shape[0] * shape[2], shape[1], shape[3], shape[4]);
    }

    /// <summary>[n·d, c, h, w] as [n, c, d, h, w].</summary>
    private static Tensor Volumes(Tensor planes, int batch)
    {
        Shape shape = planes.Shape;
        return planes.Reshape(batch, shape[0] / batch, shape[1], shape[2], shape[3]).Permute(DepthBesideBatch);
    }

    /// <summary>[o, c, d, h, w] as [o, d·c, h, w].</summary>
    private static Tensor DepthBesideChannels(Tensor kernel)
    {
        Shape shape = kernel.Shape;
        return kernel.Permute(DepthBesideBatch).Reshape(shape[0], shape[2] * shape[1], shape[3], shape[4]);
    }
}
