namespace Belamy.Networks;

/// <summary>From small pictures to larger ones, with most of the work done while they are small: the networks of Garcia 2016, "srez".</summary>
public static class ResidualEnlarger
{
    // Blocks begin as next to nothing beside what passes them by.
    private static readonly Initializer Faint = Initializers.FanInNormal(gain: 0.03);

    /// <summary>
    /// Makes the generator: at each size two blocks of twice batch norm, ReLU and 3×3, beside what they take, of w maps at first and half as many at each next
    /// size; then every pixel four times, batch norm, ReLU, 3×3. At the last size 3×3 and 1×1 of three quarters as many maps, both with ReLU, and 1×1 with tanh.
    /// </summary>
    /// <param name="channels">Channels that it puts out.</param>
    /// <param name="width">w; 256 in the program.</param>
    /// <param name="doublings">How often it doubles height and width; 2 in the program.</param>
    public static Module Create(int channels, int width, int doublings)
    {
        List<Module> modules = [];
        for (int size = 0; size < doublings; size++)
        {
            int maps = Math.Max(1, width >> size);
            modules.AddRange(
            [
                new Convolution(maps, kernel: 1, bias: false), Block(maps), Block(maps),
                new NearestUpsampling(), new BatchNorm(), new ReLU(), new Convolution(maps, kernel: 3, bias: size == doublings - 1),
            ]);
        }

        int last = Math.Max(1, (width >> Math.Max(0, doublings - 1)) * 3 / 4);
        return new Sequential(
        [
            .. modules, new Convolution(last, kernel: 3, initializer: Initializers.HeNormal), new ReLU(),
            new Convolution(last, kernel: 1, initializer: Initializers.HeNormal), new ReLU(), new Convolution(channels, kernel: 1), new Tanh(),
        ]);
    }

    /// <summary>Makes the discriminator: 3×3 of w, 2w, 4w and 8w maps, each of which halves, then 3×3 and 1×1 of 8w, all with batch norm and ReLU; the mean of 1×1 over all places.</summary>
    /// <param name="width">w; 64 in the program.</param>
    /// <param name="height">The height of pictures.</param>
    /// <param name="pixels">Their width.</param>
    public static Module CreateCritic(int width, int height, int pixels)
    {
        List<Module> modules = [];
        for (int stage = 0; stage < 6; stage++)
        {
            bool halves = stage < 4;
            modules.AddRange(
            [
                new Convolution(width << Math.Min(stage, 3), kernel: stage < 5 ? 3 : 1, stride: halves ? 2 : 1, bias: false, initializer: Initializers.HeNormal), new BatchNorm(), new ReLU(),
            ]);
            (height, pixels) = halves ? ((height + 1) / 2, (pixels + 1) / 2) : (height, pixels);
        }

        return new Sequential([.. modules, new Convolution(1, kernel: 1), new GlobalSumPool(), new Affine(1.0 / (height * pixels), 0)]);
    }

    /// <summary>How far from a pixel the generator looks, in pixels of what it takes.</summary>
    /// <param name="doublings">How often it doubles.</param>
    public static int Reach(int doublings)
    {
        // Four 3×3 before and one behind each doubling, one at the last size, in pixels that are smaller each time.
        double reach = 0;
        for (int size = 0; size < doublings; size++)
            reach += 4 * Math.Pow(0.5, size) + Math.Pow(0.5, size + 1);
        return (int)Math.Ceiling(reach + Math.Pow(0.5, doublings)) + 1;
    }

    private static Residual Block(int maps) => new(new Sequential(
        new BatchNorm(), new ReLU(), new Convolution(maps, kernel: 3, bias: false, initializer: Faint), new BatchNorm(), new ReLU(), new Convolution(maps, kernel: 3, bias: false, initializer: Faint)));
}
