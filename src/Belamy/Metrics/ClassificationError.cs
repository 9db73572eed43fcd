using Belamy.Data;
using Belamy.Games;
using Belamy.Tensors;

namespace Belamy.Metrics;

/// <summary>What a game's own classifier makes of labelled data.</summary>
public static class ClassificationError
{
    /// <summary>The share of items whose class the classifier of a game gets wrong, with averaged weights where they are kept.</summary>
    /// <param name="game">A game with <see cref="GameParts.Classifier"/>.</param>
    /// <param name="data">Items that it was not trained on, with their labels.</param>
    /// <exception cref="BelamyException">The game has no classifier.</exception>
    public static double Of(AssembledGame game, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] classes = Classify(game, data);
        int wrong = 0;
        for (int at = 0; at < classes.Length; at++)
            wrong += classes[at] != data.Labels[at] ? 1 : 0;
        return (double)wrong / classes.Length;
    }

    /// <summary>The class that the classifier of a game gives each item of data.</summary>
    /// <inheritdoc cref="Of"/>
    public static int[] Classify(AssembledGame game, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(data);
        if (game.Parts.Classifier is not { } classifier)
            throw new BelamyException($"{Models.NameOf(game.Recipe)}: tells no classes");
        float[] found = ItemFunction.Apply(
            "classify",
            ItemFunction.Read(data),
            new Shape(data.ItemShape),
            (context, items) => game.Parts.Averaged(classifier(context, items)).ArgMax(1).Cast(ElementType.Float32));
        return Array.ConvertAll(found, value => (int)value);
    }
}
