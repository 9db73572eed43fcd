using Belamy.Cli.Terminal;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Latent;

namespace Belamy.Cli.Commands;

/// <summary>Samples of a caption: the function <c>sample</c> of a run that takes a latent vector and a caption.</summary>
internal static class CaptionSampling
{
    private const int MostNamed = 20;

    /// <summary>What makes samples of a caption.</summary>
    /// <returns>Makes so many samples from a number on.</returns>
    /// <exception cref="BelamyException">The run takes no captions, or has not learned one of the words.</exception>
    public static Func<int, int, float[]> Of(TrainedGenerator trained, string caption, string run, long? seed, double? truncation)
    {
        Function? sample = trained.Game.Functions.FirstOrDefault(function => function is { Name: "sample", Takes: [{ Kind: LatentVectors }, { Kind: Captions }] });
        if (sample?.Takes[1].Kind is not Captions captions)
            throw new BelamyException($"--caption: {run} makes samples of no captions; leave it out, or train gan-cls");
        float[] text = captions.Encode(caption);
        IReadOnlyList<string> words = captions.Vocabulary.Words;
        if (text.Sum() == 0)
            throw new BelamyException("--caption: has no words; write what is to be seen");
        if (captions.Vocabulary.UnknownIn(caption) is { Count: > 0 } unknown)
            throw new BelamyException($"--caption {Printable.Text(caption)}: {run} has not learned {Printable.Text(string.Join(", ", unknown))}; it knows {string.Join(", ", words.Skip(2).Take(MostNamed))}{(words.Count > MostNamed + 2 ? $" and {words.Count - MostNamed - 2} more" : "")}");
        Generator generator = trained.Generator;
        var runner = new Lazy<Runner>(() => new Runner(sample));
        return (first, count) =>
        {
            float[] latents = generator.Latents(count, seed, first);
            if (truncation is { } bound)
                Truncation.Apply(latents, bound, generator.Prior.Distribution);
            float[] texts = [.. Enumerable.Repeat(text, count).SelectMany(one => one)];
            return runner.Value.Run([latents, texts], seed ?? generator.Seed);
        };
    }
}
