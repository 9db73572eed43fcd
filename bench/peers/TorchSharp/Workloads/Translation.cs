using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Games whose generators make pictures of pictures.</summary>
internal static class Translation
{
    public static IEnumerable<Workload> All() =>
    [
        new("cyclegan64 step, batch 4", () => CycleStep(4, 64)),
        new("pix2pix64 step, batch 16", () => PairStep(16, 64)),
        new("srgan24 step, batch 16", () => SuperResolutionStep(16, 24)),
    ];

    private static Prepared CycleStep(long batch, long side)
    {
        Network aToB = ResidualTranslator(3, 32, 6), bToA = ResidualTranslator(3, 32, 6), judgeOfA = PatchCritic(3, 32, 3), judgeOfB = PatchCritic(3, 32, 3);
        Play.Scale(aToB, bToA, judgeOfA, judgeOfB);
        Adam critics = optim.Adam(judgeOfA.parameters().Concat(judgeOfB.parameters()), 2e-4, 0.5, 0.999);
        Adam translators = optim.Adam(aToB.parameters().Concat(bToA.parameters()), 2e-4, 0.5, 0.999);
        Tensor a = Pictures(batch, side), b = Pictures(batch, side);
        return new Prepared(
            () =>
            {
                Tensor madeA, madeB;
                using (no_grad())
                    (madeA, madeB) = (bToA.call(b), aToB.call(a));
                Play.Move(critics, Tell(judgeOfA, a, madeA) + Tell(judgeOfB, b, madeB));
                Play.Freeze(judgeOfA, judgeOfB);
                (madeB, madeA) = (aToB.call(a), bToA.call(b));
                Tensor back = functional.l1_loss(bToA.call(madeB), a) + functional.l1_loss(aToB.call(madeA), b);
                Tensor same = functional.l1_loss(aToB.call(b), b) + functional.l1_loss(bToA.call(a), a);
                Tensor real = (judgeOfA.call(madeA) - 1).square().mean() + (judgeOfB.call(madeB) - 1).square().mean();
                Play.Move(translators, real + (10 * back) + (5 * same));
                Play.Release(judgeOfA, judgeOfB);
            },
            Play.Count(aToB, bToA, judgeOfA, judgeOfB));

        static Tensor Tell(Network judge, Tensor real, Tensor made) => ((judge.call(real) - 1).square().mean() + judge.call(made).square().mean()) / 2;
    }

    private static Prepared PairStep(long batch, long side)
    {
        Network generator = UNet(3, 64, 6), critic = PatchCritic(6, 64, 2);
        Play.Scale(generator, critic);
        Adam critics = optim.Adam(critic.parameters(), 2e-4, 0.5, 0.999), generators = optim.Adam(generator.parameters(), 2e-4, 0.5, 0.999);
        Tensor x = Pictures(batch, side), y = Pictures(batch, side);
        return new Prepared(
            () =>
            {
                Tensor made;
                using (no_grad())
                    made = generator.call(x);
                Tensor real = critic.call(cat([x, y], 1)), generated = critic.call(cat([x, made], 1));
                Play.Move(critics, 0.5 * (functional.softplus(-real).mean() + functional.softplus(generated).mean()));
                Play.Freeze(critic);
                made = generator.call(x);
                Play.Move(generators, functional.softplus(-critic.call(cat([x, made], 1))).mean() + (100 * functional.l1_loss(made, y)));
                Play.Release(critic);
            },
            Play.Count(generator, critic));
    }

    private static Prepared SuperResolutionStep(long batch, long side)
    {
        const int maps = 32;
        Network generator = SuperResolver(3, maps, blocks: 8, doublings: 2), critic = PictureCritic(3, maps, 4 * side), features = Features(3, maps);
        Play.Scale(generator, critic, features);
        Play.Freeze(features);
        Adam critics = optim.Adam(critic.parameters(), 2e-4, 0.5, 0.999), generators = optim.Adam(generator.parameters(), 2e-4, 0.5, 0.999);
        Tensor x = Pictures(batch, side), y = Pictures(batch, 4 * side);
        return new Prepared(
            () =>
            {
                Tensor made;
                using (no_grad())
                    made = generator.call(x);
                Play.Move(critics, functional.softplus(-critic.call(y)).mean() + functional.softplus(critic.call(made)).mean());
                Play.Freeze(critic);
                made = generator.call(x);
                Tensor content = functional.mse_loss(features.call(made), features.call(y));
                Play.Move(generators, content + (1e-3 * functional.softplus(-critic.call(made)).mean()));
                Play.Release(critic);
            },
            Play.Count(generator, critic));
    }

    private static Tensor Pictures(long batch, long side) => (rand(batch, 3, side, side) * 2) - 1;

    private static Network[] Normalized(Network convolution, long maps) => [convolution, InstanceNorm2d(maps, affine: true), ReLU(inplace: true)];

    private static Sequential ResidualTranslator(long channels, long width, int blocks)
    {
        long wide = 4 * width;
        return Sequential(
        [
            ReflectionPad2d(3), .. Normalized(Conv2d(channels, width, 7, bias: false), width),
            .. Normalized(Conv2d(width, 2 * width, 3, 2, 1, bias: false), 2 * width),
            .. Normalized(Conv2d(2 * width, wide, 3, 2, 1, bias: false), wide),
            .. Enumerable.Range(0, blocks).Select(_ => new Residual(
            [
                ReflectionPad2d(1), .. Normalized(Conv2d(wide, wide, 3, bias: false), wide),
                ReflectionPad2d(1), Conv2d(wide, wide, 3, bias: false), InstanceNorm2d(wide, affine: true),
            ])),
            .. Normalized(ConvTranspose2d(wide, 2 * width, 3, 2, 1, 1, bias: false), 2 * width),
            .. Normalized(ConvTranspose2d(2 * width, width, 3, 2, 1, 1, bias: false), width),
            ReflectionPad2d(3), Conv2d(width, channels, 7), Tanh(),
        ]);
    }

    private static Sequential PatchCritic(long channels, long width, int halvings)
    {
        List<Network> layers = [Conv2d(channels, width, 4, 2, 1), LeakyReLU(0.2, inplace: true)];
        for (int stage = 1; stage <= halvings; stage++)
        {
            long fewer = width << (stage - 1), maps = width << stage;
            layers.AddRange(
            [
                stage < halvings ? Conv2d(fewer, maps, 4, 2, 1, bias: false) : Conv2d(fewer, maps, 4, Padding.Same, bias: false),
                InstanceNorm2d(maps, affine: true),
                LeakyReLU(0.2, inplace: true),
            ]);
        }

        return Sequential([.. layers, Conv2d(width << halvings, 1, 4, Padding.Same)]);
    }

    /// <summary>Down, all stages within, and up again.</summary>
    private static Sequential UNet(long channels, long width, int halvings, int stage = 0)
    {
        bool outermost = stage == 0, innermost = stage == halvings - 1;
        long maps = width * Math.Min(8, 1 << stage), outer = outermost ? channels : width * Math.Min(8, 1 << (stage - 1));
        List<Network> layers = [];
        // What goes beside the way down must not be changed on it.
        if (!outermost)
            layers.Add(LeakyReLU(0.2));
        layers.Add(Conv2d(outer, maps, 4, 2, 1, bias: outermost || innermost));
        if (!outermost && !innermost)
            layers.Add(InstanceNorm2d(maps, affine: true));
        if (!innermost)
            layers.Add(new Skip(UNet(channels, width, halvings, stage + 1)));
        layers.AddRange([ReLU(inplace: true), ConvTranspose2d(maps * (innermost ? 1 : 2), outer, 4, 2, 1, bias: outermost)]);
        if (outermost)
            return Sequential([.. layers, Tanh()]);
        layers.Add(InstanceNorm2d(outer, affine: true));
        if (halvings - 1 - stage < 3)
            layers.Add(Dropout(0.5));
        return Sequential(layers);
    }

    private static Sequential SuperResolver(long channels, long width, int blocks, int doublings) => Sequential(
    [
        Conv2d(channels, width, 9, 1, 4), PReLU(width),
        new Residual(
        [
            .. Enumerable.Range(0, blocks).Select(_ => new Residual(
                Conv2d(width, width, 3, 1, 1, bias: false), BatchNorm2d(width), PReLU(width), Conv2d(width, width, 3, 1, 1, bias: false), BatchNorm2d(width))),
            Conv2d(width, width, 3, 1, 1, bias: false), BatchNorm2d(width),
        ]),
        .. Enumerable.Range(0, doublings).SelectMany(_ => new Network[] { Conv2d(width, 4 * width, 3, 1, 1), PixelShuffle(2), PReLU(width) }),
        Conv2d(width, channels, 9, 1, 4),
    ]);

    private static Sequential PictureCritic(long channels, long width, long side) => Sequential(
    [
        Conv2d(channels, width, 3, 1, 1), LeakyReLU(0.2, inplace: true),
        .. Enumerable.Range(1, 7).SelectMany(stage => new Network[]
        {
            Conv2d(width << ((stage - 1) / 2), width << (stage / 2), 3, 1 + (stage % 2), 1, bias: false),
            BatchNorm2d(width << (stage / 2)),
            LeakyReLU(0.2, inplace: true),
        }),
        Flatten(), Linear(8 * width * (side / 16) * (side / 16), 16 * width), LeakyReLU(0.2, inplace: true), Linear(16 * width, 1),
    ]);

    /// <summary>In the manner of VGG.</summary>
    private static Sequential Features(long channels, long maps) => Sequential(
        Conv2d(channels, maps, 3, 1, 1), ReLU(inplace: true), Conv2d(maps, maps, 3, 1, 1), ReLU(inplace: true), MaxPool2d(2),
        Conv2d(maps, 2 * maps, 3, 1, 1), ReLU(inplace: true), Conv2d(2 * maps, 2 * maps, 3, 1, 1));
}
