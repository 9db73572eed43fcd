using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Improved techniques for GANs: the discriminator looks at the closeness of items in a batch, real items are worth 0.9, and
    /// both players are drawn to the mean of their past. Salimans et al. 2016, arXiv:1606.03498, sections 3.2 to 3.4.
    /// </summary>
    /// <remarks>
    /// <para>Minibatch discrimination: M_i = f(x_i) T, o_ib = Σ_{j≠i} e^(-‖M_ib - M_jb‖₁) joins the features f(x_i). One-sided
    /// smoothing: targets 0.9 and 0. Historical averaging: + w ‖θ - 1/t Σ θ[i]‖² for each player, w = 10⁻³ (ours, the paper
    /// names none). Feature matching, which the paper uses with labels, is the model <c>sgan</c>.</para>
    /// <para>Points: two dense layers of twice the width in each network. Pictures: the generator of the data; the discriminator
    /// convolves 4×4 with stride 2 to width and twice the width.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("improved-gan", Card = "A8", Year = 2016, Arxiv = "1606.03498", Title = "Improved techniques for training GANs",
        Authors = "Salimans, Goodfellow, Zaremba, Cheung, Radford, Chen")]
    public static Adversarial ImprovedGan { get; } = new()
    {
        Networks = WithMinibatch(new MinibatchSizes(20, 5)),
        Objective = new SmoothedCrossEntropy(),
        Generator = new PlayerSettings { HistoricalAveraging = 1e-3 },
        Discriminator = new PlayerSettings { HistoricalAveraging = 1e-3 },
        Steps = 10_000,
    };

    private sealed record MinibatchSizes(int Kernels, int Dimensions);

    private static NetworkPair WithMinibatch(MinibatchSizes? minibatch) => new(
        minibatch is null ? "by data" : "by data, with minibatch discrimination",
        NetworkPair.ByData.Generator,
        sizes => new Sequential(
        [
            .. sizes.Item.Rank == 3
                ? (Module[])[
                    new Convolution(sizes.Width, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(),
                    new Convolution(2 * sizes.Width, kernel: 4, stride: 2, initializer: Initializers.HeNormal), new LeakyReLU(), new Flatten()]
                : [
                    new Flatten(), new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new LeakyReLU(),
                    new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new LeakyReLU()],
            .. minibatch is null ? (Module[])[] : [new MinibatchDiscrimination(minibatch.Kernels, minibatch.Dimensions)],
            new Dense(1),
        ]))
    {
        Defaults = NetworkPair.ByData.Defaults,
    };
}
