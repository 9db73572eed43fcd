using Belamy.Tensors;

namespace Belamy.Penalties;

/// <summary>
/// What keeps a discriminator honest: a term of its loss, a constraint on its weights, or both. Penalties are found by their
/// type; a new one is a new file.
/// </summary>
public abstract record Penalty
{
    private static readonly Lazy<IReadOnlyList<Penalty>> Found = new(() =>
        [.. typeof(Penalty).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Penalty)))
            .Select(type => (Penalty)Activator.CreateInstance(type)!)
            .OrderBy(penalty => penalty.Name, StringComparer.Ordinal)]);

    /// <summary>All penalties with their default settings, in alphabetical order.</summary>
    public static IReadOnlyList<Penalty> All => Found.Value;

    /// <summary>The name under which it is chosen: <c>gradient-penalty</c>.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// n: a lazy penalty is paid at every n-th move of the discriminator, n times as high. Karras et al. 2020,
    /// arXiv:1912.04958, appendix B.
    /// </summary>
    public virtual int Interval => 1;

    /// <summary>What is added to the discriminator's loss, as its paper writes it; empty for nothing.</summary>
    public virtual string Formula => "";

    /// <summary>What is added to the discriminator's loss.</summary>
    /// <param name="critique">The move.</param>
    /// <returns>A scalar, or null for nothing.</returns>
    public virtual Tensor? Value(Critique critique) => null;

    /// <summary>Changes the discriminator's parameters after the optimizer's update.</summary>
    /// <param name="context">Reads the updated values and takes the constrained ones.</param>
    /// <param name="parameters">The discriminator's parameters.</param>
    public virtual void Constrain(ForwardContext context, IReadOnlyList<Parameter> parameters)
    {
    }
}
