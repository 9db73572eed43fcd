using System.Globalization;
using Belamy.Data;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>Refuses a training that is too large for a machine, and finds what would fit: one setting smaller, all else as asked.</summary>
internal static class MemoryLimit
{
    /// <summary>Halvings of one setting that are tried.</summary>
    private const int MostHalvings = 16;

    /// <summary>A halving that saves less than this share of the memory is not the way.</summary>
    private const double WorthIt = 0.05;

    /// <summary>Plans a game, and fails if the machine cannot hold what it takes.</summary>
    /// <param name="game">The game, built for the data.</param>
    /// <param name="data">The data.</param>
    /// <param name="available">Bytes that the machine has.</param>
    /// <param name="progress">See <see cref="MemoryEstimate.Of(AssembledGame, Dataset, Action{double, int}?)"/>.</param>
    /// <exception cref="BelamyException">It takes more.</exception>
    public static MemoryEstimate Require(AssembledGame game, Dataset data, long available, Action<double, int>? progress = null)
    {
        var asked = new Asked(game.Recipe, game.Game.Item, data.ClassNames.Count, data);
        MemoryEstimate estimate;
        try
        {
            estimate = MemoryEstimate.Of(game, data, progress);
        }
        catch (SizeLimitException)
        {
            throw Refusal(asked, null, available);
        }

        return estimate.Fits(available) ? estimate : throw Refusal(asked, estimate, available);
    }

    /// <summary>The error of a training that no machine could hold.</summary>
    public static BelamyException Refusal(Recipe recipe, Shape item, int classes, Dataset? data) =>
        Refusal(new Asked(recipe, item, classes, data), null, MemoryEstimate.Available);

    private static BelamyException Refusal(Asked asked, MemoryEstimate? estimate, long available)
    {
        string takes = estimate is null ? "a network or a move is larger than any can be here"
            : $"training takes {MachineMemory.Text(estimate.Total)} of memory (networks and optimizers {MachineMemory.Text(2 * estimate.State)}, programs {MachineMemory.Text(estimate.Programs)}, "
            + $"data {MachineMemory.Text(estimate.Data)}), and {MachineMemory.Limit(available)}";
        string[] fitting = [.. Smaller(asked).Select(setting => Fitting(setting, estimate, available)).OfType<string>()];
        string remedy = fitting.Length > 0 ? $"what fits: {string.Join(", or ", fitting)}" : "choose smaller settings, smaller pictures, or another model";
        return new BelamyException($"{Models.NameOf(asked.Recipe)} on items of {asked.Item}: {takes}; {remedy}");
    }

    /// <summary>The settings that memory hangs on, each with what it takes to make it smaller.</summary>
    private static IEnumerable<Setting> Smaller(Asked asked)
    {
        Recipe recipe = asked.Recipe;
        Recipe usual = (Models.All.FirstOrDefault(model => model.Name == recipe.Model)?.Recipe ?? new Adversarial()).Resolve(asked.Item);
        yield return new("batch={0}", recipe.Batch, RecipeSettings.WholeNumber(recipe, "packing") ?? 1, value =>
            asked with { Recipe = recipe with { Batch = value } });
        foreach (string name in (string[])["width", "latent", "replay", "unrolling"])
        {
            if (RecipeSettings.WholeNumber(recipe, name) is not { } now || now <= (name == "replay" ? 0 : RecipeSettings.WholeNumber(usual, name) ?? 0))
                continue;
            yield return new(name + "={0}", now, name == "replay" ? recipe.Batch : 1, value =>
                asked with { Recipe = recipe.With(name, value.ToString(CultureInfo.InvariantCulture)) });
        }

        // Only pictures of a folder come in other sizes.
        if (asked.Data is PictureFolder && asked.Item is [var channels, var side, var width] && side == width)
            yield return new("a size of {0}", side, 8, value => asked with { Item = [channels, value, value] });
    }

    /// <summary>A value of one setting that fits, by halving; null where none does.</summary>
    private static string? Fitting(Setting setting, MemoryEstimate? asked, long available)
    {
        long before = asked?.Total ?? long.MaxValue;
        int value = setting.Value;
        for (int halving = 0; halving < MostHalvings; halving++)
        {
            // In whole multiples of the least: a batch of what packing puts together.
            value = value / 2 / setting.Least * setting.Least;
            if (value < setting.Least)
                return null;
            MemoryEstimate? estimate = Estimate(setting.With(value));
            if (estimate is not null && estimate.Fits(available))
                return string.Format(CultureInfo.InvariantCulture, setting.Format, value);
            long total = estimate?.Total ?? long.MaxValue;
            if (estimate is not null && total > (1 - WorthIt) * before)
                return null;
            before = total;
        }

        return null;
    }

    private static MemoryEstimate? Estimate(Asked asked)
    {
        try
        {
            // Data of another size are not there to be asked; a game that needs them to be built says so.
            Dataset? data = asked.Data is { } own && asked.Item.Span.SequenceEqual(own.ItemShape) ? own : null;
            using AssembledGame game = AssembledGame.Plan(asked.Recipe, asked.Item, asked.Classes, data);
            return MemoryEstimate.Of(game, asked.Data?.Count ?? 0);
        }
        catch (Exception e) when (e is SizeLimitException or BelamyException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Asked(Recipe Recipe, Shape Item, int Classes, Dataset? Data);

    private sealed record Setting(string Format, int Value, int Least, Func<int, Asked> With);
}
