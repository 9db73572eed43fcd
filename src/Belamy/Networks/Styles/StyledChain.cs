using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Modules one behind the other, of which those that take a style all have the same. Their paths are their numbers.</summary>
/// <param name="modules">The modules, in the order of application.</param>
public sealed class StyledChain(params IEnumerable<Module> modules) : StyledLayer
{
    private readonly Module[] _modules = [.. modules];

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _modules;

    /// <inheritdoc/>
    public override string Description => $"{Counted.Of(_modules.Length, "module")} in a row, with a style";

    /// <inheritdoc/>
    public override Tensor Apply(ForwardContext context, Tensor maps, Tensor style)
    {
        foreach (Module module in _modules)
            maps = module is StyledLayer styled ? styled.Apply(context, maps, style) : module.Forward(context, maps);
        return maps;
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        for (int at = 0; at < _modules.Length; at++)
            input = _modules[at].Build(scope.Child($"{at}"), input).OutputShape;
        return input;
    }
}
