using Belamy.Data;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

public static partial class Models
{
    [Check("improved-gan", "a ring of 8 normal distributions", Revision = 2)]
    internal static void CheckImprovedGan(ReproductionRun run)
    {
        long steps = run.Choose<long>(20, 4000, 25_000);
        run.Description = $"{steps:N0} steps of 64 points, 2,500 samples; the same networks without minibatch discrimination beside it. The discriminator learns at a tenth of the generator's rate, where a plain one loses modes";
        var data = (MixtureDataset)run.Open("ring8");
        Adversarial recipe = ImprovedGan with { Latent = 2, Generator = ImprovedGan.Generator with { LearningRate = 1e-3 }, Discriminator = ImprovedGan.Discriminator with { LearningRate = 1e-4 } };
        run.Effect("modes of 8, by minibatch discrimination", Modes(recipe), Modes(recipe with { Networks = WithMinibatch(null) }));
        run.Works("change of an item's output with its mates, virtual batch norm", ChangeWithMates(isVirtual: true), Ask.AtMost(1e-6), always: true);
        run.Tell("change of an item's output with its mates, batch norm", ChangeWithMates(isVirtual: false));

        double[] Modes(Adversarial of) => [.. run.EachModes(of, data, steps, of.Networks.Name, "improved-gan").Select(modes => (double)modes.Covered)];
    }

    /// <summary>How much the output of the first item of a batch changes when the others do.</summary>
    private static double ChangeWithMates(bool isVirtual)
    {
        const int Features = 4;
        const int Reference = 8;
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        Module layer = isVirtual
            ? new VirtualBatch(new VirtualBatchNorm(Reference), NDArray.From<float>([Reference, Features], [.. Wave(Reference * Features, 0.7)]))
            : new BatchNorm();
        layer.Build(scope.Child("layer"), [Features]);
        scope.Initialize();
        float[] item = Wave(Features, 1.3);
        float[] first = Output([.. item, .. Wave(3 * Features, 0.3)]);
        float[] second = Output([.. item, .. Wave(3 * Features, 2.1)]);
        return first.Zip(second, (left, right) => Math.Abs(left - right)).Max();

        float[] Output(float[] values) =>
            layer.Forward(new ForwardContext(), Tensor.Literal(NDArray.From<float>([4, Features], values))).Slice(0, 0, 1).Evaluate().AsSpan<float>().ToArray();

        float[] Wave(int count, double pace) => [.. Enumerable.Range(0, count).Select(at => (float)Math.Sin(pace * (at + 1)))];
    }
}
