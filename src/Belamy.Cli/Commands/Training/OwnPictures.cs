using Belamy.Augmentation;
using Belamy.Data;

namespace Belamy.Cli.Commands;

/// <summary>
/// What a folder of pictures is trained with where nothing else is said: small pictures and networks, so that two cores show
/// something within about five minutes, and changes of what the discriminator sees where there are few pictures.
/// </summary>
internal static class OwnPictures
{
    private const int Side = 32;

    /// <summary>From so many pictures on, a discriminator does not learn them by heart within some thousand steps.</summary>
    private const int Many = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly (string Name, string Value)[] Quick =
        [("width", "32"), ("batch", "32"), ("learning-rate", "4e-4"), ("averaging", "0.995"), ("steps", "6000")];

    /// <summary>How pictures are read: small, unless a size was given or there is time for larger ones.</summary>
    public static DataOptions Reading(TrainArguments arguments) =>
        IsQuick(arguments) ? arguments.Reading with { LargestUsualSide = Side } : arguments.Reading;

    /// <summary>The recipe for what was read.</summary>
    /// <param name="recipe">The model's, with what was asked for.</param>
    /// <param name="data">The pictures.</param>
    /// <param name="arguments">What was asked for.</param>
    /// <param name="note">Is told in one line what was chosen and why.</param>
    public static Recipe Settle(Adversarial recipe, Dataset data, TrainArguments arguments, Action<string> note)
    {
        List<string> chosen = [], why = [];
        if (IsQuick(arguments))
        {
            foreach ((string name, string value) in Quick.Where(setting => !IsAsked(arguments, setting.Name)))
            {
                recipe = recipe.With(name, value);
                chosen.Add($"{name}={value}");
            }

            why.Add($"{Side}x{Side} pixels and small networks show something within about five minutes on two cores; --size 64 --time 2h makes more of them");
        }

        if (data.Count < Many && !IsAsked(arguments, "augmentation"))
        {
            recipe = recipe with { Augmentation = new DiffAugment() };
            chosen.Add("augmentation=diff-augment");
            why.Add($"{Quantity.Count(data.Count)} pictures are few, and seen through changes they are not learned by heart");
        }

        if (chosen.Count > 0)
            note($"chosen for a folder of pictures: {string.Join(", ", chosen)}; {string.Join("; ", why)}; --set and --model choose otherwise");
        recipe.Validate();
        return recipe;
    }

    private static bool IsQuick(TrainArguments arguments) => arguments.Reading.Size is null && !(arguments.Time > Patience);

    private static bool IsAsked(TrainArguments arguments, string name) =>
        arguments.Settings.Any(setting => setting.Key == name || setting.Key.EndsWith($".{name}", StringComparison.Ordinal))
        || (name == "batch" && arguments.Batch is not null) || (name == "steps" && (arguments.Steps is not null || arguments.Time is not null));
}
