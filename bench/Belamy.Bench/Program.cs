using Belamy.Bench;
using Belamy.Bench.Profiling;
using Belamy.Bench.Workloads;

var options = new BenchOptions(args);
try
{
    Belamy.Tensors.Program.Threads = options.Threads;
    if (options.Has("--kernels"))
        KernelBench.Run(options.Threads, args.FirstOrDefault(arg => arg is "conv" or "volumes" or "groups" or "sounds" or "dilated" or "pictures" or "square" or "dense") ?? "");
    else if (options.Has(ScalingBench.Option))
        ScalingBench.Run(options);
    else if (options.Has("--together"))
        TogetherBench.Run(options.Count("--together"), options);
    else if (options.Value(ChartFile.Option) is { } chart)
        ChartFile.Write(chart);
    else if (options.Has("--layout-spike"))
        LayoutSpike.Run(options.Threads);
    else if (options.Value("--profile") is { } subject)
        Profile.Run(subject, options);
    else if (options.Value("--repeat") is { } workload)
        Profile.Repeat(workload, options.Seconds);
    else if (options.Has(ProcessWorkloads.CompileArgument))
        ProcessWorkloads.Compile();
    else if (options.Has("--work"))
        WorkloadBench.CompareWork(options.Filter);
    else if (options.Has("--list"))
        WorkloadBench.List();
    else
        WorkloadBench.Run(options);
    return 0;
}
catch (ArgumentException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}
