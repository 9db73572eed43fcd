using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("dfm", "MNIST digits", Revision = 3)]
    internal static void CheckDfm(ReproductionRun run)
    {
        long steps = run.Choose(8, 800, 20_000);
        int count = run.Choose(100, 5_000, 10_000);
        IReadOnlyList<long> seeds = run.Seeds(3);
        run.Description = $"{steps:N0} steps of {Dfm.Batch} digits at width 16, and the non-saturating game with the same networks and steps; {count:N0} samples judged by a classifier of the data";
        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        using TrainingRun trained = run.Train(Dfm, data, steps, label: "with the denoiser");
        double[] with = [Score(trained), .. seeds.Skip(1).Select(seed => ScoreOf(Dfm, seed, "with the denoiser"))];
        double[] without = [.. seeds.Select(seed => ScoreOf(Adversarial.Plain(Dfm, Dfm.Averaging), seed, "without"))];
        run.Effect("classifier score, of 10, by denoising feature matching", with, without);
        var noise = new float[count * data.ItemLength];
        var random = new Random(1);
        for (int at = 0; at < noise.Length; at++)
            noise[at] = (random.NextSingle() * 2) - 1;
        (double ofDigits, double ofNoise) = (Denoising(data), Denoising(new ArrayDataset("noise", new Shape(data.ItemShape), noise)));
        run.Works("denoiser's loss on digits, of that on noise", ofDigits / ofNoise, Ask.AtMost(1));
        run.Picture = trained.Generator.Sample(100).ToGrid(10);
        run.Note("One pair of runs decides little: seed 1 alone loses 0.16 by the denoiser. Over three seeds the means differed by -0.015 at first, and the medians now differ by far less than the seeds. The paper's scores are of colour photographs after long trainings; 20,000 steps of digits (--full) were not played.");

        double ScoreOf(Recipe recipe, long seed, string label)
        {
            using TrainingRun made = run.Train(recipe, data, steps, seed, label);
            return Score(made);
        }

        double Score(TrainingRun made)
        {
            var probabilities = new float[count * classifier.ClassNames.Count];
            classifier.Analyze(made.Generator.Sample(count).Values, probabilities, []);
            return ClassifierScore.Compute(new FeatureMatrix(probabilities, classifier.ClassNames.Count)).Mean;
        }

        double Denoising(Dataset items) => ReproductionRun.Apply(items, count, (context, batch) =>
        {
            Tensor features = trained.Game.Networks["discriminator"].Forward(context, batch);
            Tensor noisy = features + (context.RandomNormal("noise", features.Shape) * Dfm.Noise);
            return (features - trained.Game.Networks["denoiser"].Forward(context, noisy)).Square().Mean(1, keepAxes: true);
        }).Mean()[0];
    }
}
