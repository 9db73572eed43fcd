using Belamy.Tensors;

namespace Belamy.Objectives;

/// <summary>
/// What each side of an adversarial game wants, as pure functions of the discriminator's logits. A logit is what comes
/// before the sigmoid: above 0 means "real". Objectives are found by their type; a new one is a new file.
/// </summary>
public abstract record Objective
{
    private static readonly Lazy<IReadOnlyList<Objective>> Found = new(() =>
        [.. typeof(Objective).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Objective)))
            .Select(type => (Objective)Activator.CreateInstance(type)!)
            .OrderBy(objective => objective.Name, StringComparer.Ordinal)]);

    /// <summary>All objectives with their default settings, in alphabetical order.</summary>
    public static IReadOnlyList<Objective> All => Found.Value;

    /// <summary>The name under which it is chosen: <c>non-saturating</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the discriminator's scores are logits of how probably an item is real.</summary>
    public virtual bool ScoresAreLogits => false;

    /// <summary>
    /// Whether scores have a zero, above which an item is taken for real. Where they have none, since only differences count or
    /// targets lie elsewhere, the middle between the means of real and of generated items takes its place.
    /// </summary>
    public virtual bool ScoresHaveZero => true;

    /// <summary>What the discriminator minimizes, to be read and with numbers to be put in; null where it is no sum of means over scores.</summary>
    public virtual LossFormula? DiscriminatorFormula => null;

    /// <summary>What the generator minimizes, to be read and with numbers to be put in; null where it is no sum of means over scores.</summary>
    public virtual LossFormula? GeneratorFormula => null;

    /// <summary>What the discriminator minimizes.</summary>
    /// <param name="real">Logits of real items, [batch, 1].</param>
    /// <param name="generated">Logits of generated items, [batch, 1].</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor DiscriminatorLoss(Tensor real, Tensor generated);

    /// <summary>What the discriminator minimizes at a move, where the objective draws random numbers for it.</summary>
    /// <param name="context">Gives the random numbers.</param>
    /// <param name="real">Logits of real items, [batch, 1].</param>
    /// <param name="generated">Logits of generated items, [batch, 1].</param>
    /// <returns>A scalar, whose mean over the random numbers is <see cref="DiscriminatorLoss(Tensor, Tensor)"/>.</returns>
    public virtual Tensor DiscriminatorLoss(ForwardContext context, Tensor real, Tensor generated) => DiscriminatorLoss(real, generated);

    /// <summary>What the generator minimizes.</summary>
    /// <param name="real">Logits of real items, [batch, 1]: relativistic objectives compare with them, all others ignore them.</param>
    /// <param name="generated">Logits of generated items, [batch, 1].</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor GeneratorLoss(Tensor real, Tensor generated);
}
