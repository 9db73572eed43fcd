using Belamy.Games;
using Belamy.Networks;
using Belamy.Tensors;

namespace Belamy.Tests.Games;

public sealed class AutoencodingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Samples_are_decoded_from_a_Gaussian_with_the_moments_of_the_codes(double deviation)
    {
        const int Count = 3;
        using var game = new AssembledGame(Models.Autoencoder with { Latent = 2, Width = 2 }, [1, 2, 2]);
        float[] mean = [0.5f, -1];
        mean.CopyTo(game.Game.Store["state/code-mean"].AsSpan<float>());
        mean.Select(value => (value * value) + (float)(deviation * deviation)).ToArray().CopyTo(game.Game.Store["state/code-square"].AsSpan<float>());
        float[] codes = [.. game.RequireGenerator().Latents(Count).Select((latent, at) => mean[at % 2] + (float)(deviation * latent))];
        Tensor decoded = game.Networks["decoder"].Forward(new ForwardContext { IsTraining = false }, Tensor.Literal(NDArray.From<float>([Count, 2], codes)));
        float[] samples = game.RequireGenerator().Sample(Count).Values.ToArray();
        Assert.All(decoded.Evaluate().AsSpan<float>().ToArray().Zip(samples), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
