using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("vae", "MNIST's 10,000 test digits, binarized at random", Revision = 2)]
    internal static void CheckVae(ReproductionRun run)
    {
        (long early, long steps, long plane) = (run.Choose(5, 3_000, 3_000), run.Choose(10, 6_000, 60_000), run.Choose(5, 2_000, 10_000));
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(200, 10_000, 10_000));
        float[] few = test[..(run.Choose(40, 1_000, 1_000) * data.ItemLength)];
        run.Description = $"{early:N0} steps of {Vae.Batch} digits (5 epochs of MNIST are 3,000), and {steps:N0}; Monte Carlo and IWAE over {few.Length / data.ItemLength:N0} test digits";
        double[] bounds = Bounds(Vae, "5 epochs"), unbound = Bounds(Vae with { DivergenceWeight = 0 }, "without the divergence");
        run.Effect("-ELBO after 5 epochs, nats, by KL(q ‖ p) in the loss", bounds, unbound, higher: false);
        run.Works("-ELBO after 5 epochs, nats", bounds, Ask.AtMost(110));
        using TrainingRun trained = run.Train(Vae, data, steps);
        run.Works($"-ELBO after {steps:N0} steps, nats", NegativeBound(trained, test), Ask.AtMost(105));
        float[] terms = ItemFunction.Apply("divergence", few, trained.Game.Game.Item, (context, x) => Divergences(context, trained.Game.Networks["encoder"], x), chunk: 20);
        (double exact, double sampled) = (terms.Where((_, at) => at % 2 == 0).Average(), terms.Where((_, at) => at % 2 == 1).Average());
        run.Tell("KL(q ‖ p), nats", exact);
        run.Works("its difference from 200 samples a digit, %", 100 * Math.Abs(sampled / exact - 1), Ask.AtMost(1));
        float[] weighted = ItemFunction.Apply("importance weighted bound", few, trained.Game.Game.Item, (context, x) => Weighted(context, trained.Game, x, 50), chunk: 10);
        run.Tell("-ln p(x) by the importance weighted bound, K = 50, nats", -weighted.Average(), "84.8 (IWAE trained, 200-200-50)");
        using TrainingRun flat = run.Train(Vae with { Latent = 2 }, data, plane, label: "2 latent values");
        run.Picture = flat.Generator.Generate([.. Enumerable.Range(0, 400).SelectMany(at => (float[])[-2 + (at % 20 * 4 / 19f), -2 + (at / 20 * 4 / 19f)])]).ToGrid(20);

        double[] Bounds(Vae recipe, string label) => run.Each(recipe, data, early, label, trained => NegativeBound(trained, test));
    }

    private static double NegativeBound(TrainingRun trained, float[] items) =>
        -ItemFunction.Apply("bound", items, trained.Game.Game.Item, (context, x) => Weighted(context, trained.Game, x, 1)).Average();

    /// <summary>The bound with K samples of z, [batch]; with one it is an estimate of the evidence lower bound.</summary>
    private static Tensor Weighted(ForwardContext context, AssembledGame game, Tensor data, int count)
    {
        Tensor bits = BitPixels.Draw(context, data).Reshape(data.Shape[0], 1, -1);
        (Tensor mean, Tensor logVariance) = VariationalBound.Halves(game.Networks["encoder"].Forward(context, bits.Reshape(data.Shape)));
        (int batch, int size) = (mean.Shape[0], mean.Shape[1]);
        Tensor noise = context.RandomNormal("latent", [batch, count, size]);
        Tensor spread = logVariance.Reshape(batch, 1, size);
        Tensor latent = mean.Reshape(batch, 1, size) + ((0.5 * spread).Exp() * noise);
        Tensor logits = game.Networks["decoder"].Forward(context, latent.Reshape(batch * count, size)).Reshape(batch, count, -1);
        Tensor likelihood = ((bits * logits) - logits.Softplus()).Sum(2);
        return VariationalBound.Importance(likelihood + VariationalBound.LogDensityRatio(noise, latent, spread));
    }

    /// <summary>The divergence by its formula and by 200 samples, [batch, 2].</summary>
    private static Tensor Divergences(ForwardContext context, Module encoder, Tensor data)
    {
        (Tensor mean, Tensor logVariance) = VariationalBound.Halves(encoder.Forward(context, BitPixels.Draw(context, data)));
        (int batch, int size) = (mean.Shape[0], mean.Shape[1]);
        Tensor noise = context.RandomNormal("latent", [batch, 200, size]);
        Tensor spread = logVariance.Reshape(batch, 1, size);
        Tensor latent = mean.Reshape(batch, 1, size) + ((0.5 * spread).Exp() * noise);
        Tensor sampled = -VariationalBound.LogDensityRatio(noise, latent, spread).Mean(1);
        return Tensor.Concat(1, VariationalBound.Divergence(mean, logVariance).Reshape(batch, 1), sampled.Reshape(batch, 1));
    }
}
