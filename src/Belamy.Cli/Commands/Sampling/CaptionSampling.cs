using Belamy.Data.Kinds;
using Belamy.Games;

namespace Belamy.Cli.Commands;

/// <summary>Samples of a caption: the function <c>sample</c> of a run that takes a latent vector and a caption.</summary>
internal static class CaptionSampling
{
    /// <summary>What makes samples of a caption.</summary>
    /// <returns>Makes so many samples from a number on.</returns>
    /// <exception cref="BelamyException">The run takes no captions, or has not learned one of the words.</exception>
    public static Func<int, int, float[]> Of(TrainedGenerator trained, string caption, string run, long? seed, double? truncation)
    {
        Function? sample = trained.Game.Functions.FirstOrDefault(function => function is { Name: "sample", Takes: [{ Kind: LatentVectors }, { Kind: Captions }] });
        if (sample is null)
            throw new BelamyException($"--caption: {run} makes samples of no captions; leave it out, or train gan-cls");
        float[] text = FieldOption.Parse("--caption", caption, sample.Takes[1].Kind);
        Generator generator = trained.Generator;
        var runner = new Lazy<Runner>(() => new Runner(sample));
        return (first, count) =>
        {
            float[] latents = generator.Latents(count, seed, first);
            generator.Truncate(latents, truncation);
            float[] texts = [.. Enumerable.Repeat(text, count).SelectMany(one => one)];
            return runner.Value.Run([latents, texts], seed ?? generator.Seed);
        };
    }
}
