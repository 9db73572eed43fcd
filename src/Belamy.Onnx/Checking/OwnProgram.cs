using Belamy.Data;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Onnx.Recording;
using Belamy.Tensors;

namespace Belamy.Onnx.Checking;

/// <summary>A function run by our own program, with what it drew: what an exported model is compared with.</summary>
internal sealed class OwnProgram : IDisposable
{
    private readonly Function _function;
    private readonly FunctionRecording _recording;
    private readonly Program _program;

    public OwnProgram(Function function, FunctionRecording recording)
    {
        _function = function;
        _recording = recording;
        _program = Program.Compile(function.Name, [recording.Drawing, .. recording.Noise.SelectMany(noise => noise.Drawn)]);
    }

    /// <summary>Runs a batch.</summary>
    /// <param name="inputs">The values of each field, as many items as the recording has.</param>
    /// <param name="first">The number of the first item, which decides what is drawn.</param>
    /// <returns>What the function gives, and what an exported model takes to give the same.</returns>
    public (NDArray Output, Dictionary<string, NDArray> Inputs) Run(IReadOnlyList<float[]> inputs, int first)
    {
        var given = new Dictionary<string, NDArray>(StringComparer.Ordinal);
        for (int at = 0; at < inputs.Count; at++)
        {
            Field field = _function.Takes[at];
            NDArray values = NDArray.From(new Shape([_recording.Batch, .. field.Kind.Shape]), inputs[at]).Cast(field.Kind.ElementType);
            given.Add(field.Name, values);
            if (_program.InputNames.Contains(field.Name))
                Fill(_program.Input(field.Name), values);
        }

        if (_program.InputNames.Contains(FunctionRecording.StateInput))
            ParameterScope.SeedWords(0, firstRow: first).AsSpan<int>().CopyTo(_program.Input(FunctionRecording.StateInput).AsSpan<int>());
        _program.Run();
        int drawn = 1;
        foreach (DrawnNoise noise in _recording.Noise)
        {
            given.Add(noise.Name, noise.Join([.. noise.Drawn.Select((_, at) => _program.Outputs[drawn + at].ToArray())]));
            drawn += noise.Drawn.Count;
        }

        return (_program.Outputs[0].ToArray(), given);
    }

    /// <inheritdoc/>
    public void Dispose() => _program.Dispose();

    internal static void Fill(ProgramValue place, NDArray values)
    {
        if (values.ElementType == ElementType.Int32)
            values.AsSpan<int>().CopyTo(place.AsSpan<int>());
        else
            values.AsSpan<float>().CopyTo(place.AsSpan<float>());
    }
}
