using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Weight normalization: w = g v / ‖v‖ for each output, so that length and direction learn apart. Salimans and Kingma 2016,
/// arXiv:1602.07868, equation 2. The layer's weight is v; one more parameter, <c>length</c> [outputs], is g where it is learned.
/// </summary>
/// <param name="Length">g at the beginning: √2 keeps the scale of what passes a ReLU.</param>
/// <param name="Learned">
/// Whether g is learned. A length that stays keeps what a layer puts out at the scale of noise that is added to it: the
/// network cannot drown the noise.
/// </param>
public sealed record WeightNorm(double Length = 1, bool Learned = true) : WeightTransform
{
    /// <inheritdoc/>
    public override Func<ForwardContext, Tensor> Build(WeightSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        Shape shape = site.Weight.Shape;
        int[] others = [.. Enumerable.Range(0, shape.Rank).Where(axis => axis != site.OutputAxis)];
        Shape perOutput = new([.. Enumerable.Range(0, shape.Rank).Select(axis => axis == site.OutputAxis ? shape[axis] : 1)]);
        Parameter? length = Learned ? site.AddParameter("length", [shape[site.OutputAxis]], Initializers.Constant(Length)) : null;
        return context =>
        {
            Tensor direction = context.Read(site.Weight);
            Tensor squares = direction.Square().Sum(others, keepAxes: true);
            Tensor scale = (squares + 1e-12).Rsqrt();
            return direction * (length is null ? scale * Length : context.Read(length).Reshape(perOutput) * scale);
        };
    }
}
