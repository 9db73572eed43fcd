using Belamy.Data;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Objectives;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// Projection discriminator: the class enters as a product with the features. Miyato and Koyama 2018, "cGANs with projection
    /// discriminator", arXiv:1802.05637.
    /// </summary>
    /// <remarks>
    /// <para>D(x, y) = V_y · φ(x) + ψ(φ(x)) (equation 3), all weights spectrally normalized, the hinge. G: batch norm with a scale and
    /// shift of each class.</para>
    /// <para>Digits: G as the data's pair has it. D: convolutions 4×4 with stride 2 to W and 2W maps, 3×3 with stride 2 to 4W, dense 16W,
    /// leaky ReLU, in place of residual blocks; W = 16. Two moves of D for one of G, the paper has five; Adam with rate 10⁻³
    /// and β₁ = ½.</para>
    /// <para>Ours: samples are made by the moving average of the generator.</para>
    /// </remarks>
    [Model("projection", Card = "B4", Year = 2018, Arxiv = "1802.05637", Title = "cGANs with projection discriminator",
        Authors = "Miyato, Koyama")]
    public static Adversarial Projection { get; } = new()
    {
        Networks = ProjectionPair("projection", sizes => new Sequential(ProjectionTrunk(sizes), new ProjectionHead(sizes.Classes, new SpectralNorm()))),
        Objective = new Hinge(),
        DiscriminatorMoves = 2,
        Averaging = 0.998,
        Steps = 5000,
    };

    private static NetworkPair ProjectionPair(string name, Func<NetworkSizes, Module> discriminator) => new(
        name,
        sizes => new Sequential(NetworkPair.ByData.Generator(sizes).Children.Select(module => module is BatchNorm ? new ConditionalBatchNorm(sizes.Classes) : module)),
        discriminator)
    {
        TakesClasses = true,
        Defaults = NetworkPair.ByData.Defaults,
    };

    private static Sequential ProjectionTrunk(NetworkSizes sizes)
    {
        NetworkSizes.RequirePictures(sizes.Item);
        var norm = new SpectralNorm();
        return new Sequential(
            new Convolution(sizes.Width, kernel: 4, stride: 2, weight: norm), new LeakyReLU(0.2),
            new Convolution(2 * sizes.Width, kernel: 4, stride: 2, weight: norm), new LeakyReLU(0.2),
            new Convolution(4 * sizes.Width, kernel: 3, stride: 2, weight: norm), new LeakyReLU(0.2),
            new Flatten(), new Dense(16 * sizes.Width, weight: norm), new LeakyReLU(0.2));
    }
}
