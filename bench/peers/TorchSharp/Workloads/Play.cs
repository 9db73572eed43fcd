using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Adversarial training as the workloads do it: a batch of data that is in memory already, fresh latent vectors for each move.</summary>
internal static class Play
{
    /// <summary>One move of the discriminator and one of the generator, non-saturating, Adam(2e-4, β₁ = 0.5).</summary>
    public static Prepared Step(Network generator, Network discriminator, long batch, long[] item, Func<Tensor> latent)
    {
        Scale(generator, discriminator);
        Adam discriminatorOptimizer = optim.Adam(discriminator.parameters(), 2e-4, 0.5, 0.999);
        Adam generatorOptimizer = optim.Adam(generator.parameters(), 2e-4, 0.5, 0.999);
        Tensor data = (rand([batch, .. item]) * 2) - 1;
        return new Prepared(
            () =>
            {
                Tensor items;
                using (no_grad())
                    items = generator.call(latent());
                Move(discriminatorOptimizer, functional.softplus(-discriminator.call(data)).mean() + functional.softplus(discriminator.call(items)).mean());
                Freeze(discriminator);
                Move(generatorOptimizer, functional.softplus(-discriminator.call(generator.call(latent()))).mean());
                Release(discriminator);
            },
            Count(generator, discriminator));
    }

    /// <summary>Moves of a critic with a gradient penalty, then one of the generator, Wasserstein, Adam(1e-4, β₁ = 0.5, β₂ = 0.9).</summary>
    public static Prepared PenaltyStep(Network generator, Network critic, int moves, long batch, long[] item, Func<Tensor> latent)
    {
        Scale(generator, critic);
        Adam criticOptimizer = optim.Adam(critic.parameters(), 1e-4, 0.5, 0.9);
        Adam generatorOptimizer = optim.Adam(generator.parameters(), 1e-4, 0.5, 0.9);
        Tensor data = (rand([batch, .. item]) * 2) - 1;
        return new Prepared(
            () =>
            {
                for (int move = 0; move < moves; move++)
                {
                    Tensor items;
                    using (no_grad())
                        items = generator.call(latent());
                    Tensor share = rand([batch, .. item.Select(_ => 1L)]);
                    Tensor between = (items + (share * (data - items))).requires_grad_(true);
                    Tensor slope = Slope(critic.call(between), between);
                    Tensor norm = (slope.flatten(1).square().sum(1) + 1e-12).sqrt();
                    Move(criticOptimizer, critic.call(items).mean() - critic.call(data).mean() + (10 * (norm - 1).square().mean()));
                }

                Freeze(critic);
                Move(generatorOptimizer, -critic.call(generator.call(latent())).mean());
                Release(critic);
            },
            Count(generator, critic));
    }

    /// <summary>A generator alone, with running statistics.</summary>
    public static Prepared Sample(Network generator, Func<Tensor> latent)
    {
        Scale(generator);
        generator.eval();
        return new Prepared(
            () =>
            {
                using (no_grad())
                    generator.call(latent());
            },
            Count(generator));
    }

    /// <summary>The gradient of a network's scores by what they are of, to be differentiated again.</summary>
    public static Tensor Slope(Tensor scores, Tensor items) =>
        // create_graph alone lets the graph go, unlike PyTorch's.
        autograd.grad([scores.sum()], [items], retain_graph: true, create_graph: true)[0];

    /// <summary>One move down a loss.</summary>
    public static void Move(optim.Optimizer optimizer, Tensor loss)
    {
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    /// <summary>Gradients flow through the network, its weights get none.</summary>
    public static void Freeze(params Network[] networks) => SetLearning(networks, false);

    /// <summary>Undoes <see cref="Freeze"/>.</summary>
    public static void Release(params Network[] networks) => SetLearning(networks, true);

    /// <summary>Weights N(0, 0.02²), which decides no time.</summary>
    public static void Scale(params Network[] networks)
    {
        foreach (Parameter parameter in networks.SelectMany(network => network.parameters()))
            init.normal_(parameter, 0, 0.02);
    }

    /// <summary>How many numbers networks learn.</summary>
    public static long Count(params Network[] networks) =>
        networks.SelectMany(network => network.parameters()).Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel());

    private static void SetLearning(Network[] networks, bool learns)
    {
        foreach (Parameter parameter in networks.SelectMany(network => network.parameters()))
            parameter.requires_grad = learns;
    }
}
