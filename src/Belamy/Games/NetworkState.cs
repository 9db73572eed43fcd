using Belamy.Networks;
using Belamy.Serialization;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>What networks compute with, as PyTorch names and lays it out.</summary>
internal static class NetworkState
{
    /// <summary>The arrays of all networks of a game.</summary>
    public static IReadOnlyList<NamedArray> Of(AssembledGame game) =>
        [.. game.Networks.OrderBy(network => network.Key, StringComparer.Ordinal).SelectMany(network => Of(network.Value, game.Parts.Averaged))];

    /// <summary>The arrays of a network and those that it is made of.</summary>
    /// <param name="module">The network.</param>
    /// <param name="averaged">A value with averages in place of weights, where they are kept.</param>
    public static IEnumerable<NamedArray> Of(Module module, Func<Tensor, Tensor> averaged)
    {
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        foreach ((Parameter parameter, Func<ForwardContext, Tensor> used) in module.Own)
        {
            Tensor value = averaged(used(context));
            // PyTorch multiplies by the transposed weight.
            bool isTransposed = module is Dense && value.Rank == 2;
            value = isTransposed ? value.Transpose() : value;
            NDArray values = value.Evaluate();
            string leaf = NameOf(module, parameter.Name[(parameter.Name.LastIndexOf('/') + 1)..]);
            string path = parameter.Name.LastIndexOf('/') is > 0 and var end ? $"{parameter.Name[..end].Replace('/', '.')}." : "";
            yield return new NamedArray(path + leaf, values.Shape.ToArray(), values.AsSpan<float>().ToArray());
        }

        foreach (NamedArray array in module.Children.SelectMany(child => Of(child, averaged)))
            yield return array;
    }

    private static string NameOf(Module module, string name) => (module, name) switch
    {
        (BatchNorm, "mean") => "running_mean",
        (BatchNorm, "variance") => "running_var",
        (BatchNorm or GroupNorm or InstanceNorm or LayerNorm, "scale") => "weight",
        (BatchNorm or GroupNorm or InstanceNorm or LayerNorm, "shift") => "bias",
        (Convolution or TransposedConvolution, "kernel") => "weight",
        (ParametricReLU, "slope") => "weight",
        (Embedding, "rows") => "weight",
        _ => name.Replace('-', '_'),
    };
}
