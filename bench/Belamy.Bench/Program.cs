using Belamy.Bench;

var options = new BenchOptions(args);
try
{
    Belamy.Tensors.Program.Threads = options.Threads;
    if (options.Has("--kernels"))
        KernelBench.Run(options.Threads, args.FirstOrDefault(arg => arg is "conv" or "square" or "dense") ?? "");
    else
        WorkloadBench.Run(options);
    return 0;
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
