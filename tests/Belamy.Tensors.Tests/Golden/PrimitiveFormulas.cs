using Belamy.TestSupport;

namespace Belamy.Tensors.Tests.Golden;

/// <summary>Belamy's formula for each kind of case in <c>primitives.json</c> and <c>convolutions.json</c>, and for the products in <c>groups.json</c>.</summary>
internal static class PrimitiveFormulas
{
    /// <param name="golden">The case; its attributes say how.</param>
    /// <param name="inputs">Tensors for its inputs, by name.</param>
    public static Tensor Build(GoldenCase golden, IReadOnlyDictionary<string, Tensor> inputs)
    {
        Tensor X() => inputs["x"];
        Tensor A() => inputs["a"];
        Tensor B() => inputs["b"];
        ElementType type = inputs.Values.Any(input => input.ElementType == ElementType.Float32) ? ElementType.Float32 : ElementType.Float64;
        return golden.Kind switch
        {
            "Negate" => -X(),
            "Exp" => X().Exp(),
            "Log" => X().Log(),
            "Log1p" => X().Log1p(),
            "Sqrt" => X().Sqrt(),
            "Rsqrt" => X().Rsqrt(),
            "Sin" => X().Sin(),
            "Cos" => X().Cos(),
            "Tanh" => X().Tanh(),
            "Sigmoid" => X().Sigmoid(),
            "Softplus" => X().Softplus(),
            "Erf" => X().Erf(),
            "Abs" => X().Abs(),
            "Sign" => X().Sign(),
            "Floor" => X().Floor(),
            "Power" => X().Power(golden.Number("exponent")),
            "Add" => A() + B(),
            "Subtract" => A() - B(),
            "Multiply" => A() * B(),
            "Divide" => A() / B(),
            "Max" => Tensor.Max(A(), B()),
            "Min" => Tensor.Min(A(), B()),
            "Less" => A() < B(),
            "Equal" => Tensor.Equal(A(), B()),
            "Select" => Tensor.Select(inputs["condition"], A(), B()),
            "Cast" => X().Cast(Enum.Parse<ElementType>(golden.Text("to"))),
            "StopGradient" => X().StopGradient() * X(),
            "Sum" => X().Sum(golden.Integers("axes")),
            "Mean" => X().Mean(golden.Integers("axes")),
            "ReduceMax" => X().ReduceMax(golden.Integers("axes")),
            "ReduceMin" => X().ReduceMin(golden.Integers("axes")),
            "ArgMax" => X().ArgMax(golden.Integer("axis")),
            "Reshape" => X().Reshape(golden.Integers("shape")),
            "Permute" => X().Permute(golden.Integers("order")),
            "ReshapeOfPermute" => X().Permute(golden.Integers("order")).Reshape(golden.Integers("shape")),
            "Broadcast" => X().BroadcastTo(new Shape(golden.Integers("shape"))),
            "Slice" => X().Slice(golden.Integers("start"), new Shape(golden.Integers("size")), golden.Integers("step")),
            "Pad" => X().Pad(golden.Integers("low"), golden.Integers("high"), golden.Integers("interior")),
            "Reverse" => X().Reverse(golden.Integers("axes")),
            "Concat" => Tensor.Concat(golden.Integer("axis"), A(), B(), inputs["c"]),
            "MatMul" => Tensor.MatMul(A(), B(), golden.Flag("transposeLeft"), golden.Flag("transposeRight")),
            "Gather" => X().Gather(inputs["indices"], golden.Integer("axis")),
            "ScatterAdd" => X().ScatterAdd(inputs["indices"], inputs["updates"], golden.Integer("axis")),
            "OneHot" => Tensor.OneHot(inputs["labels"], golden.Integer("classes"), type),
            "Iota" => Tensor.Iota(new Shape(golden.Integers("shape")), golden.Integer("axis")),
            "Constant" => Tensor.Constant(golden.Number("value"), new Shape(golden.Integers("shape")), type),
            "Convolve" => Tensor.Convolve(X(), inputs["w"], Geometry(golden)),
            "ConvolveTransposed" => Tensor.ConvolveInput(X(), inputs["w"], Geometry(golden)),
            _ => throw new NotSupportedException($"No formula for kind '{golden.Kind}' of case '{golden.Name}'."),
        };
    }

    /// <summary>The geometry of a convolution's case.</summary>
    public static ConvolutionGeometry Geometry(GoldenCase golden)
    {
        ReadOnlySpan<int> size = golden.Inputs["x"].Shape.Span[2..];
        ReadOnlySpan<int> kernel = golden.Inputs["w"].Shape.Span[2..];
        return golden.Kind == "Convolve"
            ? ConvolutionGeometry.Create(
                size, kernel, golden.Integers("stride"), golden.Integers("low"), golden.Integers("high"), golden.Integers("dilation"), golden.Integer("groups"))
            : ConvolutionGeometry.CreateTransposed(
                size, kernel, golden.Integers("stride"), golden.Integers("padding"), golden.Integers("outputPadding"), golden.Integers("dilation"), golden.Integer("groups"));
    }
}
