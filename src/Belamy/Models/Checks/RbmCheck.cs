using Belamy.Data;
using Belamy.Games;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("rbm", "MNIST's 10,000 test digits, binarized at random", Revision = 3)]
    internal static void CheckRbm(ReproductionRun run)
    {
        (long small, long brief, long large) = run.Choose((20L, 5L, 5L), (3_000L, 1_800L, 4_000L), (30_000L, 30_000L, 60_000L));
        int hidden = run.Choose(6, 16, 16);
        Dataset data = run.Open("mnist");
        float[] test = ItemFunction.Read(run.Open("mnist", DataSplit.Test), run.Choose(200, 10_000, 10_000));
        float[] first = ItemFunction.Read(data, test.Length / data.ItemLength);
        (int temperatures, float[] baseRates) = (run.Choose(50, 14_500, 14_500), Belamy.Rbm.LogOdds(data));
        run.Description = $"persistent chains: {hidden} hidden units, {small:N0} steps of {Rbm.Batch} digits; 500, {large:N0} steps. "
            + $"CD-1: 500, {brief:N0} steps at a constant rate (3 epochs are 1,800). {temperatures:N0} temperatures, 100 chains";
        using (TrainingRun trained = run.Train(Rbm with { Latent = hidden }, data, small, label: $"{hidden} hidden units"))
        {
            var machine = (RestrictedBoltzmann)trained.Game.Networks["machine"];
            float[] bits = ItemFunction.Apply("bits", test, trained.Game.Game.Item, BitPixels.Draw);
            double start = bits.Select((bit, at) => (bit * (double)baseRates[at % baseRates.Length]) - Math.Log(1 + Math.Exp(baseRates[at % baseRates.Length]))).Sum() * data.ItemLength / bits.Length;
            double exact = BoltzmannPartition.Exact(machine);
            double likelihood = -MeanFreeEnergy(machine, test, trained.Game.Game.Item) - exact;
            run.Tell("exact mean ln p(x) of the base rates, nats", start, "about -206");
            run.Works("rise over the base rates, nats", likelihood - start, Ask.AtLeast(20));
            run.Status("annealing");
            Rbm contrastive = Rbm with { Latent = hidden, Persistent = false };
            double[] persistent = [likelihood, .. run.Seeds(SeedStatistics.FewestSeeds).Skip(1).Select(seed =>
            {
                using TrainingRun other = run.Train(Rbm with { Latent = hidden }, data, small, seed, $"{hidden} hidden units");
                return Likelihood(other);
            })];
            run.Effect($"exact mean ln p(x) of {hidden} hidden units, nats, by chains that go on", persistent, run.Each(contrastive, data, small, $"{hidden} hidden units, CD-1", Likelihood), published: "above CD-1 (Tieleman 2008)");
            run.Works("annealed ln Z: difference from the exact, nats", Math.Abs(BoltzmannPartition.Annealed(machine, baseRates, temperatures) - exact), Ask.AtMost(1));
        }

        Rbm plain = Rbm with { Persistent = false, LearningRateDecay = 0 };
        using (TrainingRun contrastive = run.Train(plain, data, brief, label: "500 hidden units, CD-1"))
            run.Published("500 hidden units, CD-1: ln p(x) of test digits by annealing, nats", Judge("500 hidden units, CD-1", contrastive), -125.5, 1, Better.Higher, isOurs: true);
        using TrainingRun wide = run.Train(Rbm, data, large, label: "500 hidden units");
        run.Tell("500 hidden units: ln p(x) of test digits by annealing, nats", Judge("500 hidden units", wide), "-86.3 (CD-25)");
        run.Note("CD-1 gains little by time: 6,000 steps with a rate that falls to 0 left -157.9 nats. Its chains end in black from random hidden bits, in blots from hidden bits that are all off.");
        run.Picture = wide.Generator.Sample(50).ToGrid(10);

        double Likelihood(TrainingRun trained) =>
            -MeanFreeEnergy((RestrictedBoltzmann)trained.Game.Networks["machine"], test, trained.Game.Game.Item) - BoltzmannPartition.Exact((RestrictedBoltzmann)trained.Game.Networks["machine"]);

        double Judge(string units, TrainingRun trained)
        {
            var machine = (RestrictedBoltzmann)trained.Game.Networks["machine"];
            float[] rebuilt = ItemFunction.Apply("reconstruct", test, trained.Game.Game.Item, (context, x) =>
                (machine.VisibleLogits(context, machine.HiddenLogits(context, Belamy.Rbm.Flat((x + 1) * 0.5)).Sigmoid()).Sigmoid() * 2) - 1);
            run.Works($"{units}: error of reconstructions, of pixels in [0, 1]", MeanSquare(rebuilt, test) / 4, Ask.AtMost(0.02));
            (double free, double seen) = (MeanFreeEnergy(machine, test, trained.Game.Game.Item), MeanFreeEnergy(machine, first, trained.Game.Game.Item));
            run.Tell($"{units}: free energy of test digits above training digits, nats", free - seen);
            run.Status("annealing");
            return -free - BoltzmannPartition.Annealed(machine, baseRates, temperatures);
        }
    }

    private static double MeanFreeEnergy(RestrictedBoltzmann machine, float[] items, Shape item) =>
        ItemFunction.Apply("free energy", items, item, (context, x) => machine.FreeEnergy(context, Belamy.Rbm.Flat(BitPixels.Draw(context, x)))).Average();
}
