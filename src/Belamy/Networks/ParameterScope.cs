using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>
/// A path under which parameters are created, for example <c>generator/0</c>. Initial values follow from the seed and
/// the parameter's path alone, so neither the order of creation nor another network changes them.
/// </summary>
public sealed class ParameterScope
{
    private readonly Root _root;
    private bool _isAgain;

    /// <summary>Creates the scope at the top of a store.</summary>
    /// <param name="store">Receives the parameters.</param>
    /// <param name="seed">Decides all random initial values.</param>
    /// <param name="elementType">Float32, or Float64 for checks of gradients.</param>
    public ParameterScope(ParameterStore store, long seed, ElementType elementType = ElementType.Float32)
        : this(new Root(store, SeedWords(seed), elementType, []), "")
    {
    }

    private ParameterScope(Root root, string path)
    {
        ArgumentNullException.ThrowIfNull(root.Store);
        _root = root;
        Path = path;
    }

    /// <summary>The path, without a slash at its end; empty at the top.</summary>
    public string Path { get; }

    /// <summary>The store that receives the parameters.</summary>
    public ParameterStore Store => _root.Store;

    /// <summary>The scope one level below.</summary>
    /// <param name="name">The last part of its path.</param>
    public ParameterScope Child(string name) => new(_root, Join(name)) { _isAgain = _isAgain };

    /// <summary>The same scope, but that it finds the parameters that are there: a network is built over them once more, for another shape of input.</summary>
    internal ParameterScope Again => new(_root, Path) { _isAgain = true };

    /// <summary>Creates a parameter, which is zero until <see cref="Initialize"/>.</summary>
    /// <param name="name">The last part of its path.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">Its initial values.</param>
    /// <param name="fan">The layer's fan, where the initializer asks for it.</param>
    /// <exception cref="ArgumentException">The path is taken.</exception>
    public Parameter Create(string name, Shape shape, Initializer initializer, Fan fan = default)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        if (_isAgain)
        {
            Parameter found = Store[Join(name)];
            return found.Shape == shape ? found : throw new ArgumentException($"Parameter '{found.Name}' is {found.Shape}, and a network of that size takes {shape}.", nameof(shape));
        }

        Parameter parameter = Store.Create(Join(name), shape, _root.ElementType);
        _root.Pending.Add(parameter, initializer.Values(_root.State, ForwardContext.StreamOf(parameter.Name), shape, fan).Cast(_root.ElementType));
        return parameter;
    }

    /// <summary>Gives every parameter created since the last call its initial values, in one program.</summary>
    /// <remarks>Not needed where a checkpoint is loaded next.</remarks>
    public void Initialize()
    {
        if (_root.Pending.Count == 0)
            return;
        using Program program = Program.Compile("initial values", [], _root.Pending);
        program.Run();
        _root.Pending.Clear();
    }

    /// <summary>The two words of the key that a seed stands for.</summary>
    internal static NDArray SeedWords(long seed, int step = 0, int firstRow = 0) =>
        NDArray.From<int>([4], [unchecked((int)seed), unchecked((int)(seed >> 32)), step, firstRow]);

    private string Join(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Path.Length == 0 ? name : $"{Path}/{name}";
    }

    private sealed record Root(ParameterStore Store, NDArray Seed, ElementType ElementType, Dictionary<Parameter, Tensor> Pending)
    {
        // Step 0 of the key is the initial values'; training counts from 1.
        public Tensor State { get; } = Tensor.Literal(Seed);
    }
}
