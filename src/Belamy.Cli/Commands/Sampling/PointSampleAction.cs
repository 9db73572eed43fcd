using System.Globalization;
using System.Text;
using Belamy.Cli.Output;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Files;
using Belamy.Games;
using Belamy.Runs;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy sample</c> does with a run over points of the plane, which it draws over the data or lists, or over single numbers, which it lists.</summary>
internal static class PointSampleAction
{
    /// <summary>Whether a generator makes points of the plane, or single numbers.</summary>
    public static bool Fits(Generator generator) => generator.Kind is null or Points && generator.Item.Rank == 1 && generator.Item[0] is (1 or 2);

    /// <summary>Writes the points.</summary>
    /// <exception cref="BelamyException">The output is neither a picture nor a list.</exception>
    public static void Write(TrainedGenerator trained, int count, string path, long? seed, int? classNumber, double? truncation, SampleFormat format)
    {
        Dataset data = ClassChoice.OpenData(trained.Folder.Description);
        Samples samples = trained.Generator.Sample(count, seed, 0, classNumber, truncation);
        double scale = data is MixtureDataset mixture ? mixture.Scale : 1;
        switch (format)
        {
            case SampleFormat.Grid when trained.Generator.Item[0] == 2:
                using (var picture = new PointPicture(trained.Generator, trained.Game.Parts.Critic, data))
                    picture.Draw($"{data.Name}, step {trained.State.Step.ToString("N0", CultureInfo.InvariantCulture)}", samples).SavePng(path);
                break;
            case SampleFormat.Csv:
                AtomicFile.WriteAllText(path, Lines(samples, scale));
                break;
            default:
                if (trained.Generator.Item[0] == 1)
                    throw new BelamyException($"--out {path}: {data.Name} are single numbers; end the name in .csv for a list");
                throw new BelamyException($"--out {path}: {data.Name} are points; end the name in .png for a picture or .csv for a list");
        }
    }

    private static string Lines(Samples samples, double scale)
    {
        int coordinates = samples.Item[0];
        var text = new StringBuilder(coordinates == 1 ? "x\n" : "x,y\n");
        ReadOnlySpan<float> values = samples.Values;
        for (int at = 0; at < values.Length; at++)
            text.Append(CultureInfo.InvariantCulture, $"{(float)(values[at] * scale):R}").Append((at + 1) % coordinates == 0 ? '\n' : ',');
        return text.ToString();
    }
}
