using Belamy.Data;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Metrics;

/// <summary>What a game's own classifier makes of labelled data.</summary>
public static class ClassificationError
{
    private const int Chunk = 250;
    private const string ItemsInput = "items";

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
        var context = new ForwardContext { IsTraining = false, CollectsUpdates = false };
        Tensor found = classifier(context, Tensor.Input(ItemsInput, [Chunk, .. data.ItemShape])).ArgMax(1);
        using var program = Program.Compile("classify", game.Parts.Average?.Substitute(found) ?? [found]);
        var classes = new int[data.Count];
        for (int done = 0; done < data.Count; done += Chunk)
        {
            int here = Math.Min(Chunk, data.Count - done);
            data.ReadBatch([.. Enumerable.Range(done, here)], program.Input(ItemsInput).AsSpan<float>());
            program.Run();
            program.Outputs[0].AsSpan<int>()[..here].CopyTo(classes.AsSpan(done));
        }

        return classes;
    }
}
