using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// Spectral normalization: W / σ with σ = uᵀWv, W taken as [outputs, rest], v = Wᵀu / ‖Wᵀu‖ and u = Wv / ‖Wv‖ by power
/// iteration, both constant for the gradient. Miyato et al. 2018, arXiv:1802.05957. Statistic: <c>spectrum</c> [outputs],
/// which is u; passes in training move it.
/// </summary>
/// <param name="Iterations">Power iterations in each training pass, at least 1.</param>
public sealed record SpectralNorm(int Iterations = 1) : WeightTransform
{
    /// <inheritdoc/>
    public override Func<ForwardContext, Tensor> Build(WeightSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentOutOfRangeException.ThrowIfLessThan(Iterations, 1);
        int outputs = site.Weight.Shape[site.OutputAxis];
        Parameter spectrum = site.AddStatistic("spectrum", [outputs], Initializers.Normal(0, 1));
        int[] order = [site.OutputAxis, .. Enumerable.Range(0, site.Weight.Shape.Rank).Where(axis => axis != site.OutputAxis)];
        return context =>
        {
            Tensor weight = context.Read(site.Weight);
            Tensor matrix = weight.Permute(order).Reshape(outputs, -1);
            Tensor still = matrix.StopGradient();
            Tensor left = Unit(context.Read(spectrum).StopGradient().Reshape(outputs, 1));
            Tensor right = Unit(Tensor.MatMul(still, left, transposeLeft: true));
            for (int iteration = 0; context.IsTraining && iteration < Iterations; iteration++)
            {
                left = Unit(Tensor.MatMul(still, right));
                if (iteration < Iterations - 1)
                    right = Unit(Tensor.MatMul(still, left, transposeLeft: true));
            }

            if (context.IsTraining)
                context.Update(spectrum, left.Reshape(outputs));
            return weight / (left * Tensor.MatMul(matrix, right)).Sum();
        };
    }

    private static Tensor Unit(Tensor vector) => vector * (vector.Square().Sum() + 1e-24).Rsqrt();
}
