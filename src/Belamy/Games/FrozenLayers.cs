using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The first layers of networks, which stay as they are: <see cref="PlayerSettings.FrozenLayers"/>.</summary>
internal static class FrozenLayers
{
    /// <summary>The weights and running statistics of the first layers of each network that has more of them.</summary>
    /// <param name="player">Whose networks they are, for errors.</param>
    /// <param name="networks">The networks, built.</param>
    /// <param name="count">How many layers; 0 for none.</param>
    /// <exception cref="BelamyException">No network has more layers, so that nothing would learn.</exception>
    public static IReadOnlyList<Parameter> Of(string player, IReadOnlyList<Module> networks, int count)
    {
        if (count == 0 || networks.Count == 0)
            return [];
        Module[][][] all = [.. networks.Select(Layers)];
        int most = all.Max(layers => layers.Length);
        if (most <= count)
        {
            throw new BelamyException(most < 2
                ? $"frozen-layers={count}: {player} has a single layer with weights, which must learn; leave it out"
                : $"frozen-layers={count}: {player} has {most} layers with weights, of which one at least must learn; freeze at most {most - 1}");
        }

        return
        [
            .. all.Where(layers => layers.Length > count).SelectMany(layers => layers[..count]).SelectMany(layer => layer)
                .SelectMany(module => module.Parameters.Concat(module.Statistics)).Distinct(),
        ];
    }

    /// <summary>The layers with weights of a network, from its input on, each with what only scales and shifts its outputs.</summary>
    private static Module[][] Layers(Module network)
    {
        var layers = new List<List<Module>>();
        foreach (Module module in Parts(network).Where(module => module.Parameters.Count > 0))
        {
            if (layers.Count > 0 && FollowsLayer(module))
                layers[^1].Add(module);
            else
                layers.Add([module]);
        }

        return [.. layers.Select(layer => layer.ToArray())];
    }

    // A chain may stand in another module that only wraps it, and chains in chains.
    private static IEnumerable<Module> Parts(Module network) => network switch
    {
        Sequential chain => chain.Children.SelectMany(child => child is Sequential ? Parts(child) : [child]),
        { Children: [Sequential chain] } => Parts(chain),
        { Children.Count: > 1 } => network.Children,
        _ => [network],
    };

    private static bool FollowsLayer(Module module) =>
        module is BatchNorm or ConditionalBatchNorm or GroupNorm or InstanceNorm or LayerNorm or VirtualBatchNorm or ParametricReLU;
}
