using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Files;
using Belamy.Games;
using Belamy.Onnx.Checking;
using Belamy.Onnx.Format;
using Belamy.Onnx.Lowering;
using Belamy.Onnx.Recording;
using Belamy.Tensors;

namespace Belamy.Onnx;

/// <summary>What is left of an export.</summary>
/// <param name="Function">The function that was written.</param>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Nodes">Nodes of its graph.</param>
/// <param name="Inputs">What it takes, in words, by name.</param>
/// <param name="Difference">The greatest difference of ONNX Runtime from Belamy on <see cref="OnnxExport.CheckedItems"/> inputs.</param>
public sealed record OnnxFile(Function Function, string Path, long Bytes, int Nodes, IReadOnlyDictionary<string, string> Inputs, double Difference);

/// <summary>Writes what a trained system does as files of ONNX, and checks that ONNX Runtime makes the same of them.</summary>
/// <remarks>
/// A file holds one function: averaged weights where samples are made with them, statistics folded into the weights, any size of
/// the batch along axis 0. What a function draws at random is an input, never inside. Opset 17, version 8 of the format.
/// </remarks>
public static class OnnxExport
{
    /// <summary>Inputs on which a file is compared with our own program.</summary>
    public const int CheckedItems = 64;

    private const int ItemsOfOtherSizes = 8;

    // Two sizes that networks do not have by chance, so that a size that grows is known for the batch.
    private const int FirstBatch = 37, SecondBatch = 41;

    /// <summary>What can be exported of a run: making samples first, then its functions but for those that search or solve, which no graph of ONNX says.</summary>
    /// <param name="trained">The run.</param>
    public static IReadOnlyList<Function> ExportableFunctions(this TrainedGenerator trained)
    {
        ArgumentNullException.ThrowIfNull(trained);
        Function? sampling = trained.Game.Sampling(trained.Folder.Description.ClassNames);
        return [.. sampling is null ? Array.Empty<Function>() : [sampling], .. trained.Game.Functions.Where(function => function.Name != sampling?.Name && function.IsGraphAlone)];
    }

    /// <summary>Writes a function of a run as an ONNX file, after it was checked.</summary>
    /// <param name="trained">The run.</param>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <param name="function">The function's name; the first of <see cref="ExportableFunctions"/> when left out.</param>
    /// <param name="progress">Is told now and then the share that is done.</param>
    /// <param name="cancellationToken">Ends it early; nothing is written then.</param>
    /// <exception cref="BelamyException">There is no such function, it cannot be said in ONNX, ONNX Runtime makes something else of it, or the file cannot be written.</exception>
    public static OnnxFile ExportOnnx(
        this TrainedGenerator trained, string path, string? function = null, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trained);
        IReadOnlyList<Function> functions = trained.ExportableFunctions();
        string[] names = [.. functions.Select(one => one.Name)];
        if (trained.Game.Functions.FirstOrDefault(one => !one.IsGraphAlone && one.Name.Equals(function, StringComparison.OrdinalIgnoreCase)) is { } searching)
            throw Refusal(searching, $"{trained.Folder.Description.Model} has {string.Join(", ", names)} to export, and belamy apply runs {searching.Name}");
        Function chosen = (function is null ? (functions is [var first, ..] ? first : null) : functions.FirstOrDefault(one => one.Name.Equals(function, StringComparison.OrdinalIgnoreCase)))
            ?? throw new BelamyException($"{trained.Folder.Path}: {trained.Folder.Description.Model} has {(function is null ? "nothing to export" : $"no function {function}; it has {string.Join(", ", names)}{DidYouMean.Hint(function, names)}")}");
        return Export(chosen, path, OnnxMetadata.Of(trained, chosen), trained.Game.Generator?.Prior, progress, cancellationToken);
    }

    /// <summary>Writes a function as an ONNX file, after it was checked.</summary>
    /// <param name="function">The function, ready for use.</param>
    /// <param name="path">The file; what it held before is replaced.</param>
    /// <param name="progress">Is told now and then the share that is done.</param>
    /// <param name="cancellationToken">Ends it early; nothing is written then.</param>
    /// <exception cref="BelamyException">It cannot be said in ONNX, ONNX Runtime makes something else of it, or the file cannot be written.</exception>
    public static OnnxFile ExportOnnx(this TrainedFunction function, string path, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Export(function.Function, path, OnnxMetadata.Of(function.Function), null, progress, cancellationToken);
    }

    /// <summary>Checks a function at batches of given sizes; what export does but for the file.</summary>
    internal static (LoweredGraph Graph, byte[] Model, double Difference) Check(Function function, int items, params IReadOnlyList<int> batches)
    {
        (LoweredGraph lowered, TwinGraph graph, byte[] model, IReadOnlyList<OnnxPort> inputs) = Build(function, [], null);
        return (lowered, model, Math.Max(batches.Max(batch => ExportCheck.Run(function, lowered, graph, model, items, batch)), CheckOtherSizes(function, model, inputs)));
    }

    private static OnnxFile Export(
        Function function, string path, IReadOnlyList<KeyValuePair<string, string>> metadata, LatentPrior? prior, Action<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (LoweredGraph lowered, TwinGraph graph, byte[] model, IReadOnlyList<OnnxPort> inputs) = Build(function, metadata, prior);
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Invoke(0.5);
        double apart = ExportCheck.Run(function, lowered, graph, model, CheckedItems, progress: share => progress?.Invoke(0.5 + (share / 2)), cancellationToken: cancellationToken);
        apart = Math.Max(apart, CheckOtherSizes(function, model, inputs, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        AtomicFile.Write(path, stream => stream.Write(model));
        return new OnnxFile(function, path, model.Length, lowered.Nodes.Count, inputs.ToDictionary(input => input.Value.Name, input => input.Description), apart);
    }

    /// <summary>The graph of a function, and what it takes and gives.</summary>
    internal static (LoweredGraph Lowered, TwinGraph Graph, FunctionRecording Recording, IReadOnlyList<OnnxPort> Inputs, IReadOnlyList<OnnxPort> Outputs) Lower(Function function, LatentPrior? prior)
    {
        if (!function.IsGraphAlone)
            throw Refusal(function, "apply it by Belamy");
        var first = new FunctionRecording(function, FirstBatch);
        var graph = new TwinGraph(first, new FunctionRecording(function, SecondBatch), function.Name);
        string output = function.Takes.Any(field => field.Name == function.Gives.Name) ? "output" : function.Gives.Name;
        LoweredGraph lowered = GraphLowering.Lower(graph, output, function.Name, function.Takes is [var given, ..] ? (given.Name, SizesOf(given)) : null);
        OnnxPort[] inputs = [.. function.Takes.Where(field => lowered.Inputs.ContainsKey(field.Name))
            .Select(field => new OnnxPort(lowered.Inputs[field.Name], ElementwiseLowering.TypeOf(field.Kind.ElementType), SizesOf(field), PortText.Describe(field.Kind, prior)))
            .Concat(first.Noise.Where(noise => lowered.Inputs.ContainsKey(noise.Name))
                .Select(noise => new OnnxPort(lowered.Inputs[noise.Name], OnnxType.Float, graph.SizesOf(noise.Input), PortText.Describe(noise))))];
        var gives = new OnnxPort(lowered.Output, ElementwiseLowering.TypeOf(graph.Output.ElementType), graph.SizesOf(graph.Output), PortText.Describe(function.Gives.Kind, null));
        return (lowered, graph, first, inputs, [gives]);
    }

    private static BelamyException Refusal(Function function, string remedy) => new(
        $"{function.Name}: {(function.Search is { } search ? $"searches {search.Steps:N0} steps for a latent vector of each item" : "works on each item behind its graph")}, which an ONNX file cannot say; {remedy}");

    private static (LoweredGraph Lowered, TwinGraph Graph, byte[] Model, IReadOnlyList<OnnxPort> Inputs) Build(Function function, IReadOnlyList<KeyValuePair<string, string>> metadata, LatentPrior? prior)
    {
        (LoweredGraph lowered, TwinGraph graph, _, IReadOnlyList<OnnxPort> inputs, IReadOnlyList<OnnxPort> outputs) = Lower(function, prior);
        if (function.AnySize is { Factor: var factor } && inputs is [var input] && outputs is [var output])
        {
            OnnxPort small = PictureSizes.Free(input, function.Takes[0].Kind, 1), large = PictureSizes.Free(output, function.Gives.Kind, factor);
            KeyValuePair<string, string>[] free = [.. metadata.Select(entry => entry.Key == "gives" ? new(entry.Key, PictureSizes.Describe(function.Gives.Kind, factor)) : entry)];
            byte[] model = Write(function, lowered, [small], [large], free);
            // Where the graph is the same at other sizes, one file serves all.
            if (PictureSizes.Others(function).All(other => model.AsSpan().SequenceEqual(Write(function, Lower(other, prior).Lowered, [small], [large], free))))
                return (lowered, graph, model, [small]);
        }

        return (lowered, graph, Write(function, lowered, inputs, outputs, metadata), inputs);
    }

    /// <summary>Compares a file for pictures of any size at other sizes than that of training.</summary>
    /// <returns>The greatest difference; 0 where the file is for one size.</returns>
    private static double CheckOtherSizes(Function function, byte[] model, IReadOnlyList<OnnxPort> inputs, CancellationToken cancellationToken = default) =>
        !inputs.Any(input => input.Sizes.Any(size => size.Name is not null)) ? 0 : PictureSizes.Others(function).Max(other =>
        {
            (LoweredGraph lowered, TwinGraph graph, _, _, _) = Lower(other, null);
            return ExportCheck.Run(other, lowered, graph, model, ItemsOfOtherSizes, cancellationToken: cancellationToken);
        });

    private static byte[] Write(
        Function function, LoweredGraph lowered, IReadOnlyList<OnnxPort> inputs, IReadOnlyList<OnnxPort> outputs, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        var model = new OnnxModel(function.Name)
        {
            Nodes = lowered.Nodes,
            Inputs = inputs,
            Outputs = outputs,
            Metadata = metadata,
            Description = function.ToString(),
        };
        using var content = new MemoryStream();
        model.Write(content);
        return content.ToArray();
    }

    private static Size[] SizesOf(Field field) => [Size.Batch, .. field.Kind.Shape.Select(size => new Size(size))];
}
