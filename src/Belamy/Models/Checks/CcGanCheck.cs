using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("cc-gan", "MNIST digits, 10 of each class labelled")]
    internal static void CheckCcGan(ReproductionRun run)
    {
        long steps = run.Choose(5L, 1_500, 20_000);
        Dataset data = run.Open("mnist"), test = run.Open("mnist", DataSplit.Test);
        var holes = new HoleSheet(test, run.Choose(20, 100, 1_000), HoleShape.Anywhere);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} digits of MNIST with holes of 7×7 to 14×14 anywhere beside as many of the 100 with labels, and of those alone, three seeds of each; error on the 10,000 test digits";
        double[] game = Errors((CcGan)run.Recipe, "with unlabelled and filled digits"), alone = Errors((CcGan)run.Recipe with { SeesUnlabelled = false }, "labels only");
        run.Effect("test error with 100 labels, %, by unlabelled and filled digits", game, alone, higher: false);
        run.Works("the same error as a share of that by labels only", [.. game.Zip(alone, (one, other) => one / Math.Max(other, 1e-9))], Ask.AtMost(0.9));
        run.Note("In the picture: what is given, what fills it, and the truth.");

        double[] Errors(CcGan of, string label) => run.Each(of, data, steps, label, trained =>
        {
            if (of.SeesUnlabelled)
                run.Picture ??= holes.Draw(10, holes.Restore(trained));
            return 100 * ClassificationError.Of(trained.Game, test);
        });
    }
}
