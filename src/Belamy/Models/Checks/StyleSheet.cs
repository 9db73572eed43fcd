using Belamy.Imaging;
using Belamy.Latent;
using Belamy.Metrics;
using Belamy.Networks;
using Belamy.Reproduction;
using Belamy.Tensors;

namespace Belamy;

/// <summary>Pictures of a trained style-based generator, with one style or with two.</summary>
/// <param name="trained">The run.</param>
internal sealed class StyleSheet(TrainingRun trained)
{
    private readonly MappingNetwork _mapping = (MappingNetwork)trained.Game.Networks["generator"].Children[0];
    private readonly LayerStyles _styles = (LayerStyles)trained.Game.Networks["generator"].Children[1];
    private readonly SynthesisNetwork _synthesis = (SynthesisNetwork)trained.Game.Networks["generator"].Children[2];

    /// <summary>Pictures with another style from a layer on: each layer but the first as often.</summary>
    public float[] Mixed(int count) => Pictures([.. Enumerable.Range(0, count).Select(at => ((2 * at), (2 * at) + 1, 1 + (at % (_synthesis.Layers - 1))))]);

    /// <summary>How much another style of the last layer changes pixels, in parts of what one of the first does.</summary>
    public double LastToFirst(int pairs)
    {
        float[] plain = Two(front: 0, behind: 0, from: 1), last = Two(front: 0, behind: 1, from: _synthesis.Layers - 1), first = Two(front: 1, behind: 0, from: 1);
        return Change(last) / Change(first);

        float[] Two(int front, int behind, int from) => Pictures([.. Enumerable.Range(0, pairs).Select(at => ((2 * at) + front, (2 * at) + behind, from))]);

        double Change(float[] changed) => changed.Zip(plain, (one, other) => Math.Abs((double)one - other)).Average();
    }

    /// <summary>
    /// How far pictures change, in features, on the way from one to another, by styles or by latent vectors: the mean of ‖difference‖² / ε² between two points of the way ε
    /// apart, both with the same noise. Karras et al. 2018, arXiv:1812.04948, section 4.1.
    /// </summary>
    /// <param name="pairs">Ways.</param>
    /// <param name="byStyles">Whether a way goes from style to style on a line; else from latent vector to latent vector on the great circle.</param>
    /// <param name="features">A row for each picture.</param>
    public double PathLength(int pairs, bool byStyles, Func<float[], FeatureMatrix> features)
    {
        // 10⁻⁴ in the paper: too near for single precision here.
        const double Step = 0.01;
        int size = trained.Generator.Prior.Size;
        float[] latents = trained.Generator.Latents(2 * pairs), ends = byStyles ? ItemFunction.Apply("styles", latents, [size], (context, z) => trained.Game.Parts.Averaged(_mapping.Forward(context, z))) : latents;
        int length = ends.Length / (2 * pairs);
        FeatureMatrix here = Along(0), there = Along(Step);
        return here.Values.ToArray().Zip(there.Values.ToArray(), (one, other) => Math.Pow(one - other, 2)).Sum() / pairs / (Step * Step);

        FeatureMatrix Along(double ahead) => features(ItemFunction.Apply(
            "pictures on the way", [.. Enumerable.Range(0, pairs).SelectMany(at => Between(at, ((at + 0.5) / pairs * (1 - Step)) + ahead))], [length], (context, given) =>
            {
                Tensor styles = byStyles ? given : _mapping.Forward(context, given);
                return trained.Game.Parts.Averaged(_synthesis.Forward(context, _styles.Forward(context, styles)).Reshape(given.Shape[0], -1));
            }));

        float[] Between(int at, double share)
        {
            ReadOnlySpan<float> from = ends.AsSpan(2 * at * length, length), to = ends.AsSpan(((2 * at) + 1) * length, length);
            return byStyles ? Interpolation.Linear(from, to, share) : Interpolation.Spherical(from, to, share);
        }
    }

    /// <summary>Rows of pictures whose layers in front have the style of the picture on the left, those of the second half that of the picture above.</summary>
    public Image Grid(int rows, int columns)
    {
        var blank = new float[trained.Generator.Item.Count];
        Array.Fill(blank, 1);
        float[] pictures = Pictures(
        [
            .. Enumerable.Range(0, columns).Select(column => (rows + column, rows + column, 1)),
            .. Enumerable.Range(0, rows).SelectMany(row => (IEnumerable<(int, int, int)>)[(row, row, 1), .. Enumerable.Range(0, columns).Select(column => (row, rows + column, _synthesis.Layers / 2))]),
        ]);
        return new Samples(trained.Generator.Item, [.. blank, .. pictures]).ToGrid(columns + 1);
    }

    /// <summary>Pictures of two latent vectors each, by their numbers, the second from a layer on.</summary>
    private float[] Pictures((int Front, int Behind, int From)[] plan)
    {
        int size = trained.Generator.Prior.Size;
        float[] latents = trained.Generator.Latents(1 + plan.Max(one => Math.Max(one.Front, one.Behind)));
        float[] rows = [.. plan.SelectMany(one => (IEnumerable<float>)[.. latents.AsSpan(one.Front * size, size), .. latents.AsSpan(one.Behind * size, size), one.From])];
        return ItemFunction.Apply("pictures", rows, [(2 * size) + 1], (context, given) =>
        {
            Tensor Of(int at) => _styles.Forward(context, _mapping.Forward(context, given.Slice(1, at * size, size)));
            Tensor made = _synthesis.Forward(context, LayerStyles.Mix(Of(0), Of(1), given.Slice(1, 2 * size, 1).Reshape(given.Shape[0])));
            return trained.Game.Parts.Averaged(made.Reshape(given.Shape[0], -1));
        });
    }
}
