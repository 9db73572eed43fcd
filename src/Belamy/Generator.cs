using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Latent;
using Belamy.Networks;
using Belamy.Optimization;
using Belamy.Tensors;

namespace Belamy;

/// <summary>A generator in use: turns latent vectors into items, with averaged weights where they are kept and running statistics.</summary>
/// <remarks>
/// The latent vector of a sample follows from the seed and the sample's number, so 25 samples are the first 25 of 100; so
/// does its class, where classes are taken: they go round by number. It reads the weights as they are at the moment, so it
/// may be used while they are being trained, between moves. It is for one thread at a time; generators of several threads take turns.
/// </remarks>
public sealed class Generator : IDisposable
{
    /// <summary>Samples per run of the program; more are made in chunks, and the last chunk is padded.</summary>
    public const int ChunkSize = 64;

    private const string StateInput = "state";
    private const string LatentInput = "latent";
    private const string LabelsInput = "labels";
    private const string ShareInput = "truncation";
    private readonly GeneratorFunction _function;
    private readonly MovingAverage? _average;
    private Program? _draw;
    private Program? _generate;
    private Runner? _next;

    /// <summary>Creates a generator.</summary>
    /// <param name="function">From latent vectors to items.</param>
    /// <param name="prior">Where latent vectors come from.</param>
    /// <param name="item">The shape of one sample.</param>
    /// <param name="seed">The seed of samples that name none.</param>
    /// <param name="classes">Number of classes it can be asked for; 0 when it takes none.</param>
    /// <param name="average">Averages to use in place of the weights, or null.</param>
    public Generator(GeneratorFunction function, LatentPrior prior, Shape item, long seed = 0, int classes = 0, MovingAverage? average = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(prior);
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        _function = function;
        _average = average;
        Prior = prior;
        Item = item;
        Seed = seed;
        Classes = classes;
    }

    /// <summary>Where latent vectors come from.</summary>
    public LatentPrior Prior { get; }

    /// <summary>The shape of one sample.</summary>
    public Shape Item { get; }

    /// <summary>What samples are; null where only their shape is known.</summary>
    public Kind? Kind { get; init; }

    /// <summary>The styles that it makes items of, for which truncation is ψ, from 0 to 1; null where there are none, and truncation cuts latent values off.</summary>
    public StyleSpace? Styles { get; init; }

    /// <summary>How samples follow one another, such as bars of a song; null where each is made by itself.</summary>
    public Succession? Succession { get; init; }

    /// <summary>The seed of samples that name none.</summary>
    public long Seed { get; }

    /// <summary>Number of classes it can be asked for; 0 when it takes none.</summary>
    public int Classes { get; }

    /// <summary>Makes samples.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Chooses the latent vectors; <see cref="Seed"/> when left out.</param>
    /// <param name="first">The number of the first sample: 25 samples from number 25 on are the second 25 of 50.</param>
    /// <param name="label">The class of all samples; when left out classes go round by the samples' numbers.</param>
    /// <param name="truncation">Where the latent values are cut off, above 0, as <see cref="Truncation"/> says; nowhere when left out. ψ where there is <see cref="Styles"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public Samples Sample(int count, long? seed = null, int first = 0, int? label = null, double? truncation = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (label is { } chosen && (chosen < 0 || chosen >= Classes))
            throw new ArgumentOutOfRangeException(nameof(label), chosen, $"There are {Classes} classes to choose from.");
        if (Succession is not null)
        {
            // Those before decide what comes next.
            Samples all = Follow(first + count, default, seed, truncation);
            return first == 0 ? all : new Samples(Item, all.Values[(int)(first * Item.Count)..].ToArray()) { Kind = Kind };
        }

        int[]? labels = Classes == 0 ? null : new int[count];
        for (int at = 0; at < (labels?.Length ?? 0); at++)
            labels![at] = label ?? (first + at) % Classes;
        float[] latents = Latents(count, seed, first);
        Truncate(latents, truncation);
        return Generate(latents, labels, seed ?? Seed, first, truncation);
    }

    /// <summary>Makes samples that follow one another, each as it is asked for.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="asked">What is asked of them, gone round: values of the third field that <see cref="Succession.Next"/> takes, a sample's behind the other's. What is usual when left out.</param>
    /// <param name="seed">Chooses the latent vectors, and what is usual; <see cref="Seed"/> when left out.</param>
    /// <param name="truncation">Where the latent values are cut off, above 0; nowhere when left out.</param>
    /// <exception cref="InvalidOperationException">Samples do not follow one another.</exception>
    /// <exception cref="ArgumentException">What is asked is not whole.</exception>
    public Samples Follow(int count, ReadOnlySpan<float> asked = default, long? seed = null, double? truncation = null)
    {
        float[] latents = Latents(count, seed);
        Truncate(latents, truncation);
        return Follow(latents, asked, seed ?? Seed);
    }

    /// <summary>The latent vectors that <see cref="Sample"/> makes its samples of.</summary>
    /// <returns>[count, latent] one behind the other.</returns>
    public float[] Latents(int count, long? seed = null, int first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Compile();
        var latents = new float[checked(count * Prior.Size)];
        for (int done = 0; done < count; done += ChunkSize)
        {
            ParameterScope.SeedWords(seed ?? Seed, firstRow: first + done).AsSpan<int>().CopyTo(_draw!.Input(StateInput).AsSpan<int>());
            _draw.Run();
            int here = Math.Min(ChunkSize, count - done) * Prior.Size;
            _draw.Outputs[0].AsSpan<float>()[..here].CopyTo(latents.AsSpan(done * Prior.Size));
        }

        return latents;
    }

    /// <summary>Cuts latent values off, where truncation does that; styles are drawn to their mean later, by <see cref="Generate"/>.</summary>
    /// <param name="latents">The values, replaced.</param>
    /// <param name="truncation">The bound, above 0; null for none.</param>
    public void Truncate(Span<float> latents, double? truncation)
    {
        if (truncation is { } bound && Styles is null)
            Truncation.Apply(latents, bound, Prior.Distribution);
    }

    /// <summary>Makes items from latent vectors of one's own. Where samples follow one another, so do these, and nothing is before the first.</summary>
    /// <param name="latents">[count, latent] one behind the other.</param>
    /// <param name="labels">The class of each, where classes are taken; 0 when left out.</param>
    /// <param name="seed">Decides what a generator draws beside its latent vectors; <see cref="Seed"/> when left out.</param>
    /// <param name="first">The number of the first item, which decides the same.</param>
    /// <param name="truncation">ψ, at most 1, where there is <see cref="Styles"/>: how far styles keep from their mean, 1 when left out. Otherwise nothing; see <see cref="Truncate"/>.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of latent vectors, or the labels are not as many.</exception>
    public Samples Generate(ReadOnlySpan<float> latents, ReadOnlySpan<int> labels = default, long? seed = null, int first = 0, double? truncation = null)
    {
        Compile();
        if (latents.IsEmpty || latents.Length % Prior.Size != 0)
            throw new ArgumentException($"{latents.Length} values are not a whole number of latent vectors of {Prior.Size}.", nameof(latents));
        int count = latents.Length / Prior.Size;
        if (!labels.IsEmpty && labels.Length != count)
            throw new ArgumentException($"{labels.Length} classes do not fit {count} latent vectors.", nameof(labels));
        if (Succession is not null)
            return Follow(latents, default, seed ?? Seed, first);
        Program program = _generate!;
        int length = checked((int)Item.Count);
        var values = new float[checked(count * length)];
        bool takesState = program.InputNames.Contains(StateInput);
        if (program.InputNames.Contains(ShareInput))
            program.Input(ShareInput).AsSpan<float>()[0] = (float)Math.Clamp(truncation ?? 1, 0, 1);
        for (int done = 0; done < count; done += ChunkSize)
        {
            int here = Math.Min(ChunkSize, count - done);
            if (takesState)
                ParameterScope.SeedWords(seed ?? Seed, firstRow: first + done).AsSpan<int>().CopyTo(program.Input(StateInput).AsSpan<int>());
            if (program.InputNames.Contains(LatentInput))
                latents.Slice(done * Prior.Size, here * Prior.Size).CopyTo(program.Input(LatentInput).AsSpan<float>());
            if (Classes > 0 && program.InputNames.Contains(LabelsInput))
            {
                Span<int> input = program.Input(LabelsInput).AsSpan<int>();
                input.Clear();
                if (!labels.IsEmpty)
                    labels.Slice(done, here).CopyTo(input);
            }

            program.Run();
            program.Outputs[0].AsSpan<float>()[..(here * length)].CopyTo(values.AsSpan(done * length));
        }

        return new Samples(Item, values) { Labels = labels.ToArray(), Kind = Kind };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _draw?.Dispose();
        _generate?.Dispose();
        _next?.Dispose();
    }

    /// <summary>The compiled programs.</summary>
    internal IEnumerable<Program> Programs => new[] { _draw, _generate, _next?.Program }.OfType<Program>();

    internal void Compile(Action<double>? progress = null)
    {
        if (_draw is not null)
            return;
        if (Succession is not null)
        {
            _next = new Runner(Succession.Next, items: 1, progress);
            _draw = Draws();
            return;
        }

        Program draw = Draws();
        Tensor latent = Tensor.Input(LatentInput, [ChunkSize, Prior.Size]);
        Tensor? labels = Classes > 0 ? Tensor.Input(LabelsInput, [ChunkSize], ElementType.Int32) : null;
        Tensor output = Styles is null ? _function(Context(), latent, labels) : Styles.Generate(Context(), latent, Tensor.Input(ShareInput, Shape.Scalar));
        _generate = Program.Compile("sample", _average is null ? [output] : _average.Substitute(output), progress: progress);
        _draw = draw;
    }

    private Program Draws() => Program.Compile("latent vectors", [Prior.Draw(Context(), ChunkSize)]);

    /// <summary>The samples behind one that is there, without making all those before it anew.</summary>
    /// <param name="before">Sample number <paramref name="first"/> - 1, of the same seed.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="seed">Chooses the latent vectors, and what is usual.</param>
    /// <param name="first">The number of the first.</param>
    internal Samples FollowOn(ReadOnlySpan<float> before, int count, long? seed, int first) => Follow(Latents(count, seed, first), default, seed ?? Seed, first, before);

    private Samples Follow(ReadOnlySpan<float> latents, ReadOnlySpan<float> asked, long seed, int first = 0, ReadOnlySpan<float> last = default)
    {
        Succession succession = Succession ?? throw new InvalidOperationException("Each sample is made by itself.");
        int length = checked((int)succession.Next.Takes[2].Kind.Shape.Count), count = latents.Length / Prior.Size;
        if (asked.Length % length != 0)
            throw new ArgumentException($"{asked.Length} values are not whole {succession.Next.Takes[2].Kind.Description}.", nameof(asked));
        var values = new float[checked(count * (int)Item.Count)];
        float[] before = last.IsEmpty ? new float[Item.Count] : last.ToArray();
        for (int at = 0; at < count; at++)
        {
            float[] wanted = asked.IsEmpty ? succession.UsualOf(seed, first + at) : asked.Slice(at * length % asked.Length, length).ToArray();
            before = _next!.Run([latents.Slice(at * Prior.Size, Prior.Size).ToArray(), before, wanted], seed);
            before.CopyTo(values.AsSpan(at * before.Length));
        }

        return new Samples(Item, values) { Kind = Kind };
    }

    private static ForwardContext Context() =>
        new(Tensor.Input(StateInput, [4], ElementType.Int32)) { IsTraining = false, CollectsUpdates = false };
}
