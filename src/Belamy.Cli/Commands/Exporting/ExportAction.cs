using System.Globalization;
using Belamy.Cli.Terminal;
using Belamy.Games;
using Belamy.Onnx;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy export</c> writes.</summary>
internal enum ExportFormat
{
    /// <summary>Functions as ONNX files.</summary>
    Onnx,

    /// <summary>Weights as safetensors.</summary>
    Safetensors,

    /// <summary>Weights as an archive of NumPy's arrays.</summary>
    Npz,

    /// <summary>Weights as PyTorch saves them.</summary>
    Pytorch,
}

/// <summary>What <c>belamy export</c> was asked for.</summary>
/// <param name="Run">The run's folder.</param>
internal sealed record ExportRequest(string Run)
{
    public string? Output { get; init; }

    public ExportFormat? Format { get; init; }

    public string? Function { get; init; }

    public bool Best { get; init; }

    public int? Threads { get; init; }
}

/// <summary>What <c>belamy export</c> does: writes functions of a run as ONNX files, each checked before.</summary>
internal static class ExportAction
{
    private const string Folder = "exported", Ending = ".onnx";

    private static readonly Dictionary<ExportFormat, string[]> Endings = new()
    {
        [ExportFormat.Onnx] = [Ending],
        [ExportFormat.Safetensors] = [".safetensors"],
        [ExportFormat.Npz] = [".npz"],
        [ExportFormat.Pytorch] = [".pt", ".pth"],
    };

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(ExportRequest request)
    {
        // Mistakes in names come to light before anything is read.
        bool isFile = request.Output is { } output && Path.HasExtension(output) && !Directory.Exists(output) && !Path.EndsInDirectorySeparator(output);
        string ending = isFile ? Path.GetExtension(request.Output!).ToLowerInvariant() : "";
        ExportFormat format = request.Format ?? Endings.FirstOrDefault(one => one.Value.Contains(ending), new(ExportFormat.Onnx, [])).Key;
        if (isFile && !Endings[format].Contains(ending))
        {
            throw new BelamyException(format == ExportFormat.Onnx
                ? $"--out {request.Output}: functions are written as ONNX files, weights as {string.Join(", ", Endings.Values.Skip(1).SelectMany(endings => endings))}; let the name end so, or name a folder"
                : $"--out {request.Output}: {format.ToString().ToLowerInvariant()} files end in {string.Join(" or ", Endings[format])}");
        }

        if (format != ExportFormat.Onnx && request.Function is not null)
            throw new BelamyException($"--function {request.Function}: weights are those of all networks; leave it out, or choose --format onnx");
        if (!isFile && File.Exists(request.Output))
            throw new BelamyException($"--out {request.Output}: is a file without an ending; name a folder, or a file that ends in {Ending}");
        Threads.Use(request.Threads);
        using var interruption = new Interruption();
        using TrainedGenerator trained = RunArgument.OpenGenerator(request.Run, request.Best);
        if (format != ExportFormat.Onnx)
        {
            string file = isFile ? request.Output! : Path.Combine(request.Output ?? RunArgument.Unnamed(request.Run, Folder), $"weights{Endings[format][0]}");
            IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> weights = trained.SaveWeights(file);
            Console.Out.WriteLine($"{Printable.Text(file)}: {Quantity.Count(weights.Count, "array")}, {Quantity.Bytes(new FileInfo(file).Length)}");
            foreach ((string name, IReadOnlyList<int> shape) in weights)
                Console.Out.WriteLine($"  {name} [{string.Join(", ", shape)}]");
            return ExitCode.Success;
        }

        IReadOnlyList<Function> functions = Choose(trained, request, isFile);
        string target = request.Output ?? RunArgument.Unnamed(request.Run, Folder);
        var status = new StatusLine(Console.Error);
        int done = 0;
        foreach (Function function in functions)
        {
            OnnxFile file;
            try
            {
                file = trained.ExportOnnx(
                    isFile ? target : Path.Combine(target, function.Name + Ending), function.Name, share => status.Show($"{function.Name}: {(share < 0.5 ? "writing" : "checking")}, {share:P0}"), interruption.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new OperationCanceledException($"stopped; {Quantity.Count(done, "file")} of {functions.Count} written", e);
            }
            finally
            {
                status.Clear();
            }

            done++;
            Console.Out.WriteLine($"{Printable.Text(file.Path)}: {function}, {Quantity.Bytes(file.Bytes)}; ONNX Runtime agrees to {file.Difference.ToString("0.0e+0", CultureInfo.InvariantCulture)} on {OnnxExport.CheckedItems} inputs");
            foreach ((string name, string meaning) in file.Inputs)
                Console.Out.WriteLine($"  {name}: {Printable.Text(meaning)}");
        }

        foreach (Function searching in trained.Game.Functions.Where(function => !isFile && request.Function is null && !function.IsGraphAlone))
            Console.Out.WriteLine($"not exported, since it searches: {searching.Name}; belamy apply runs it");
        return ExitCode.Success;
    }

    private static IReadOnlyList<Function> Choose(TrainedGenerator trained, ExportRequest request, bool isFile)
    {
        IReadOnlyList<Function> functions = trained.ExportableFunctions();
        string[] names = [.. functions.Select(function => function.Name)];
        if (names.Length == 0)
            throw new BelamyException($"{request.Run}: {trained.Folder.Description.Model} has nothing to export");
        if (request.Function is not { } wanted)
            return isFile ? [functions[0]] : functions;
        // What cannot be exported is refused by the export, which says why.
        return functions.Concat(trained.Game.Functions).FirstOrDefault(function => function.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } one
            ? [one]
            : throw new BelamyException($"--function {wanted}: {trained.Folder.Description.Model} has {string.Join(", ", names)}{DidYouMean.Hint(wanted, names)}");
    }
}
