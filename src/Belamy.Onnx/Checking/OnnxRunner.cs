using System.Runtime.InteropServices;
using Belamy.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Belamy.Onnx.Checking;

/// <summary>A model in use by ONNX Runtime.</summary>
internal sealed class OnnxRunner : IDisposable
{
    private readonly InferenceSession _session;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The content of its file.</param>
    /// <param name="optimize">Whether nodes may become others where that is faster; not where values between nodes are looked at.</param>
    /// <param name="threads">Threads that compute one run; those of Belamy's programs when left out.</param>
    /// <exception cref="BelamyException">ONNX Runtime does not take it, or has no library here.</exception>
    public OnnxRunner(byte[] model, bool optimize = true, int? threads = null)
    {
        if (RuntimeSupport.Obstacle(RuntimeInformation.RuntimeIdentifier) is { } obstacle)
            throw new BelamyException(obstacle);
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = threads ?? Program.Threads,
                GraphOptimizationLevel = optimize ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            // Threads that go on asking for work would take the processor from our own.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            _session = new InferenceSession(model, options);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException or EntryPointNotFoundException })
        {
            throw new BelamyException(RuntimeSupport.Missing(RuntimeInformation.RuntimeIdentifier), e);
        }
        catch (OnnxRuntimeException e)
        {
            throw new BelamyException($"ONNX Runtime does not take the model: {e.Message}", e);
        }
    }

    /// <summary>Names of what it takes.</summary>
    public IReadOnlyCollection<string> Inputs => [.. _session.InputMetadata.Keys];

    /// <summary>The extents of what it takes, by name; below 1 where any will do.</summary>
    public IReadOnlyDictionary<string, int[]> Sizes => _session.InputMetadata.ToDictionary(input => input.Key, input => input.Value.Dimensions);

    /// <summary>Names of what it gives.</summary>
    public IReadOnlyCollection<string> Outputs => [.. _session.OutputMetadata.Keys];

    /// <summary>Runs it.</summary>
    /// <param name="inputs">The values of each input.</param>
    /// <param name="outputs">What to compute.</param>
    /// <exception cref="BelamyException">ONNX Runtime fails.</exception>
    public NDArray[] Run(IReadOnlyDictionary<string, NDArray> inputs, params IReadOnlyCollection<string> outputs)
    {
        List<NamedOnnxValue> given = [.. inputs.Where(input => _session.InputMetadata.ContainsKey(input.Key)).Select(input => ToOnnx(input.Key, input.Value))];
        try
        {
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(given, outputs);
            return [.. results.Select(FromOnnx)];
        }
        catch (OnnxRuntimeException e)
        {
            throw new BelamyException($"ONNX Runtime cannot run the model: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static NamedOnnxValue ToOnnx(string name, NDArray array) => array.ElementType switch
    {
        ElementType.Float32 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(array.AsSpan<float>().ToArray(), array.Shape.ToArray())),
        ElementType.Int32 => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(array.AsSpan<int>().ToArray(), array.Shape.ToArray())),
        _ => throw new NotSupportedException($"{name}: {array.ElementType}"),
    };

    private static NDArray FromOnnx(DisposableNamedOnnxValue value)
    {
        return value.Value switch
        {
            Tensor<float> floats => NDArray.From(new Shape(floats.Dimensions), floats.ToArray()),
            Tensor<int> whole => NDArray.From(new Shape(whole.Dimensions), whole.ToArray()),
            Tensor<long> large => NDArray.From(new Shape(large.Dimensions), Array.ConvertAll(large.ToArray(), number => (int)number)),
            Tensor<bool> truths => NDArray.From(new Shape(truths.Dimensions), truths.ToArray()),
            _ => throw new NotSupportedException($"{value.Name}: {value.ElementType}"),
        };
    }
}
