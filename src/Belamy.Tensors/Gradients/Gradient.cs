using Belamy.Tensors.Gradients;
using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Gradients
{
    /// <summary>Reverse accumulation: a function from graph to graph.</summary>
    internal static class ReverseAccumulation
    {
        /// <summary>The gradient of a sum over an output, weighted by a cotangent, with respect to targets.</summary>
        public static Tensor[] Run(Tensor output, Tensor cotangent, IReadOnlyList<Tensor> targets)
        {
            List<Tensor> ordered = Graph.InOrder([output]);
            HashSet<Tensor> onPath = DependsOn(ordered, targets);
            var cotangents = new Dictionary<Tensor, Tensor> { [output] = cotangent };
            for (int at = ordered.Count - 1; at >= 0; at--)
            {
                Tensor tensor = ordered[at];
                if (!onPath.Contains(tensor) || tensor.Inputs.IsEmpty || !cotangents.TryGetValue(tensor, out Tensor? incoming))
                    continue;
                Tensor?[] outgoing = GradientRules.Apply(tensor, incoming, input => onPath.Contains(tensor.Inputs[input]));
                for (int input = 0; input < outgoing.Length; input++)
                {
                    if (outgoing[input] is { } term && onPath.Contains(tensor.Inputs[input]))
                    {
                        Tensor source = tensor.Inputs[input];
                        cotangents[source] = cotangents.TryGetValue(source, out Tensor? sum) ? sum + term : term;
                    }
                }
            }

            return [.. targets.Select(target =>
                cotangents.TryGetValue(target, out Tensor? gradient) ? gradient : Tensor.Zeros(target.Shape, target.ElementType))];
        }

        private static HashSet<Tensor> DependsOn(List<Tensor> ordered, IReadOnlyList<Tensor> targets)
        {
            var result = new HashSet<Tensor>(targets);
            foreach (Tensor tensor in ordered)
            {
                foreach (Tensor input in tensor.Inputs)
                {
                    if (result.Contains(input))
                    {
                        result.Add(tensor);
                        break;
                    }
                }
            }

            return result;
        }
    }
}

namespace Belamy.Tensors
{
    public sealed partial class Tensor
    {
        /// <summary>The gradient of this value as tensors, which have gradients themselves, to any order.</summary>
        /// <param name="targets">What to differentiate with respect to: parameters' values, inputs, any tensor of the graph.</param>
        /// <param name="cotangent">Weights of this tensor's elements; ones when left out, so that a scalar needs none.</param>
        /// <returns>One tensor per target, of its shape; zeros where this value does not depend on it.</returns>
        public Tensor[] Gradient(IReadOnlyList<Tensor> targets, Tensor? cotangent = null)
        {
            ArgumentNullException.ThrowIfNull(targets);
            RequireFloat("Gradient", this);
            if (cotangent is not null && (cotangent.Shape != Shape || cotangent.ElementType != ElementType))
                throw new ArgumentException($"Gradient: the cotangent {cotangent.ElementType}{cotangent.Shape} must be {ElementType}{Shape}.");
            return ReverseAccumulation.Run(this, cotangent ?? Ones(Shape, ElementType), targets);
        }

        /// <summary>The gradient of this value with respect to one tensor.</summary>
        public Tensor Gradient(Tensor target, Tensor? cotangent = null) => Gradient([target], cotangent)[0];

        /// <summary>
        /// Tensors with some tensors of their graph replaced by others of the same shape and type: evaluation with averaged
        /// weights, unrolled optimization.
        /// </summary>
        public static Tensor[] Substitute(IReadOnlyList<Tensor> tensors, IReadOnlyDictionary<Tensor, Tensor> replacements)
        {
            ArgumentNullException.ThrowIfNull(tensors);
            ArgumentNullException.ThrowIfNull(replacements);
            return Graph.Substitute(tensors, replacements);
        }
    }
}
