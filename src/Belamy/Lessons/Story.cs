namespace Belamy.Lessons;

/// <summary>Which numbers belong beside a part of the story.</summary>
public enum StoryPlace
{
    /// <summary>None.</summary>
    None,

    /// <summary>The discriminator's formula and numbers.</summary>
    Discriminator,

    /// <summary>The generator's formula and numbers.</summary>
    Generator,

    /// <summary>How the game went.</summary>
    Course,
}

/// <summary>A part of the story.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Text">What is told, in plain words.</param>
/// <param name="Place">Which numbers belong beside it.</param>
public sealed record StoryPart(string Title, string Text, StoryPlace Place);

/// <summary>
/// Adversarial training told as the story of a forger and an expert. Goodfellow et al. 2014, arXiv:1406.2661, section 1, have
/// counterfeiters and the police.
/// </summary>
public static class Story
{
    /// <summary>The story, in order.</summary>
    public static IReadOnlyList<StoryPart> Parts { get; } =
    [
        new(
            "Two who learn from each other",
            "A forger wants to make things that pass for real. An expert is shown things one at a time, real ones and forged ones mixed, and says of each how likely it is real. Both are neural networks that begin knowing nothing. The forger is called the generator, G: it turns random numbers z into a thing G(z). The expert is called the discriminator, D: D(x) is the chance it gives x of being real, from 0 to 1.",
            StoryPlace.None),
        new(
            "The expert's move",
            "The expert looks at some real things and some forgeries, is told which were which, and changes a little so that the next time it would say more for the real ones and less for the forged ones. Its loss is a number that is small when it judges well; a move is one small step that makes this number smaller.",
            StoryPlace.Discriminator),
        new(
            "The forger's move",
            "The forger never sees anything real. It shows its forgeries to the expert, which stands still meanwhile, and asks of each: which way would it have to change for you to take it for more real? That direction is the gradient, an arrow at every forgery. The forger changes a little so that its forgeries follow their arrows.",
            StoryPlace.Generator),
        new(
            "How it goes on",
            "Then it is the expert's turn again, against better forgeries. Neither loss falls for long, since each depends on how good the other one is. If all goes well, forgeries end up where the real things are, in the same proportions; then even the best expert can only say one half, and is right as often as a coin.",
            StoryPlace.Course),
        new(
            "What can go wrong",
            "An expert that is far ahead is sure of everything: wherever there are forgeries its judgement is flat, the arrows shrink to nothing, and the forger has nothing to go by. A forger that is far ahead runs to the one place the expert overlooks and makes the same thing again and again, which is called collapse; when the expert finds out, it runs elsewhere. The cures keep the two in step: like rates, a loss that keeps the arrows long, and a penalty on experts whose judgement is too steep.",
            StoryPlace.None),
    ];
}
