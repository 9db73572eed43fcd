using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Two networks for films, which double and halve frames and pixels alike. Vondrick, Pirsiavash and Torralba 2016, arXiv:1609.02612, section 2.</summary>
/// <remarks>
/// Kernels of 4 with stride 2, weights N(0, 0.01²). The first network ends before its last doubling, in maps that a foreground and its
/// mask are made from by a layer each: <see cref="Doubling"/>.
/// </remarks>
public static class FilmPair
{
    private static readonly Initializer Scale = Initializers.Normal(0, 0.01);

    /// <summary>
    /// Generator: a small film of 2ⁿ⁻¹w maps, doubled n - 1 times to w maps, batch norm and ReLU. Discriminator: w maps, halving n times to 2ⁿ⁻¹w,
    /// batch norm but in the first layer, leaky ReLU 0.2, one logit. w is 64 for films of 64 pixels, else 16.
    /// </summary>
    public static NetworkPair Create() => new("films", Foreground, Judge)
    {
        Defaults = item => new NetworkDefaults(Width: item[^1] < 64 ? 16 : 64),
    };

    /// <summary>A picture that stands still behind a film, [channels, height, width] by tanh, made as the film is.</summary>
    /// <param name="sizes">Sizes of the film.</param>
    public static Sequential Background(NetworkSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        int doublings = Doublings(sizes.Item);
        return new Sequential([.. Layers(sizes, [sizes.Item[2] >> doublings, sizes.Item[3] >> doublings]), Doubling(sizes.Item[0]), new Tanh()]);
    }

    /// <summary>Doubles frames, height and width.</summary>
    /// <param name="maps">Maps that come out.</param>
    /// <param name="bias">Whether they have a bias.</param>
    public static TransposedConvolution Doubling(int maps, bool bias = true) => new(maps, kernel: 4, stride: 2, bias: bias, initializer: Scale);

    private static Sequential Foreground(NetworkSizes sizes)
    {
        int doublings = Doublings(sizes.Item);
        return new Sequential(Layers(sizes, [.. sizes.Item.Skip(1).Select(size => size >> doublings)]));
    }

    /// <summary>From a latent vector to half the size of a film or of a picture.</summary>
    private static List<Module> Layers(NetworkSizes sizes, int[] start)
    {
        int doublings = Doublings(sizes.Item), maps = sizes.Width << (doublings - 1);
        List<Module> modules = [new Dense(maps * start.Aggregate(1, (product, size) => product * size), bias: false, Scale), new Reshape([maps, .. start]), new BatchNorm(), new ReLU()];
        for (int doubling = 1; doubling < doublings; doubling++)
            modules.AddRange([Doubling(maps >> doubling, bias: false), new BatchNorm(), new ReLU()]);
        return modules;
    }

    private static Sequential Judge(NetworkSizes sizes)
    {
        int halvings = Doublings(sizes.Item);
        List<Module> modules = [new Convolution(sizes.Width, kernel: 4, stride: 2, initializer: Scale), new LeakyReLU(0.2)];
        for (int halving = 1; halving < halvings; halving++)
            modules.AddRange([new Convolution(sizes.Width << halving, kernel: 4, stride: 2, bias: false, initializer: Scale), new BatchNorm(), new LeakyReLU(0.2)]);
        return new Sequential([.. modules, new Flatten(), new Dense(1, initializer: Scale)]);
    }

    /// <summary>How many times the smallest film is doubled: until a side is 4 to 7 pixels.</summary>
    private static int Doublings(Shape item)
    {
        if (item.Rank != 4 || item[0] is not (1 or 3))
            throw new BelamyException($"Networks of films take no items of {item}; choose films, such as those of moving-shapes, or another model");
        int doublings = 0;
        while (item.Skip(1).All(size => (size >> doublings) % 2 == 0) && Math.Min(item[2], item[3]) >> doublings >= 8)
            doublings++;
        return doublings > 0 && Math.Max(item[2], item[3]) >> doublings <= 14
            ? doublings
            : throw new BelamyException($"Films of {item[1]} frames of {item[3]}×{item[2]} cannot be made by doubling a small one; choose sizes such as 16 frames of 32×32 or 32 of 64×64");
    }
}
