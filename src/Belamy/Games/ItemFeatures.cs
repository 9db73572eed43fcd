using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>What one of a system's networks has learned to see in items, for metrics that look through its eyes.</summary>
/// <param name="Network">What the network is called: <c>discriminator</c>.</param>
/// <param name="Function">Takes [batch, ...item], returns [batch, ...features], those of an item from that item alone.</param>
public sealed record ItemFeatures(string Network, Func<ForwardContext, Tensor, Tensor> Function)
{
    /// <summary>
    /// The last hidden layer of networks one behind the other: what the last layer with parameters takes. Where a layer
    /// looks at the item's class or at the others of its batch, that layer and all behind it are left out.
    /// </summary>
    /// <param name="networks">Built networks, the first of which takes items; it gives the name.</param>
    /// <returns>Null where no layer with parameters is left.</returns>
    public static ItemFeatures? Hidden(params IReadOnlyList<Module> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        Module[] layers = [.. networks.SelectMany(Layers)];
        int end = Array.FindLastIndex(layers, layer => layer.ParameterCount > 0);
        int mixing = Array.FindIndex(layers, layer => !layer.SeesItemsAlone);
        if (mixing >= 0)
            end = Math.Min(end, mixing);
        // The values are the same before these, and still in their places.
        while (end > 0 && layers[end - 1] is Flatten or Dropout)
            end--;
        if (end <= 0 || !layers[..end].Any(layer => layer.ParameterCount > 0))
            return null;
        Module[] hidden = layers[..end];
        return new ItemFeatures(networks[0].Path, (context, items) => hidden.Aggregate(items, (values, layer) => layer.Forward(context, values)));
    }

    /// <summary>The code that an encoder gives an item.</summary>
    /// <param name="encoder">A built network that takes items; it gives the name.</param>
    public static ItemFeatures Code(Module encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new ItemFeatures(encoder.Path, (context, items) => encoder.Forward(context, items));
    }

    private static IEnumerable<Module> Layers(Module module) => module is Sequential ? module.Children.SelectMany(Layers) : [module];
}
