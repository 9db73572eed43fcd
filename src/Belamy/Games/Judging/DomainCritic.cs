using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>The discriminator of one of two sets: it tells items of its set from items that were made for it.</summary>
/// <param name="Set">The name of the set's field, for what is measured.</param>
/// <param name="Objective">What each side wants.</param>
/// <param name="Parts">Its networks, one behind the other. The discriminator of the other set may have some of them too.</param>
internal sealed record DomainCritic(string Set, Objective Objective, params IReadOnlyList<Module> Parts)
{
    /// <summary>What the discriminator loses in its own move, which is told what it judges.</summary>
    /// <param name="turn">The move.</param>
    /// <param name="items">Items of the set.</param>
    /// <param name="made">As many that were made.</param>
    public Tensor Loss(Turn turn, Tensor items, Tensor made)
    {
        (Tensor real, Tensor generated) = (Score(turn.Apply, items), Score(turn.Apply, made));
        turn.Measure($"score-real-{Set}", real.Mean());
        turn.Measure($"score-generated-{Set}", generated.Mean());
        turn.Judge(pictures => PatchCritic.PerItem(Score(turn.ApplyFrozen, pictures)), items, made, PatchCritic.PerItem(real), PatchCritic.PerItem(generated));
        return Objective.DiscriminatorLoss(turn.Context, real, generated);
    }

    /// <summary>What a network loses that makes items for the set.</summary>
    /// <param name="turn">Its move.</param>
    /// <param name="items">Items of the set.</param>
    /// <param name="made">As many that it made.</param>
    public Tensor LossOfMaker(Turn turn, Tensor items, Tensor made) => Objective.GeneratorLoss(Score(turn.ApplyFrozen, items), Score(turn.ApplyFrozen, made));

    /// <summary>One logit an item, or one a patch.</summary>
    private Tensor Score(Func<Module, Tensor, Tensor?, Tensor> apply, Tensor items) => Parts.Aggregate(items, (passed, part) => apply(part, passed, null));
}
