using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Penalties;

namespace Belamy.Lessons;

/// <summary>A small game over points that shows one thing about adversarial training, within a minute of play.</summary>
/// <param name="Name">A short name, for addresses: <c>collapse</c>.</param>
/// <param name="Title">What it shows, in a few words.</param>
/// <param name="Text">What is to be seen, in two or three sentences.</param>
/// <param name="Data">The name of the data set.</param>
/// <param name="Recipe">The game.</param>
/// <param name="Steps">The step by which it has shown it.</param>
public sealed record Lesson(string Name, string Title, string Text, string Data, Adversarial Recipe, long Steps)
{
    private const string Ring = "ring8-easy";

    /// <summary>Two layers of 64 units each side; the generator learns as Goodfellow et al. say in practice.</summary>
    private static readonly Adversarial Plane = new()
    {
        Networks = DensePair.Create(),
        Width = 32,
        Latent = 8,
        Batch = 128,
        Averaging = 0,
        Penalty = new R1 { Gamma = 0.1 },
        Generator = new PlayerSettings { LearningRate = 1e-3 },
        Discriminator = new PlayerSettings { LearningRate = 1e-3 },
    };

    /// <summary>All lessons, in the order in which they are to be told.</summary>
    public static IReadOnlyList<Lesson> All { get; } =
    [
        new(
            "number",
            "One number",
            "The data are single numbers about 4. The expert's curve bends to where real numbers are more likely than forged ones; the forger's numbers walk uphill on it, until both bells are one and the curve lies flat at one half.",
            "gaussian1d",
            Plane with
            {
                Width = 16,
                Latent = 4,
                Penalty = new NoPenalty(),
                DiscriminatorMoves = 5,
                Discriminator = new PlayerSettings { LearningRate = 5e-3 },
            },
            Steps: 600),
        new(
            "balance",
            "Balance",
            "Eight heaps of real points on a ring. Both sides learn at the same pace, so the arrows stay of use: the forgeries find all eight heaps, and the expert comes down to little better than guessing.",
            Ring,
            Plane,
            Steps: 2500),
        new(
            "strong",
            "The expert too strong",
            "The expert has a lead and five moves to one. It is nearly always right and quite sure of it: its field is flat wherever there are forgeries, so the arrows are next to nothing and the forger stands still. Choose the non-saturating objective and the arrows come back.",
            Ring,
            Plane with
            {
                Objective = new Minimax(),
                Penalty = new NoPenalty(),
                DiscriminatorMoves = 5,
                Pretraining = 100,
                Discriminator = new PlayerSettings { LearningRate = 3e-3 },
                Generator = new PlayerSettings { LearningRate = 0.02, Optimizer = new Sgd() },
            },
            Steps: 600),
        new(
            "collapse",
            "Collapse",
            "The forger learns ten times faster than the expert. It runs to the one place that fools the expert at this moment, all forgeries become alike, the expert finds out, and the whole lot runs on to the next place.",
            Ring,
            Plane with
            {
                Penalty = new NoPenalty(),
                Discriminator = new PlayerSettings { LearningRate = 3e-4, Optimizer = new Adam { Beta1 = 0.9 } },
                Generator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.9 } },
            },
            Steps: 2000),
        new(
            "cure",
            "Collapse cured",
            "The same game, but the expert learns as fast as the forger, and pays for steep slopes at real points (the penalty R1). There is no cliff to run to any more: the forgeries spread over all eight heaps and stay.",
            Ring,
            Plane with
            {
                Discriminator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.9 } },
                Generator = new PlayerSettings { LearningRate = 3e-3, Optimizer = new Adam { Beta1 = 0.9 } },
            },
            Steps: 2000),
    ];

    /// <summary>The lesson of a name; null where there is none.</summary>
    /// <param name="name">The name.</param>
    public static Lesson? Find(string? name) => All.FirstOrDefault(lesson => lesson.Name == name);
}
