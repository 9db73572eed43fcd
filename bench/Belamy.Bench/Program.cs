using Belamy.Bench;

var threads = Array.IndexOf(args, "--threads") is var at and >= 0 ? int.Parse(args[at + 1]) : Environment.ProcessorCount;
if (args.Contains("--kernels"))
    KernelBench.Run(threads);
else
    Console.WriteLine("Say --kernels.");
