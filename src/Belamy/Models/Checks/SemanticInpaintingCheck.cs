using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("semantic-inpainting", "MNIST's test digits without 8×8 pixels in their middle")]
    internal static void CheckSemanticInpainting(ReproductionRun run)
    {
        (long steps, int count, int moves) = run.Choose((3L, 12, 3), (1_500L, 256, SemanticInpainting.SearchSteps), (20_000L, 1_000, 1_500));
        Dataset data = run.Open("mnist");
        using ImageClassifier classifier = run.Judge(data);
        var holes = new HoleSheet(run.Open("mnist", DataSplit.Test), count, HoleShape.Centre, side: 8);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits of MNIST, three seeds; {holes.Count:N0} test digits with a hole of 8×8, {moves:N0} moves of each search; the same searches where all known pixels count 1 and D says nothing";
        SemanticInpainting recipe = SemanticInpainting with { SearchSteps = moves };
        int[] classes = classifier.Classify(holes.Truth).Classes;
        double truth = holes.SeamEnergy(holes.Truth);
        float[] weights = Repair.Nearness(Tensor.Literal(NDArray.From<float>([holes.Count, 1, 28, 28], holes.Masks)), recipe.Window).Evaluate().AsSpan<float>().ToArray();
        float[] shown = [], plain = [];
        Restored[] found = run.Each(recipe, data, steps, "", Measure);
        run.Effect("energy of the seam where pictures are pasted, above that of true ones, %, by W and L_p in the search", [.. found.Select(one => one.Pasted)], [.. found.Select(one => one.Plain)], higher: false, published: "by the eye");
        run.Effect("the same, or below, by Poisson's equation in place of pasting", [.. found.Select(one => Math.Abs(one.Blended))], [.. found.Select(one => Math.Abs(one.Pasted))], higher: false, published: "by the eye");
        run.Works("what the search takes off the contextual loss, %", [.. found.Select(one => one.Drop)], Ask.AtLeast(60));
        run.Works("digits that stay the same digit, %", [.. found.Select(one => one.Kept)], Ask.AtLeast(70));
        run.Works("PSNR within holes above that of a fill by Laplace's equation, dB", [.. found.Select(one => one.Fidelity.SignalToNoise - holes.Fidelity(holes.Harmonic).SignalToNoise)], Ask.AtLeast(1));
        run.Tell("PSNR within holes, dB", [.. found.Select(one => one.Fidelity.SignalToNoise)]);
        run.Tell("the same of pictures pasted from a search without W and L_p, dB", [.. found.Select(one => one.PlainFidelity.SignalToNoise)]);
        run.Tell("SSIM within holes", [.. found.Select(one => one.Fidelity.Similarity)]);
        run.Tell("energy of the seam above that of true ones, %, by W alone", [.. found.Select(one => one.Weighted)]);
        run.Tell("digits that stay the same digit by Laplace's equation, %", Kept(holes.Harmonic));
        run.Picture = holes.Draw(10, holes.Harmonic, plain, shown);
        run.Note("In the picture: what is given, a fill by Laplace's equation, pasted from a search without W and L_p, restored, and the truth.");

        Restored Measure(TrainingRun trained)
        {
            Function restore = Of(trained, recipe), pasting = Of(trained, recipe with { Blending = Blending.Paste });
            float[] made = Search(restore), blended = holes.Finish(restore, made);
            float[] pasted = holes.Finish(pasting, Search(Of(trained, recipe with { Window = 0, PriorWeight = 0 })));
            float[] weighted = holes.Finish(pasting, Search(Of(trained, recipe with { PriorWeight = 0 })));
            double before = Contextual(Search(restore with { Search = restore.Search! with { Steps = 0, Candidates = 1 } })), after = Contextual(made);
            if (shown.Length == 0)
                (shown, plain) = (blended, pasted);
            return new Restored(
                Kept(blended), 100 * (1 - (after / before)), holes.Fidelity(blended), holes.Fidelity(pasted),
                Above(blended), Above(holes.Finish(pasting, made)), Above(pasted), Above(weighted));
        }

        Function Of(TrainingRun trained, SemanticInpainting searching)
        {
            Function own = trained.Game.Functions.First(function => function.Name == Repair.RestoreName);
            return searching.Restoring(own.Takes[0], own.Takes[1], trained.Game.Prior, trained.Game.Parts);
        }

        float[] Search(Function function) => holes.Restore(function with { Finish = null }, run.CancellationToken);

        double Contextual(float[] made) => made.Select((value, at) => (double)weights[at] * Math.Abs(value - holes.Truth[at])).Sum();

        double Above(float[] pictures) => 100 * ((holes.SeamEnergy(pictures) / truth) - 1);

        double Kept(float[] pictures) => 100.0 * classifier.Classify(pictures).Classes.Where((one, at) => one == classes[at]).Count() / classes.Length;
    }

    private sealed record Restored(double Kept, double Drop, HoleFidelity Fidelity, HoleFidelity PlainFidelity, double Blended, double Pasted, double Plain, double Weighted);
}
