using Belamy.Data;
using Belamy.Reproduction;

namespace Belamy;

public static partial class Models
{
    [Check("gp-gan", "drawn faces with a rectangle of themselves in another light")]
    internal static void CheckGpGan(ReproductionRun run)
    {
        const double realism = 0.05;
        long steps = run.Choose(3L, 1_500, 10_000);
        Dataset data = run.Open("drawn-faces");
        GpGan recipe = (GpGan)run.Recipe with { Width = 16 };
        var sheet = new BlendSheet(run.Open("drawn-faces", DataSplit.Test), run.Choose(20, 500, 2_000), recipe);
        run.Description = $"{steps:N0} steps of {run.Recipe.Batch} drawn faces of 32×32 with a rectangle of 8×8 to 16×16 anywhere in another light, as many by the squared error alone and by the paper's weights, three seeds of each; {sheet.Count:N0} faces held back";
        float[] answered = [], blended = [];
        Blended[] judged = Play(recipe with { Realism = realism }, "with the critic"), alone = Play(recipe with { Realism = 0 }, "squared error alone"), faint = Play(recipe, "with the paper's weight of the critic");
        double[] pasted = [.. judged.Select(_ => sheet.SignalToNoise(sheet.PastedAtLarge))], poisson = [.. judged.Select(_ => sheet.SignalToNoise(sheet.Poisson))], decibels = [.. judged.Select(one => one.Decibels)];
        run.Effect("PSNR of blended pictures, dB, by the network's colours at large beside those that were pasted", decibels, pasted, published: "more natural by the eye");
        run.Effect("the same beside Poisson's equation alone", decibels, poisson, published: "more natural by the eye");
        run.Effect("energy of edges of the network's answer, missing or too much, %, by the critic", [.. judged.Select(one => one.Edges)], [.. alone.Select(one => one.Edges)], higher: false);
        run.Works("jump of differences at the seam, % of that of copy and paste", [.. judged.Select(one => 100 * one.Jump / sheet.SeamJump(sheet.Pasted))], Ask.AtMost(50));
        run.Tell("the same of the true pictures", 100 * sheet.SeamJump(sheet.Truth) / sheet.SeamJump(sheet.Pasted));
        run.Tell("PSNR of copy and paste, dB", sheet.SignalToNoise(sheet.Pasted));
        run.Tell("PSNR by the squared error alone, dB", [.. alone.Select(one => one.Decibels)]);
        run.Tell("PSNR where the network's answer decides about the background too, dB", [.. judged.Select(one => one.Everywhere)]);
        run.Tell("PSNR of the network's answer, dB", [.. judged.Select(one => one.Answer)]);
        run.Tell("the same energy, %, where the critic counts 0.001", [.. faint.Select(one => one.Edges)]);
        run.Tell("PSNR of blended pictures where it counts 0.001, dB", [.. faint.Select(one => one.Decibels)]);
        run.Picture = sheet.Draw(10, sheet.Pasted, sheet.Poisson, sheet.PastedAtLarge, answered, blended, sheet.Truth);
        run.Note($"The critic counts {realism} here, not the paper's 0.001, which is told beside it; and networks are of width 16. PSNR is of all pixels, those of the background too.");
        run.Note("In the picture: copy and paste, Poisson's equation alone, the Gaussian-Poisson equation with what was pasted at large, the network's answer, what is blended by it, and the truth.");

        Blended[] Play(GpGan played, string label) => run.Each(played, data, steps, label, trained =>
        {
            float[] answer = sheet.Harmonize(trained), made = sheet.Blend(trained);
            (answered, blended) = answered.Length > 0 ? (answered, blended) : (answer, made);
            return new Blended(sheet.SignalToNoise(made), sheet.SeamJump(made), sheet.EdgesAmiss(answer), sheet.SignalToNoise(answer), sheet.SignalToNoise(sheet.Blend(answer)));
        });
    }

    /// <summary>What was measured of blended pictures, and of what the network answered.</summary>
    private sealed record Blended(double Decibels, double Jump, double Edges, double Answer, double Everywhere);
}
