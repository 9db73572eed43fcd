// Own networks on own data: a ring of eight points, learned by two small dense networks.
// dotnet run -c Release --project samples/OwnNetworks [steps]
using Belamy;
using Belamy.Data;
using Belamy.Networks;
using Belamy.Optimization;

var random = new Random(1);
float[] points = [.. Enumerable.Range(0, 4000).SelectMany(i => new[] { Math.Cos(i * Math.PI / 4), Math.Sin(i * Math.PI / 4) })
    .Select(c => (float)((0.8 * c) + (0.02 * (random.NextDouble() - 0.5))))];

Adversarial recipe = new Adversarial
{
    Networks = new NetworkPair("ring",
        Generator: sizes => new Sequential(new Dense(64), new ReLU(), new Dense(64), new ReLU(), new Dense(2)),
        Discriminator: sizes => new Sequential(new Dense(64), new LeakyReLU(), new Dense(64), new LeakyReLU(), new Dense(1))),
    Latent = 8,
    Batch = 128,
    Generator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
    Discriminator = new PlayerSettings { LearningRate = 1e-3, Optimizer = new Adam { Beta1 = 0.5 } },
};

using TrainingRun run = Gan.Train(recipe, new ArrayDataset("ring", [2], points), steps: args.Length > 0 ? long.Parse(args[0]) : 3000);
Samples samples = run.Generator.Sample(500);
var reached = Enumerable.Range(0, samples.Count).Select(i => samples.ValuesOf(i).ToArray())
    .GroupBy(p => (int)Math.Round(Math.Atan2(p[1], p[0]) * 4 / Math.PI + 8) % 8).Count();
Console.WriteLine($"the samples lie in {reached} of the 8 directions");
