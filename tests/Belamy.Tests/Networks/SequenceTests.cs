using Belamy.Networks;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests.Networks;

/// <summary>Layers of sequences against values and gradients that PyTorch computed in float64, and a generator that writes word by word.</summary>
public sealed class SequenceTests
{
    // Recorded values carry 9 significant digits.
    private const double Tolerance = 1e-8;

    private static readonly GoldenFile Recordings = GoldenFile.Load("sequences.json");

    [Theory]
    [InlineData("LSTM")]
    [InlineData("LSTM after the last step")]
    [InlineData("GRU")]
    [InlineData("GRU after the last step")]
    [InlineData("embedding of shares")]
    public void Forward_and_gradients_equal_the_recorded(string name)
    {
        GoldenCase recorded = Recordings[name];
        NDArray x = recorded.Inputs["x"];
        using var layer = new LayerUnderTest(Create(recorded), x.Shape);
        foreach ((string parameter, NDArray value) in recorded.Inputs.Where(input => input.Key != "x"))
            layer.Set(parameter, value);
        Tensor input = Tensor.Literal(x), output = layer.Module.Forward(new ForwardContext(), input);
        Closeness.AssertClose(recorded.Output, output.Evaluate(), Tolerance, name);
        Assert.Equal(recorded.Inputs.Keys.Order(), recorded.Gradients.Keys.Order());
        foreach ((string key, NDArray gradient) in recorded.Gradients)
        {
            Tensor target = key == "x" ? input : layer.Parameter(key).Value;
            Closeness.AssertClose(gradient, output.Gradient(target, Tensor.Literal(recorded.Cotangent!)).Evaluate(), Tolerance, $"{name}, gradient of {key}");
        }
    }

    [Fact]
    public void Embedding_of_numbers_equals_the_recorded()
    {
        GoldenCase recorded = Recordings["embedding of words"];
        NDArray words = recorded.Inputs["words"];
        using var layer = new LayerUnderTest(new Embedding(2), [words.Shape[0], words.Shape[1], 6]);
        layer.Set("rows", recorded.Inputs["rows"]);
        Tensor numbers = Tensor.Literal(words);
        for (int step = 0; step < words.Shape[1]; step++)
        {
            Tensor vectors = ((Embedding)layer.Module).Of(new ForwardContext(), numbers.Slice(1, step, 1).Reshape(words.Shape[0]));
            Closeness.AssertClose(Tensor.Literal(recorded.Output).Slice(1, step, 1).Reshape(words.Shape[0], 2).Evaluate(), vectors.Evaluate(), Tolerance, $"step {step}");
        }
    }

    // Teacher forcing and writing are one and the same network: what it writes by numbers of words it expects when it is given them.
    [Fact]
    public void Generator_expects_what_it_writes()
    {
        using var layer = new LayerUnderTest(new SequenceGenerator(5, 4, 3), [2, 6]);
        var generator = (SequenceGenerator)layer.Module;
        Tensor latent = Tensor.Literal(NDArray.From<double>([2, 6], [.. Enumerable.Range(0, 12).Select(at => (at * 7 % 5) - 2.0)]));
        var context = new ForwardContext();
        List<Tensor> logits = [];
        // The second item's second word is another than the likeliest.
        IReadOnlyList<Tensor> written = generator.Write(context, latent, (step, next) =>
        {
            logits.Add(next);
            return step == 1 ? Tensor.Literal(NDArray.From<int>([2], [0, 3])) : next.ArgMax(1);
        });
        Tensor text = Tensor.Concat(1, [.. written.Select(words => words.Reshape(2, 1))]);
        NDArray expected = generator.Expect(context, latent, text).Evaluate();
        Tensor together = Tensor.Concat(1, [.. logits.Select(next => next.Reshape(2, 1, 4))]).Reshape(10, 4);
        Closeness.AssertClose(together.Evaluate(), expected, 1e-12, "logits");
        // Shares that are all one word's are that word.
        IReadOnlyList<Tensor> shares = generator.Write(context, latent, (step, _) => Tensor.OneHot(written[step], 4, ElementType.Float64));
        Assert.Equal(5, shares.Count);
        List<Tensor> again = [];
        generator.Write(context, latent, (step, next) =>
        {
            again.Add(next);
            return shares[step];
        });
        Closeness.AssertClose(together.Evaluate(), Tensor.Concat(1, [.. again.Select(next => next.Reshape(2, 1, 4))]).Reshape(10, 4).Evaluate(), 1e-12, "logits by shares");
        Assert.NotEqual(logits[0].Evaluate().ToDoubles().Take(4), logits[0].Evaluate().ToDoubles().Skip(4));
    }

    private static Module Create(GoldenCase recorded) => recorded.Kind switch
    {
        "Lstm" => new Lstm(recorded.Inputs["state"].Shape[0]),
        "LstmLast" => new Lstm(recorded.Inputs["state"].Shape[0], isLastAlone: true),
        "Gru" => new Gru(recorded.Inputs["state"].Shape[0]),
        "GruLast" => new Gru(recorded.Inputs["state"].Shape[0], isLastAlone: true),
        _ => new Embedding(recorded.Inputs["rows"].Shape[1]),
    };
}
