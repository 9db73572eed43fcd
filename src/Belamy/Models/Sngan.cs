using Belamy.Data;
using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Optimization;
using Belamy.Reproduction;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy;

public static partial class Models
{
    /// <summary>
    /// SNGAN: every weight of the discriminator is divided by its greatest singular value. Miyato, Kataoka, Koyama and Yoshida
    /// 2018, "Spectral normalization for generative adversarial networks", arXiv:1802.05957.
    /// </summary>
    /// <remarks>
    /// <para>W̄ = W / σ(W), σ by one power iteration a move (algorithm 1). Hinge: L_D = E[max(0, 1 - D(x))] +
    /// E[max(0, 1 + D(G(z)))], L_G = -E[D(G(z))] (equations 16 and 17). Adam with rate 2·10⁻⁴, β₁ = 0, β₂ = 0.9, five moves of
    /// the discriminator a step, batches of 64.</para>
    /// <para>Pictures: D convolves 3×3 and 4×4 with stride 2 in turn to width, twice and four times it, then 3×3 to eight times
    /// it, leaky ReLU 0.1 (table 3); the generator of the data. Points: four dense layers of twice the width with batch norm;
    /// three with leaky ReLU 0.1 over the points times 4, so that D may rise by 4 for each unit.</para>
    /// </remarks>
    [Model("sngan", Card = "A11", Year = 2018, Arxiv = "1802.05957",
        Title = "Spectral normalization for generative adversarial networks", Authors = "Miyato, Kataoka, Koyama, Yoshida")]
    public static Recipe Sngan { get; } = Recipe.Default with
    {
        Networks = new NetworkPair(
            "spectrally normalized",
            sizes => sizes.Item.Rank == 3 ? ConvolutionalPair.Create().Generator(sizes) : new Sequential(
            [
                .. Enumerable.Range(0, 4).SelectMany(_ => new Module[] { new Dense(2 * sizes.Width, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU() }),
                new Dense((int)sizes.Item.Count), new Reshape(sizes.Item.ToArray()),
            ]),
            sizes => sizes.Item.Rank == 3 ? SpectralPictures(sizes) : new Sequential([new Flatten(), new Affine(4, 0), .. SpectralPoints(sizes.Width)]))
        {
            Defaults = item => NetworkPair.ByData.Defaults(item) with { LearningRate = 2e-4 },
        },
        Objective = new Hinge(),
        DiscriminatorMoves = 5,
        Steps = 100_000,
        Generator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } },
        Discriminator = new PlayerSettings { Optimizer = new Adam { Beta1 = 0, Beta2 = 0.9 } },
    };

    private static Sequential SpectralPictures(NetworkSizes sizes)
    {
        var modules = new List<Module>();
        foreach ((int widths, int kernel, int stride) in new[] { (1, 3, 1), (1, 4, 2), (2, 3, 1), (2, 4, 2), (4, 3, 1), (4, 4, 2), (8, 3, 1) })
        {
            modules.Add(new Convolution(widths * sizes.Width, kernel, stride, weight: new SpectralNorm()));
            modules.Add(new LeakyReLU(0.1));
        }

        return new Sequential([.. modules, new Flatten(), new Dense(1, weight: new SpectralNorm())]);
    }

    private static Module[] SpectralPoints(int width) =>
    [
        .. Enumerable.Range(0, 3).SelectMany(_ => new Module[] { new Dense(2 * width, weight: new SpectralNorm()), new LeakyReLU(0.1) }),
        new Dense(1, weight: new SpectralNorm()),
    ];

    [Check("sngan", "a grid of 25 normal distributions", Revision = 3)]
    internal static void CheckSngan(ReproductionRun run)
    {
        long steps = run.Choose<long>(10, 4000, 50_000);
        run.Description = $"{steps:N0} steps of 5 + 1 moves of 128 points, {run.Seeds(2).Count} seeds, 2,500 samples";
        var data = (MixtureDataset)run.Open("grid25");
        Recipe recipe = run.Recipe with { Latent = 2, Batch = 128, Width = 64, Averaging = 0.99, LearningRateDecay = 0.5 };
        recipe = recipe.With("learning-rate=0.001");
        List<double> covered = [], quality = [], slopes = [];
        foreach (long seed in run.Seeds(2))
        {
            using TrainingRun trained = run.Train(recipe, data, steps, seed);
            var modes = ReproductionRun.Modes(trained.Generator, data);
            covered.Add(modes.Covered);
            quality.Add(100 * modes.HighQuality);
            slopes.Add(GreatestSlope(trained.Game.Networks["discriminator"]) / 4);
            run.Picture ??= ReproductionRun.Plot(trained, data, "sngan");
        }

        run.Report("modes of 25", covered, Ask.AtLeast(22));
        run.Tell("samples within 3 deviations of a mode, %", quality);
        run.Report("greatest slope of D at 1,000 points, of the 4 that its weights allow", slopes, Ask.AtMost(1.02));
        run.Report("greatest singular value of a 512×512 weight after 50 iterations", SettledSingularValue(), Ask.Between(0.99, 1.01), always: true);
    }

    /// <summary>The norm of a weight of a dense layer, once the power iterations have settled.</summary>
    private static double SettledSingularValue()
    {
        const int Iterations = 50;
        const int Size = 512;
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        Module layer = new Dense(Size, bias: false, weight: new SpectralNorm()).Build(scope.Child("layer"), [Size]);
        scope.Initialize();
        var settle = new ForwardContext();
        layer.Forward(settle, Tensor.Zeros([1, Size]));
        using (var program = Program.Compile("power iteration", [], settle.Updates))
        {
            for (int iteration = 0; iteration < Iterations; iteration++)
                program.Run();
        }

        var use = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [1, 0, 0, 0]))) { IsTraining = false };
        // The weight as it is used, and many more power iterations on it than the layer had.
        Tensor weight = layer.Forward(use, Tensor.OneHot(Tensor.Iota([Size], 0), Size));
        Tensor vector = use.RandomNormal("vector", [Size, 1]);
        for (int iteration = 0; iteration < 500; iteration++)
        {
            vector = Tensor.MatMul(weight, Tensor.MatMul(weight, vector, transposeLeft: true));
            vector *= vector.Square().Sum().Rsqrt();
        }

        using var measure = Program.Compile("singular value", [Tensor.MatMul(weight, vector, transposeLeft: true).Square().Sum().Sqrt()]);
        measure.Run();
        return measure.Outputs[0].Scalar;
    }

    /// <summary>The greatest norm of a discriminator's gradient at points of the plane from N(0, 4).</summary>
    private static double GreatestSlope(Module discriminator)
    {
        var use = new ForwardContext(Tensor.Literal(NDArray.From<int>([4], [1, 0, 0, 0]))) { IsTraining = false };
        Tensor points = use.RandomNormal("points", [1000, 2]) * 2;
        Tensor slopes = discriminator.Forward(use, points).Sum().Gradient(points).Square().Sum(1).Sqrt();
        using var measure = Program.Compile("slopes", [slopes.ReduceMax()]);
        measure.Run();
        return measure.Outputs[0].Scalar;
    }
}
