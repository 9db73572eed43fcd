// Trains a generator on the pictures of Data.cs with the networks of Model.cs, and writes what it has learned.
// dotnet run -c Release [-- STEPS]
using System.Globalization;
using Belamy;
using Belamy.Data;

long steps = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
ImageDataset data = Data.Rings(2000);
new Samples([.. data.ItemShape], data.ReadEvenly(64)).SaveGrid("data.png", columns: 8, scale: 2);

using TrainingRun run = Gan.Train(Model.Recipe, data, steps, progress: now =>
    Console.Write($"\r{now.Stage}: {now.Step} of {now.Steps}, {now.ItemsPerSecond:0} pictures a second   "));
Console.WriteLine();

run.Generator.Sample(64).SaveGrid("samples.png", columns: 8, scale: 2);
Console.WriteLine("data.png: what was learned from; samples.png: what was made");
