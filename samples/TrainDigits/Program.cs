// Trains a DCGAN on handwritten digits and saves 25 digits that never existed.
// dotnet run -c Release --project samples/TrainDigits [steps]
using Belamy;
using Belamy.Data;

long steps = args.Length > 0 ? long.Parse(args[0]) : 1000;

using TrainingRun run = await Gan.TrainAsync(Models.Dcgan, Datasets.Digits(), steps: steps, progress: now =>
{
    if (now.Metrics.TryGetValue("generator-loss", out double loss))
        Console.WriteLine($"step {now.Step} of {now.Steps}: generator loss {loss:0.000}, {now.ItemsPerSecond:0} digits/s");
});

run.Generator.Sample(25).SaveGrid("digits.png");
Console.WriteLine($"digits.png: 25 digits after {run.Result.State.Step} steps");
