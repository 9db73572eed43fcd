using Belamy.TestSupport;

namespace Belamy.Tensors.Tests.Golden;

/// <summary>Every primitive and every kind of convolution against values recorded from PyTorch.</summary>
public sealed class PrimitiveGoldenTests
{
    /// <summary>Recorded values carry 9 significant digits.</summary>
    private const double Float64Tolerance = 1e-8;

    /// <summary>Some 40 roundings of 2^-24 each, in sums of up to 300 products and in functions good to a few units in the last place.</summary>
    private const double Float32Tolerance = 2.5e-6;

    private static readonly Dictionary<string, GoldenFile> Files = new[] { "primitives.json", "convolutions.json", "groups.json" }.ToDictionary(name => name, GoldenFile.Load);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (GoldenFile file in Files.Values)
        {
            foreach (GoldenCase golden in file.Cases.Where(golden => golden.Kind is not ("Convolution" or "TransposedConvolution")))
                cases.Add(file.Name, golden.Name);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_recordedCase_equalsPyTorch(string file, string name)
    {
        GoldenCase golden = Files[file][name];
        Dictionary<string, Tensor> inputs = golden.Inputs.ToDictionary(input => input.Key, input => Tensor.Literal(input.Value));
        Tensor output = PrimitiveFormulas.Build(golden, inputs);
        Closeness.AssertClose(golden.Output, output.Evaluate(), Float64Tolerance, name);
        foreach ((string input, Tensor gradient) in Gradients(golden, output, inputs))
            Closeness.AssertClose(golden.Gradients[input], gradient.Evaluate(), Float64Tolerance, $"{name}, gradient of {input}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_recordedCase_equalsPyTorch(string file, string name)
    {
        GoldenCase golden = Files[file][name];

        // A program has no Boolean inputs, so a mask goes in as numbers.
        Dictionary<string, Tensor> placed = golden.Inputs.ToDictionary(
            input => input.Key,
            input => Tensor.Input(input.Key, input.Value.Shape, input.Value.ElementType == ElementType.Int32 ? ElementType.Int32 : ElementType.Float32));
        Dictionary<string, Tensor> inputs = placed.ToDictionary(
            input => input.Key,
            input => golden.Inputs[input.Key].ElementType == ElementType.Boolean ? input.Value > 0.5 : input.Value);
        Tensor output = PrimitiveFormulas.Build(golden, inputs);
        List<(string Input, Tensor Gradient)> gradients = Gradients(golden, output, inputs);
        using Program program = Program.Compile(name, [output, .. gradients.Select(pair => pair.Gradient)]);
        foreach (string input in program.InputNames)
        {
            ProgramValue place = program.Input(input);
            if (place.ElementType == ElementType.Int32)
                golden.Inputs[input].AsSpan<int>().CopyTo(place.AsSpan<int>());
            else
                golden.Inputs[input].Cast(ElementType.Float32).AsSpan<float>().CopyTo(place.AsSpan<float>());
        }

        program.Run();
        Closeness.AssertClose(golden.Output, program.Outputs[0].ToArray(), Float32Tolerance, name);
        for (int at = 0; at < gradients.Count; at++)
        {
            string input = gradients[at].Input;
            Closeness.AssertClose(golden.Gradients[input], program.Outputs[at + 1].ToArray(), Float32Tolerance, $"{name}, gradient of {input}");
        }
    }

    private static List<(string Input, Tensor Gradient)> Gradients(GoldenCase golden, Tensor output, IReadOnlyDictionary<string, Tensor> inputs)
    {
        if (golden.Cotangent is null)
            return [];
        string[] names = [.. golden.Gradients.Keys];
        Tensor[] gradients = output.Gradient([.. names.Select(name => inputs[name])], Tensor.Literal(golden.Cotangent.Cast(output.ElementType)));
        return [.. names.Zip(gradients)];
    }
}
