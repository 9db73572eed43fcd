using System.Globalization;
using System.Security.Cryptography;
using Belamy.Metrics;
using Belamy.Onnx.Checking;
using Belamy.Tensors;

namespace Belamy.Onnx;

/// <summary>What any network in an ONNX file makes of pictures, by ONNX Runtime: eyes for the metrics, such as Inception's for the FID.</summary>
/// <remarks>
/// Pictures are rounded to the 256 levels that a file of them has, resized, and brought to the range that the network takes. They pass
/// in batches of one size, each by one thread, so that features are the same for any number of threads and items.
/// </remarks>
public sealed class OnnxFeatures : FeatureExtractor, IDisposable
{
    private const string Version = "onnx-features-1";
    private const int Most = 2048;
    private const int UsualChunk = 16;

    private readonly OnnxRunner _runner;
    private readonly PicturePreparation _preparation;
    private readonly string _input;
    private readonly string _output;
    private readonly int[] _shape;
    private readonly int _values;

    /// <summary>Opens a network for pictures of a shape.</summary>
    /// <param name="choice">The file, the output, and what is done to pictures.</param>
    /// <param name="item">The shape of a picture, [channels, height, width].</param>
    /// <exception cref="BelamyException">It cannot be read, or does not take such pictures.</exception>
    public OnnxFeatures(OnnxFeatureChoice choice, Shape item)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (item.Rank != 3 || item[0] is not (1 or 3))
            throw new BelamyException($"{choice.File}: looks at pictures, grey or in colour, not at items of {item}; choose other features");
        byte[] model = Read(choice.File);
        Item = item;
        _runner = new OnnxRunner(model, threads: 1);
        try
        {
            (_input, int[] size) = Only(choice.File, _runner.Sizes);
            _output = Output(choice, _runner.Outputs);
            bool isLast = size[3] is 1 or 3 && size[1] is not (1 or 3);
            int channels = isLast ? size[3] : size[1];
            if (channels is not (1 or 3) || (channels == 1 && item[0] == 3))
                throw new BelamyException($"{choice.File}: takes pictures of {(channels < 1 ? "any number of" : Quantity.Count(channels))} channels, and these have {item[0]}; choose a network that takes these");
            int height = choice.Size ?? (size[isLast ? 1 : 2] is > 0 and var high ? high : item[1]), width = choice.Size ?? (size[isLast ? 2 : 3] is > 0 and var wide ? wide : item[2]);
            int chunk = size[0] > 0 ? size[0] : UsualChunk;
            _shape = isLast ? [chunk, height, width, channels] : [chunk, channels, height, width];
            _preparation = new PicturePreparation(choice, item, channels, height, width, isLast);
            NDArray found = Run(new float[_shape.Aggregate(1, (product, extent) => product * extent)]);
            if (found.Shape.Rank < 2 || found.Shape[0] != chunk || found.ElementType != ElementType.Float32)
                throw new BelamyException($"{choice.File}: its output {_output} is {found.ElementType}{found.Shape} for {chunk} pictures, not features of each; name another behind the file, such as {choice.File}:NAME");
            _values = checked((int)(found.Shape.Count / chunk));
            Places = found.Shape.Rank > 2 && _values > Most ? _values / found.Shape[1] : 1;
            string note = Places > 1 ? " averaged over places" : "";
            Name = $"{Path.GetFileName(choice.File)}, {_output}, {Quantity.Count(Dimension, "feature")}{note}, {_preparation}";
            Key = $"{Version} {Convert.ToHexStringLower(SHA256.HashData(model))} {_output} {_preparation} {item}";
        }
        catch
        {
            _runner.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Dimension => _values / Places;

    /// <inheritdoc/>
    public override Shape Item { get; }

    /// <inheritdoc/>
    public override string Key { get; }

    private int Places { get; }

    /// <inheritdoc/>
    public override void Extract(ReadOnlySpan<float> items, Span<float> features)
    {
        int length = (int)Item.Count, chunk = _shape[0], count = items.Length / length, one = _shape.Skip(1).Aggregate(1, (product, extent) => product * extent);
        float[] given = items.ToArray(), made = new float[count * Dimension];
        Parallel.For(0, (count + chunk - 1) / chunk, new ParallelOptions { MaxDegreeOfParallelism = Program.Threads }, at =>
        {
            int first = at * chunk, here = Math.Min(chunk, count - first);
            var input = new float[chunk * one];
            for (int item = 0; item < here; item++)
                _preparation.Prepare(given.AsSpan((first + item) * length, length), input.AsSpan(item * one, one));
            NDArray found = Run(input);
            Average(found.AsSpan<float>()[..(here * _values)], made.AsSpan(first * Dimension, here * Dimension));
        });
        made.CopyTo(features);
    }

    /// <inheritdoc/>
    public void Dispose() => _runner.Dispose();

    private void Average(ReadOnlySpan<float> found, Span<float> features)
    {
        for (int at = 0; at < features.Length; at++)
        {
            double sum = 0;
            foreach (float value in found.Slice(at * Places, Places))
                sum += value;
            features[at] = (float)(sum / Places);
        }
    }

    private NDArray Run(float[] values) => _runner.Run(new Dictionary<string, NDArray> { [_input] = NDArray.From(new Shape(_shape), values) }, [_output])[0];

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BelamyException($"{file}: cannot be read: {e.Message}", e);
        }
    }

    private static (string Name, int[] Size) Only(string file, IReadOnlyDictionary<string, int[]> inputs) =>
        inputs.Count == 1 && inputs.Single() is { Value.Length: 4 } input
            ? (input.Key, input.Value)
            : throw new BelamyException($"{file}: takes {string.Join(" and ", inputs.Select(one => $"{one.Key} [{string.Join(", ", one.Value.Select(extent => extent < 1 ? "any" : extent.ToString(CultureInfo.InvariantCulture)))}]"))}, not pictures alone; choose a network with one input [batch, channels, height, width] or [batch, height, width, channels]");

    private static string Output(OnnxFeatureChoice choice, IReadOnlyCollection<string> outputs)
    {
        if (choice.Output is null && outputs.Count == 1)
            return outputs.Single();
        return choice.Output is { } named && outputs.Contains(named)
            ? named
            : throw new BelamyException($"{choice.File}: has the outputs {string.Join(", ", outputs)}; name one behind the file, such as {choice.File}:{outputs.First()}");
    }
}
