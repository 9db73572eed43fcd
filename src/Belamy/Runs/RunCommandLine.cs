using System.Globalization;
using Belamy.Data;
using Belamy.Imaging;

namespace Belamy.Runs;

/// <summary>The command that makes a run again.</summary>
public static class RunCommandLine
{
    /// <summary>What a terminal is told, after the name of the program: <c>train digits --model lsgan --steps 2000 --seed 1</c>.</summary>
    /// <param name="description">The run.</param>
    /// <param name="steps">The steps to make, for a run that was limited by time; those of the run when left out.</param>
    /// <returns>Its words, not yet quoted; null for a run of networks of one's own, which only its program can make.</returns>
    public static IReadOnlyList<string>? Of(RunDescription description, long? steps = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        if (description.Model == Models.Custom)
            return null;
        List<string> words = ["train", description.DataSource];
        Add(words, "--from", description.Origin?.Run);
        Add(words, "--model", description.Model);
        AddData(words, description);
        IReadOnlyDictionary<string, string> usual = description.UsualSettings;
        foreach (RecipeSetting setting in RecipeSettings.List(description.Recipe))
        {
            bool isUsual = usual.GetValueOrDefault(setting.Name) == setting.Value;
            // These have options of their own. The seed is always said, for it is what people change.
            if (setting.Name == "seed" || setting.Name == "batch" && !isUsual)
                Add(words, $"--{setting.Name}", setting.Value);
            else if (setting.Name is not ("steps" or "batch") && !isUsual)
                Add(words, "--set", $"{setting.Name}={setting.Value}");
        }

        if ((description.Steps ?? steps) is { } all)
            Add(words, "--steps", all.ToString(CultureInfo.InvariantCulture));
        if (description.Measurement is { } plan)
        {
            Add(words, "--metrics", string.Join(',', plan.Metrics));
            Add(words, "--measure-every", plan.Every.ToString(CultureInfo.InvariantCulture));
            Add(words, "--features", plan.Features);
        }

        return words;
    }

    /// <summary>The command as it is typed, the program's name before it, words quoted where the shell asks for it.</summary>
    /// <param name="words">Its words.</param>
    public static string Quote(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        // An option is no name that begins with a dash.
        return string.Join(' ', words.Select(word => word.StartsWith("--", StringComparison.Ordinal) ? word : ShellWord.Quote(word)).Prepend("belamy"));
    }

    private static void AddData(List<string> words, RunDescription description)
    {
        Add(words, "--location", description.DataLocation);
        Add(words, "--kind", description.DataContent);
        if (description.DataSize is { } size)
            Add(words, "--size", size.Width == size.Height ? Text(size.Width) : $"{Text(size.Width)}x{Text(size.Height)}");
        if (description.DataFit != PictureFit.Crop)
            Add(words, "--fit", description.DataFit.ToString().ToLowerInvariant());
        if (description.DataAlpha)
            words.Add("--alpha");
        if (description.DataHalves is { } halves)
            Add(words, "--halves", halves == PictureHalves.LeftToRight ? RunDescription.LeftToRight : RunDescription.RightToLeft);
        if (description.DataAllVoices)
            Add(words, "--voices", RunDescription.AllVoices);
        Add(words, "--array", description.DataArray);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static void Add(List<string> words, string option, string? value)
    {
        if (value is not null)
            words.AddRange([option, value]);
    }
}
