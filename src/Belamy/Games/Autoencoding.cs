using Belamy.Networks;
using Belamy.Objectives;
using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>
/// The game of one player that encodes items and decodes them again: min E ‖r(x̃) - x‖², where x̃ is x or x made worse.
/// </summary>
/// <remarks>
/// An autoencoder has no prior, so samples are decoded from a Gaussian with the mean and deviations of its codes, which are
/// followed on the way. Ghosh et al. 2020, arXiv:1903.12436.
/// </remarks>
public static class Autoencoding
{
    /// <summary>
    /// 784 → 256 → 64 → code → 64 → 256 → 784 with ReLU at width 64; a sigmoid stretched to [-1, 1] gives pictures, a plain
    /// layer points. The encoder takes the discriminator's place.
    /// </summary>
    public static NetworkPair Networks { get; } = new(
        "autoencoder",
        sizes => new Sequential(
        [
            new Dense(sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
            new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
            new Dense((int)sizes.Item.Count),
            .. sizes.Bounded(new Sigmoid(), new Affine(2, -1)),
            new Reshape(sizes.Item.ToArray()),
        ]),
        sizes => new Sequential(
            new Flatten(),
            new Dense(4 * sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
            new Dense(sizes.Width, initializer: Initializers.HeUniform), new ReLU(),
            new Dense(sizes.Latent)))
    {
        Defaults = _ => new NetworkDefaults(Latent: 32, Width: 64, LearningRate: 1e-3),
    };

    /// <summary>Builds the networks <c>encoder</c> and <c>decoder</c>, and the player.</summary>
    /// <param name="setup">The game's.</param>
    /// <param name="recipe">The networks, and how they learn.</param>
    /// <param name="worsen">Makes items worse before they are encoded; null leaves them.</param>
    public static GameParts Assemble(GameSetup setup, OnePlayerRecipe recipe, Func<Turn, Tensor, Tensor>? worsen = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(recipe);
        int size = setup.Sizes.Latent;
        Module encoder = setup.Build("encoder", recipe.Networks.Discriminator(setup.Sizes), setup.Item, [size]);
        Module decoder = setup.Build("decoder", recipe.Networks.Generator(setup.Sizes), [size], setup.Item);
        Parameter mean = setup.State("code-mean", [size]);
        Parameter square = setup.State("code-square", [size], Initializers.Ones);
        Player player = setup.Player("autoencoder", recipe.Generator, [encoder, decoder], turn =>
        {
            Tensor code = turn.Apply(encoder, worsen is null ? turn.Data : worsen(turn, turn.Data));
            Follow(turn.Context, mean, code.Mean(0));
            Follow(turn.Context, square, code.Square().Mean(0));
            return Reconstruction.Squared(turn.Data, turn.Apply(decoder, code));
        });
        return new GameParts([player], new Alternating(), (context, latent, _) =>
        {
            Tensor deviation = (square.Value - mean.Value.Square()).Max(0).Sqrt();
            return decoder.Forward(context, mean.Value + (deviation * latent));
        })
        {
            Features = ItemFeatures.Code(encoder),
        };
    }

    // The moments go by a window of about a hundred batches.
    private static void Follow(ForwardContext context, Parameter average, Tensor value) =>
        context.Update(average, context.Read(average) + (0.01 * (value.StopGradient() - context.Read(average))));
}
