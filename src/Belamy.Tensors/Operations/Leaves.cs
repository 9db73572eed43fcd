using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Operations
{
    /// <summary>A value that the caller sets before each run.</summary>
    internal sealed record InputOperation(string InputName) : Operation
    {
        protected override string Details => InputName;
    }

    /// <summary>The value of a parameter as it is when the program starts.</summary>
    internal sealed record ParameterOperation(Parameter Parameter) : Operation
    {
        protected override string Details => Parameter.Name;
    }

    /// <summary>One number everywhere.</summary>
    internal sealed record ConstantOperation(double Value) : Operation
    {
        public override bool IsElementwise => true;

        protected override string Details => Value.ToString("G9", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Given numbers. Compared by reference: they may be large.</summary>
    internal sealed record LiteralOperation(NDArray Values) : Operation;

    /// <summary>0, 1, 2 ... along an axis.</summary>
    internal sealed record IotaOperation(int Axis) : Operation
    {
        protected override string Details => $"axis {Axis}";
    }

    /// <summary>
    /// Uniform numbers in [0, 1) from Philox 4x32-10. Input: Int32 state [4] = key low, key high, step, first row.
    /// Counter words: (element within the row / 4, row + first row, step, stream); rows run along axis 0, so the first
    /// rows of a large draw are the rows of a small one.
    /// </summary>
    internal sealed record RandomOperation(uint Stream) : Operation
    {
        protected override string Details => $"stream {Stream:x8}";
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>A value that the caller sets before each run of a program.</summary>
        /// <param name="name">The name under which <see cref="Program.Input(string)"/> finds it.</param>
        /// <param name="shape">Its shape.</param>
        /// <param name="elementType">Its type.</param>
        public static Tensor Input(string name, Shape shape, ElementType elementType = ElementType.Float32)
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            return new Tensor(new InputOperation(name), shape, elementType);
        }

        /// <summary>One number in every place of a shape.</summary>
        public static Tensor Constant(double value, Shape shape = default, ElementType elementType = ElementType.Float32) =>
            new(new ConstantOperation(elementType == ElementType.Float32 ? (float)value : value), shape, elementType);

        /// <summary>Zeros.</summary>
        public static Tensor Zeros(Shape shape, ElementType elementType = ElementType.Float32) => Constant(0, shape, elementType);

        /// <summary>Ones.</summary>
        public static Tensor Ones(Shape shape, ElementType elementType = ElementType.Float32) => Constant(1, shape, elementType);

        /// <summary>Given numbers as part of the graph: an interpolation matrix, a table. The array must not change afterwards.</summary>
        public static Tensor Literal(NDArray values)
        {
            ArgumentNullException.ThrowIfNull(values);
            return new Tensor(new LiteralOperation(values), values.Shape, values.ElementType);
        }

        /// <summary>0, 1, 2 ... along an axis, repeated along the others.</summary>
        public static Tensor Iota(Shape shape, int axis, ElementType elementType = ElementType.Int32) =>
            new(new IotaOperation(ResolveAxis("Iota", shape, axis)), shape, elementType);

        /// <summary>Uniform random numbers in [0, 1), equal for equal state and stream.</summary>
        /// <param name="state">Int32 [4]: the two words of the key, the step, the number of the first row.</param>
        /// <param name="stream">
        /// Tells draws at the same step apart: two draws from one state with different streams are independent, with
        /// the same stream equal.
        /// </param>
        /// <param name="shape">Shape of the result; axis 0 counts rows.</param>
        /// <param name="elementType">Float32 or Float64; both carry 24 random bits.</param>
        /// <remarks>Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3": Philox 4x32-10.</remarks>
        /// <exception cref="ArgumentException">The state is no Int32 [4].</exception>
        public static Tensor RandomUniform(Tensor state, uint stream, Shape shape, ElementType elementType = ElementType.Float32)
        {
            ArgumentNullException.ThrowIfNull(state);
            if (state.ElementType != ElementType.Int32 || state.Rank != 1 || state.Shape.Count != 4)
                throw new ArgumentException($"RandomUniform: the state must be Int32[4], not {state.ElementType}{state.Shape}.");
            if (!elementType.IsFloat())
                throw new ArgumentException($"RandomUniform: the result must be Float32 or Float64, not {elementType}.");
            return new Tensor(new RandomOperation(stream), shape, elementType, state);
        }

        /// <summary>Random numbers from the normal distribution N(0, 1), equal for equal state and stream.</summary>
        /// <remarks>Box and Muller 1958: √(-2 ln u₁) cos(2π u₂), with u₁ in (0, 1]. Arguments as for <see cref="RandomUniform"/>.</remarks>
        public static Tensor RandomNormal(Tensor state, uint stream, Shape shape, ElementType elementType = ElementType.Float32)
        {
            Tensor radius = 1 - RandomUniform(state, stream, shape, elementType);
            // Any odd constant far from small numbers separates the second stream from those a caller numbers by hand.
            Tensor angle = RandomUniform(state, stream ^ 0x9E3779B9u, shape, elementType);
            return (-2 * radius.Log()).Sqrt() * (2 * Math.PI * angle).Cos();
        }
    }
}
