using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Networks;

public sealed class DropoutTests
{
    [Fact]
    public void Forward_two_layers_one_layer_twice_and_the_next_run_draw_masks_of_their_own()
    {
        using var store = new ParameterStore();
        Parameter state = store.Create("random", NDArray.From<int>([4], [1, 2, 3, 0]));
        var scope = new ParameterScope(store, seed: 1);
        Module first = new Dropout(0.5).Build(scope.Child("0"), [64]);
        Module second = new Dropout(0.5).Build(scope.Child("1"), [64]);
        var context = new ForwardContext(state.Value);
        Tensor ones = Tensor.Ones([8, 64]);
        Tensor[] outputs = [first.Forward(context, ones), second.Forward(context, ones), first.Forward(context, ones)];
        context.Update(state, state.Value + Tensor.Literal(NDArray.From<int>([4], [0, 0, 1, 0])));
        using Program program = Program.Compile("dropout", outputs, context.Updates);

        var masks = new List<float[]>();
        for (int run = 0; run < 2; run++)
        {
            program.Run();
            masks.AddRange(program.Outputs.Select(output => output.AsSpan<float>().ToArray()));
        }

        foreach (float[] mask in masks)
        {
            Assert.Equal([0, 2], mask.Distinct().Order());
            // Of 512 values half are expected to stay, with a deviation of 11; five of them are 57.
            Assert.InRange(mask.Count(value => value > 0), 256 - 57, 256 + 57);
        }

        for (int one = 0; one < masks.Count; one++)
        {
            // Two masks that know nothing of each other agree in half of the places.
            for (int other = 0; other < one; other++)
                Assert.InRange(masks[one].Zip(masks[other]).Count(pair => pair.First == pair.Second), 256 - 57, 256 + 57);
        }
    }

    [Fact]
    public void Forward_in_use_passes_everything()
    {
        using var store = new ParameterStore();
        Module dropout = new Dropout(0.5).Build(new ParameterScope(store, seed: 1), [64]);
        Tensor x = Tensor.Input("x", [8, 64]);
        Assert.Same(x, dropout.Forward(new ForwardContext { IsTraining = false }, x));
    }
}
