using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Modules one behind the other. Their paths are their numbers: <c>generator/0</c>, <c>generator/1</c> ...</summary>
public sealed class Sequential : Module
{
    private readonly Module[] _modules;

    /// <summary>Creates a chain.</summary>
    /// <param name="modules">The modules, in the order of application.</param>
    public Sequential(params IEnumerable<Module> modules) => _modules = [.. modules];

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => _modules;

    /// <inheritdoc/>
    public override string Description => $"{Counted.Of(_modules.Length, "module")} in a row";

    /// <summary>Two chains of the modules of this one, which must not be built itself then: networks may have one of them in common.</summary>
    /// <param name="at">The place of the module that the second begins with: 2, or ^2 for one of two modules.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them would be empty.</exception>
    public (Sequential First, Sequential Second) Split(Index at)
    {
        int place = at.GetOffset(_modules.Length);
        return place > 0 && place < _modules.Length
            ? (new Sequential(_modules[..place]), new Sequential(_modules[place..]))
            : throw new ArgumentOutOfRangeException(nameof(at), at, $"A chain of {Counted.Of(_modules.Length, "module")} is split between two of them.");
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        for (int at = 0; at < _modules.Length; at++)
            input = _modules[at].Build(scope.Child(at.ToString()), input).OutputShape;
        return input;
    }

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, labels: null);

    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels)
    {
        foreach (Module module in _modules)
            input = module.Forward(context, input, labels);
        return input;
    }
}
