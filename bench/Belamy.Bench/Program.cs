using Belamy.Bench;

var threads = Array.IndexOf(args, "--threads") is var at and >= 0 ? int.Parse(args[at + 1]) : Environment.ProcessorCount;
if (args.Contains("--kernels"))
    KernelBench.Run(threads, args.FirstOrDefault(arg => arg is "conv" or "square" or "dense") ?? "");
else
    Console.WriteLine("Say --kernels.");
