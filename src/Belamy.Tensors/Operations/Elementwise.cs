using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Operations
{
    internal enum UnaryKind
    {
        Negate, Exp, Log, Log1p, Sqrt, Rsqrt, Sin, Cos, Tanh, Sigmoid, Softplus, Erf, Abs, Sign, Floor,
    }

    internal enum BinaryKind
    {
        Add, Subtract, Multiply, Divide, Max, Min,
    }

    internal enum ComparisonKind
    {
        Less, Equal,
    }

    /// <summary>A function of one number.</summary>
    internal sealed record UnaryOperation(UnaryKind Kind) : Operation
    {
        public override string Name => Kind.ToString();

        public override bool IsElementwise => true;
    }

    /// <summary>A function of two numbers. Max and Min return their first argument when both are equal.</summary>
    internal sealed record BinaryOperation(BinaryKind Kind) : Operation
    {
        public override string Name => Kind.ToString();

        public override bool IsElementwise => true;
    }

    /// <summary>A number to a constant power.</summary>
    internal sealed record PowerOperation(double Exponent) : Operation
    {
        public override bool IsElementwise => true;

        protected override string Details => Exponent.ToString("G9", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A comparison of two numbers; the result is Boolean.</summary>
    internal sealed record ComparisonOperation(ComparisonKind Kind) : Operation
    {
        public override string Name => Kind.ToString();

        public override bool IsElementwise => true;
    }

    /// <summary>The second input where the first is true, else the third.</summary>
    internal sealed record SelectOperation : Operation
    {
        public override bool IsElementwise => true;
    }

    /// <summary>The same number as another type.</summary>
    internal sealed record CastOperation : Operation
    {
        public override bool IsElementwise => true;
    }

    /// <summary>The same number, through which no gradient flows.</summary>
    internal sealed record StopGradientOperation : Operation
    {
        public override bool IsElementwise => true;
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>Sum of two tensors, broadcast together.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => Binary(BinaryKind.Add, left, right);

        /// <summary>Difference of two tensors, broadcast together.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => Binary(BinaryKind.Subtract, left, right);

        /// <summary>Product of two tensors element by element, broadcast together.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => Binary(BinaryKind.Multiply, left, right);

        /// <summary>Quotient of two tensors element by element, broadcast together.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => Binary(BinaryKind.Divide, left, right);

        /// <summary>The negative.</summary>
        public static Tensor operator -(Tensor value) => Unary(UnaryKind.Negate, value);

        /// <summary>Sum of a tensor and a number.</summary>
        public static Tensor operator +(Tensor left, double right) => left + Like(left, right);

        /// <summary>Sum of a number and a tensor.</summary>
        public static Tensor operator +(double left, Tensor right) => Like(right, left) + right;

        /// <summary>Difference of a tensor and a number.</summary>
        public static Tensor operator -(Tensor left, double right) => left - Like(left, right);

        /// <summary>Difference of a number and a tensor.</summary>
        public static Tensor operator -(double left, Tensor right) => Like(right, left) - right;

        /// <summary>Product of a tensor and a number.</summary>
        public static Tensor operator *(Tensor left, double right) => left * Like(left, right);

        /// <summary>Product of a number and a tensor.</summary>
        public static Tensor operator *(double left, Tensor right) => Like(right, left) * right;

        /// <summary>Quotient of a tensor and a number.</summary>
        public static Tensor operator /(Tensor left, double right) => left / Like(left, right);

        /// <summary>Quotient of a number and a tensor.</summary>
        public static Tensor operator /(double left, Tensor right) => Like(right, left) / right;

        /// <summary>Where the left is below the right. Boolean.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => Compare(ComparisonKind.Less, left, right);

        /// <summary>Where the left is above the right. Boolean.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => Compare(ComparisonKind.Less, right, left);

        /// <summary>Where the tensor is below a number. Boolean.</summary>
        public static Tensor operator <(Tensor left, double right) => left < Like(left, right);

        /// <summary>Where the tensor is above a number. Boolean.</summary>
        public static Tensor operator >(Tensor left, double right) => left > Like(left, right);

        /// <summary>Where two tensors are equal. Boolean.</summary>
        public static Tensor Equal(Tensor left, Tensor right) => Compare(ComparisonKind.Equal, left, right);

        /// <summary>e^x.</summary>
        public Tensor Exp() => Unary(UnaryKind.Exp, this);

        /// <summary>Natural logarithm.</summary>
        public Tensor Log() => Unary(UnaryKind.Log, this);

        /// <summary>ln(1 + x), accurate near 0.</summary>
        public Tensor Log1p() => Unary(UnaryKind.Log1p, this);

        /// <summary>Square root. Its slope is infinite at 0: give a norm an epsilon under the root.</summary>
        public Tensor Sqrt() => Unary(UnaryKind.Sqrt, this);

        /// <summary>1 / √x.</summary>
        public Tensor Rsqrt() => Unary(UnaryKind.Rsqrt, this);

        /// <summary>Sine.</summary>
        public Tensor Sin() => Unary(UnaryKind.Sin, this);

        /// <summary>Cosine.</summary>
        public Tensor Cos() => Unary(UnaryKind.Cos, this);

        /// <summary>Hyperbolic tangent.</summary>
        public Tensor Tanh() => Unary(UnaryKind.Tanh, this);

        /// <summary>1 / (1 + e^-x).</summary>
        public Tensor Sigmoid() => Unary(UnaryKind.Sigmoid, this);

        /// <summary>ln(1 + e^x), without overflow.</summary>
        public Tensor Softplus() => Unary(UnaryKind.Softplus, this);

        /// <summary>The error function 2/√π ∫₀ˣ e^(-t²) dt.</summary>
        public Tensor Erf() => Unary(UnaryKind.Erf, this);

        /// <summary>Absolute value; its slope at 0 is 0.</summary>
        public Tensor Abs() => Unary(UnaryKind.Abs, this);

        /// <summary>-1, 0 or 1. No gradient flows through it.</summary>
        public Tensor Sign() => Unary(UnaryKind.Sign, this);

        /// <summary>The greatest whole number that is not greater. No gradient flows through it.</summary>
        public Tensor Floor() => Unary(UnaryKind.Floor, this);

        /// <summary>x · x.</summary>
        public Tensor Square() => this * this;

        /// <summary>x to a constant power.</summary>
        public Tensor Power(double exponent)
        {
            RequireFloat("Power", this);
            return new Tensor(new PowerOperation(exponent), Shape, ElementType, this);
        }

        /// <summary>The greater of two; on a tie the gradient goes to the first.</summary>
        public static Tensor Max(Tensor left, Tensor right) => Binary(BinaryKind.Max, left, right);

        /// <summary>The lesser of two; on a tie the gradient goes to the first.</summary>
        public static Tensor Min(Tensor left, Tensor right) => Binary(BinaryKind.Min, left, right);

        /// <summary>The greater of x and a number.</summary>
        public Tensor Max(double bound) => Max(this, Like(this, bound));

        /// <summary>The lesser of x and a number.</summary>
        public Tensor Min(double bound) => Min(this, Like(this, bound));

        /// <summary>x where it lies between two bounds, else the nearer bound.</summary>
        public Tensor Clamp(double low, double high) => Max(low).Min(high);

        /// <summary><paramref name="whenTrue"/> where the condition holds, else <paramref name="whenFalse"/>; broadcast together.</summary>
        /// <param name="condition">Boolean.</param>
        /// <param name="whenTrue">Value where the condition is true.</param>
        /// <param name="whenFalse">Value where it is false.</param>
        public static Tensor Select(Tensor condition, Tensor whenTrue, Tensor whenFalse)
        {
            ArgumentNullException.ThrowIfNull(condition);
            if (condition.ElementType != ElementType.Boolean)
                throw new ArgumentException($"Select: the condition must be Boolean, not {condition.ElementType}{condition.Shape}.");
            RequireSameType("Select", whenTrue, whenFalse);
            Shape shape = BroadcastShape("Select", condition.Shape, BroadcastShape("Select", whenTrue.Shape, whenFalse.Shape));
            condition = condition.BroadcastTo(shape);
            return new Tensor(new SelectOperation(), shape, whenTrue.ElementType, condition, whenTrue.BroadcastTo(shape), whenFalse.BroadcastTo(shape));
        }

        /// <summary>The same values as another type; true becomes 1.</summary>
        public Tensor Cast(ElementType elementType) =>
            elementType == ElementType ? this : new Tensor(new CastOperation(), Shape, elementType, this);

        /// <summary>The same values as a constant: no gradient flows through.</summary>
        public Tensor StopGradient() => new(new StopGradientOperation(), Shape, ElementType, this);

        internal static Tensor Unary(UnaryKind kind, Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            RequireFloat(kind.ToString(), value);
            return new Tensor(new UnaryOperation(kind), value.Shape, value.ElementType, value);
        }

        internal static Tensor Binary(BinaryKind kind, Tensor left, Tensor right)
        {
            RequireSameType(kind.ToString(), left, right);
            if (left.ElementType == ElementType.Boolean)
                throw new ArgumentException($"{kind}: cannot calculate with Boolean{left.Shape}; use Cast or Select.");
            Shape shape = BroadcastShape(kind.ToString(), left.Shape, right.Shape);
            return new Tensor(new BinaryOperation(kind), shape, left.ElementType, left.BroadcastTo(shape), right.BroadcastTo(shape));
        }

        private static Tensor Compare(ComparisonKind kind, Tensor left, Tensor right)
        {
            RequireSameType(kind.ToString(), left, right);
            Shape shape = BroadcastShape(kind.ToString(), left.Shape, right.Shape);
            return new Tensor(new ComparisonOperation(kind), shape, ElementType.Boolean, left.BroadcastTo(shape), right.BroadcastTo(shape));
        }

        private static Tensor Like(Tensor tensor, double value)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return Constant(value, tensor.Shape, tensor.ElementType);
        }

        private static void RequireFloat(string operation, Tensor value)
        {
            if (!value.ElementType.IsFloat())
                throw new ArgumentException($"{operation}: needs Float32 or Float64, not {value.ElementType}{value.Shape}.");
        }

        private static void RequireSameType(string operation, Tensor left, Tensor right)
        {
            ArgumentNullException.ThrowIfNull(left);
            ArgumentNullException.ThrowIfNull(right);
            if (left.ElementType != right.ElementType)
            {
                throw new ArgumentException(
                    $"{operation}: {left.ElementType}{left.Shape} and {right.ElementType}{right.Shape} have different types; Cast one of them.");
            }
        }
    }
}
