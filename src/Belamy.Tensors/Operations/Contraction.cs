using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Operations
{
    /// <summary>Batched matrix product of the last two axes; a flag says that an argument is used transposed.</summary>
    internal sealed record MatrixProductOperation(bool TransposeLeft, bool TransposeRight) : Operation
    {
        public override string Name => "MatMul";

        protected override string Details => (TransposeLeft, TransposeRight) switch
        {
            (false, false) => "",
            (true, false) => "left transposed",
            (false, true) => "right transposed",
            _ => "both transposed",
        };
    }

    /// <summary>One of the three products of a convolution.</summary>
    internal abstract record ConvolutionOperation(ConvolutionGeometry Geometry) : Operation
    {
        protected override string Details => Geometry.ToString();
    }

    /// <summary>(input, kernel) to output.</summary>
    internal sealed record ConvolveOperation(ConvolutionGeometry Geometry) : ConvolutionOperation(Geometry)
    {
        public override string Name => "Convolve";
    }

    /// <summary>(output, kernel) to input: the transposed convolution.</summary>
    internal sealed record ConvolveInputOperation(ConvolutionGeometry Geometry) : ConvolutionOperation(Geometry)
    {
        public override string Name => "ConvolveInput";
    }

    /// <summary>
    /// A convolution's kernel in the order in which a fast kernel reads it. Only the compiler makes it, so that uses of one
    /// kernel share one packing; the reference evaluator passes the kernel on as it is.
    /// </summary>
    internal sealed record PackKernelOperation(Cpu.ConvolutionShape Shape, bool Backward) : Operation
    {
        public override string Name => "PackKernel";

        protected override string Details => Backward ? "for ConvolveInput" : "for Convolve";
    }

    /// <summary>(input, output) to kernel.</summary>
    internal sealed record ConvolveKernelOperation(ConvolutionGeometry Geometry) : ConvolutionOperation(Geometry)
    {
        public override string Name => "ConvolveKernel";
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>Matrix product over the last two axes; leading axes must agree and are a batch.</summary>
        /// <param name="left">[..., m, k], or [..., k, m] with <paramref name="transposeLeft"/>.</param>
        /// <param name="right">[..., k, n], or [..., n, k] with <paramref name="transposeRight"/>.</param>
        /// <param name="transposeLeft">Whether the left is used transposed.</param>
        /// <param name="transposeRight">Whether the right is used transposed.</param>
        /// <returns>[..., m, n].</returns>
        /// <exception cref="ArgumentException">The shapes do not fit.</exception>
        public static Tensor MatMul(Tensor left, Tensor right, bool transposeLeft = false, bool transposeRight = false)
        {
            RequireSameType("MatMul", left, right);
            RequireFloat("MatMul", left);
            bool fits = left.Rank >= 2 && left.Rank == right.Rank
                && left.Shape.Span[..^2].SequenceEqual(right.Shape.Span[..^2])
                && left.Shape[transposeLeft ? ^2 : ^1] == right.Shape[transposeRight ? ^1 : ^2];
            if (!fits)
            {
                string l = left.Shape + (transposeLeft ? " transposed" : "");
                string r = right.Shape + (transposeRight ? " transposed" : "");
                throw new ArgumentException($"MatMul: {l} and {r} do not fit: the left's last axis must equal the right's last but one, the leading axes must agree.");
            }

            Shape shape = left.Shape.With(left.Rank - 2, left.Shape[transposeLeft ? ^1 : ^2])
                .With(left.Rank - 1, right.Shape[transposeRight ? ^2 : ^1]);
            return new Tensor(new MatrixProductOperation(transposeLeft, transposeRight), shape, left.ElementType, left, right);
        }

        /// <summary>Convolution (cross-correlation, as the field has it).</summary>
        /// <param name="input">[batch, channels, spatial ...], its spatial sizes as in the geometry.</param>
        /// <param name="kernel">[output channels, channels / groups, kernel ...].</param>
        /// <param name="geometry">Sizes, strides, padding.</param>
        /// <returns>[batch, output channels, spatial ...].</returns>
        public static Tensor Convolve(Tensor input, Tensor kernel, ConvolutionGeometry geometry)
        {
            ArgumentNullException.ThrowIfNull(geometry);
            RequireSameType("Convolve", input, kernel);
            RequireImage("Convolve", input, geometry.InputSize);
            RequireKernel("Convolve", kernel, geometry);
            if (input.Shape[1] != kernel.Shape[1] * geometry.Groups)
                throw new ArgumentException($"Convolve: input {input.Shape} and kernel {kernel.Shape} with {geometry.Groups} group(s) disagree on the channels.");
            Shape shape = [input.Shape[0], kernel.Shape[0], .. geometry.OutputSize];
            return new Tensor(new ConvolveOperation(geometry), shape, input.ElementType, input, kernel);
        }

        /// <summary>
        /// Transposed convolution: the product of <see cref="Convolve"/> with respect to its input. The geometry is that
        /// of the convolution whose input has the result's size.
        /// </summary>
        /// <param name="output">[batch, output channels, spatial ...], its spatial sizes as the geometry's output.</param>
        /// <param name="kernel">[output channels, channels / groups, kernel ...].</param>
        /// <param name="geometry">Sizes, strides, padding.</param>
        /// <returns>[batch, channels, spatial ...] of the geometry's input size.</returns>
        public static Tensor ConvolveInput(Tensor output, Tensor kernel, ConvolutionGeometry geometry)
        {
            ArgumentNullException.ThrowIfNull(geometry);
            RequireSameType("ConvolveInput", output, kernel);
            RequireImage("ConvolveInput", output, geometry.OutputSize);
            RequireKernel("ConvolveInput", kernel, geometry);
            if (output.Shape[1] != kernel.Shape[0])
                throw new ArgumentException($"ConvolveInput: output {output.Shape} and kernel {kernel.Shape} disagree on the output channels.");
            Shape shape = [output.Shape[0], kernel.Shape[1] * geometry.Groups, .. geometry.InputSize];
            return new Tensor(new ConvolveInputOperation(geometry), shape, output.ElementType, output, kernel);
        }

        /// <summary>The product of <see cref="Convolve"/> with respect to its kernel.</summary>
        /// <param name="input">[batch, channels, spatial ...], its spatial sizes as the geometry's input.</param>
        /// <param name="output">[batch, output channels, spatial ...], its spatial sizes as the geometry's output.</param>
        /// <param name="geometry">Sizes, strides, padding.</param>
        /// <returns>[output channels, channels / groups, kernel ...].</returns>
        public static Tensor ConvolveKernel(Tensor input, Tensor output, ConvolutionGeometry geometry)
        {
            ArgumentNullException.ThrowIfNull(geometry);
            RequireSameType("ConvolveKernel", input, output);
            RequireImage("ConvolveKernel", input, geometry.InputSize);
            RequireImage("ConvolveKernel", output, geometry.OutputSize);
            if (input.Shape[0] != output.Shape[0] || input.Shape[1] % geometry.Groups != 0 || output.Shape[1] % geometry.Groups != 0)
                throw new ArgumentException($"ConvolveKernel: input {input.Shape} and output {output.Shape} with {geometry.Groups} group(s) do not fit.");
            Shape shape = [output.Shape[1], input.Shape[1] / geometry.Groups, .. geometry.KernelSize];
            return new Tensor(new ConvolveKernelOperation(geometry), shape, input.ElementType, input, output);
        }

        private static void RequireImage(string operation, Tensor tensor, Shape size)
        {
            RequireFloat(operation, tensor);
            if (tensor.Rank != size.Rank + 2 || !tensor.Shape.Span[2..].SequenceEqual(size.Span))
                throw new ArgumentException($"{operation}: {tensor.Shape} is not [batch, channels, {string.Join(", ", size)}], as the geometry says.");
        }

        private static void RequireKernel(string operation, Tensor kernel, ConvolutionGeometry geometry)
        {
            if (kernel.Rank != geometry.SpatialRank + 2 || !kernel.Shape.Span[2..].SequenceEqual(geometry.KernelSize.Span)
                || kernel.Shape[0] % geometry.Groups != 0)
            {
                throw new ArgumentException(
                    $"{operation}: kernel {kernel.Shape} is not [output channels, channels / groups, {string.Join(", ", geometry.KernelSize)}] "
                    + $"with {geometry.Groups} group(s), as the geometry says.");
            }
        }
    }
}
