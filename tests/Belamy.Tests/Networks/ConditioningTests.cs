using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class ConditioningTests
{
    private static readonly Tensor Input = Tensor.Literal(NDArray.From<double>([2, 3], [1, 2, 3, 4, 5, 6]));

    [Fact]
    public void Forward_a_chain_hands_labels_to_every_module_of_it()
    {
        using var layer = new LayerUnderTest(new Sequential(new AddedLabel(), new Flatten(), new Sequential(new AddedLabel())), [2, 3]);
        Tensor output = layer.Module.Forward(new ForwardContext(), Input, Labels(0, 5));
        Assert.Equal([1, 2, 3, 14, 15, 16], output.Evaluate().AsSpan<double>().ToArray());
    }

    [Fact]
    public void Forward_without_the_labels_it_needs_names_the_module()
    {
        using var layer = new LayerUnderTest(new Sequential(new Flatten(), new AddedLabel()), [2, 3]);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => layer.Module.Forward(new ForwardContext(), Input));
        Assert.Contains("layer/1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_labels_must_be_whole_numbers_one_for_each_item()
    {
        using var layer = new LayerUnderTest(new Flatten(), [2, 3]);
        Assert.Throws<ArgumentException>(() => layer.Module.Forward(new ForwardContext(), Input, Labels(1, 2, 3)));
        Assert.Throws<ArgumentException>(() => layer.Module.Forward(new ForwardContext(), Input, Tensor.Zeros([2])));
    }

    private static Tensor Labels(params int[] labels) => Tensor.Literal(NDArray.From<int>([labels.Length], labels));

    private sealed class AddedLabel : Module
    {
        public override string Description => "added label";

        protected override Shape OnBuild(ParameterScope scope, Shape input) => input;

        protected override Tensor OnForward(ForwardContext context, Tensor input) => OnForward(context, input, labels: null);

        protected override Tensor OnForward(ForwardContext context, Tensor input, Tensor? labels) =>
            input + Required(labels).Cast(input.ElementType).Reshape(-1, 1);
    }
}
