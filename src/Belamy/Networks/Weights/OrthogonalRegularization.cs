using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// What weights pay for filters that are alike: Σ ‖W Wᵀ ⊙ (1 - I)‖², of each layer's weights as a matrix with a row for each output. It draws
/// filters to be orthogonal and leaves their lengths alone. Brock et al. 2018, arXiv:1809.11096, equation 3.
/// </summary>
public static class OrthogonalRegularization
{
    /// <summary>The sum over all weights of networks: of dense layers and convolutions, not of biases, norms or embeddings.</summary>
    /// <param name="context">The context of a move that changes the networks.</param>
    /// <param name="networks">The networks, built.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(ForwardContext context, IEnumerable<Module> networks)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(networks);
        Tensor? sum = null;
        foreach ((Parameter parameter, int outputAxis) in networks.SelectMany(network => network.Weights).Distinct())
        {
            Tensor weight = context.Read(parameter);
            int[] order = [outputAxis, .. Enumerable.Range(0, weight.Rank).Where(axis => axis != outputAxis)];
            Tensor filters = weight.Permute(order).Reshape(weight.Shape[outputAxis], -1);
            Tensor products = Tensor.MatMul(filters, filters, transposeRight: true);
            // All squares but those of the diagonal, which are the squared lengths'.
            Tensor paid = products.Square().Sum() - filters.Square().Sum(1).Square().Sum();
            sum = sum is null ? paid : sum + paid;
        }

        return sum ?? Tensor.Zeros(Shape.Scalar);
    }
}
