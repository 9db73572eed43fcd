using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("srgan", "MNIST's test digits, from 7×7 to 28×28")]
    internal static void CheckSrgan(ReproductionRun run)
    {
        long steps = run.Choose(3, 1_500, 20_000);
        int count = run.Choose(100, 2_000, 10_000);
        var sheet = new EnlargementSheet(run, count);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits, the SRResNet alone as long, three seeds of each; {count:N0} test digits";
        using ImageClassifier classifier = run.Judge(sheet.Whole);
        FeatureMatrix seen = ClassifierRows(classifier, sheet.Truth);
        float[] sharp = [], smooth = [];
        (double Signal, double Distance, double Error, double Edges)[] adversarial = run.Each(Srgan with { Adversity = 1e-2 }, sheet.Data, steps, "adversarial", trained => Measure(trained, ref sharp));
        (double Signal, double Distance, double Error, double Edges)[] faithful = run.Each(Srgan with { Adversity = 0 }, sheet.Data, steps, "squared error alone", trained => Measure(trained, ref smooth));
        double baseline = sheet.Fidelity(sheet.Bicubic).SignalToNoise;
        run.Effect("Fréchet distance to the truth in a classifier's features, by the adversarial loss", [.. adversarial.Select(one => one.Distance)], [.. faithful.Select(one => one.Distance)], higher: false, published: "people prefer SRGAN to SRResNet");
        run.Effect("energy of edges missing or too much, %, by the adversarial loss", [.. adversarial.Select(one => one.Edges)], [.. faithful.Select(one => one.Edges)], higher: false);
        run.Works("PSNR of the SRResNet above bicubic enlargement, dB", [.. faithful.Select(one => one.Signal - baseline)], Ask.AtLeast(1.5), published: "3.6 on Set5");
        run.Works("PSNR that the adversarial loss costs, dB", [.. faithful.Zip(adversarial, (one, other) => one.Signal - other.Signal)], Ask.AtLeast(0), published: "1.4 on Set5 by squared error of pixels");
        run.Tell("PSNR of bicubic enlargement, dB", baseline, published: "28.43 on Set5");
        run.Tell("error in a classifier's features, picture by picture", [.. adversarial.Select(one => one.Error)]);
        run.Tell("the same by squared error alone", [.. faithful.Select(one => one.Error)]);
        run.Picture = sheet.Draw(smooth, sharp);
        run.Note("The adversarial loss counts 10⁻² here, not the paper's 10⁻³, which stood beside an error of VGG's features: at 10⁻³ edges were 32 % off, without it 38 %, and nothing else told the two apart.");
        run.Note("In the picture: what is given, enlarged by bicubic interpolation, by squared error alone, with the adversarial loss, and the truth.");

        (double Signal, double Distance, double Error, double Edges) Measure(TrainingRun trained, ref float[] kept)
        {
            using var runner = new Runner(trained.Game.Functions[0]);
            float[] made = runner.Run([sheet.Inputs]);
            kept = kept.Length > 0 ? kept : made;
            FeatureMatrix rows = ClassifierRows(classifier, made);
            return (sheet.Fidelity(made).SignalToNoise, FrechetDistance.Between(seen, rows), MeanSquare([.. rows.Values], [.. seen.Values]), PictureEdges.Amiss(made, sheet.Truth, sheet.Large));
        }
    }
}
