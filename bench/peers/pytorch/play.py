"""Adversarial training as the workloads do it: a batch of data that is in memory already, fresh latent vectors for each move."""

import torch
from torch import nn
from torch.nn import functional


def scaled(network):
    """Weights N(0, 0.02²), which decides no time."""
    for parameter in network.parameters():
        nn.init.normal_(parameter, 0, 0.02)
    return network


def count(*networks):
    """How many numbers networks learn."""
    return sum(parameter.numel() for network in networks for parameter in network.parameters() if parameter.requires_grad)


def adam(network, rate=2e-4, betas=(0.5, 0.999)):
    return torch.optim.Adam(network.parameters(), rate, betas, foreach=True)


def move(optimizer, loss):
    """One move down a loss."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def normal(batch, size=100):
    return lambda: torch.randn(batch, size)


def uniform(batch, size):
    return lambda: torch.rand(batch, size) * 2 - 1


def slope(scores, items):
    """The gradient of a network's scores by what they are of, to be differentiated again."""
    return torch.autograd.grad(scores.sum(), items, create_graph=True)[0]


def step(generator, discriminator, batch, item, latent):
    """One move of the discriminator and one of the generator, non-saturating, Adam(2e-4, β₁ = 0.5)."""
    generator, discriminator = scaled(generator), scaled(discriminator)
    discriminator_optimizer, generator_optimizer = adam(discriminator), adam(generator)
    data = torch.rand(batch, *item) * 2 - 1

    def run():
        with torch.no_grad():
            items = generator(latent())
        move(discriminator_optimizer, functional.softplus(-discriminator(data)).mean() + functional.softplus(discriminator(items)).mean())
        discriminator.requires_grad_(False)
        move(generator_optimizer, functional.softplus(-discriminator(generator(latent()))).mean())
        discriminator.requires_grad_(True)

    return run, count(generator, discriminator)


def penalty_step(generator, critic, moves, batch, item, latent):
    """Moves of a critic with a gradient penalty, then one of the generator, Wasserstein, Adam(1e-4, β₁ = 0.5, β₂ = 0.9)."""
    generator, critic = scaled(generator), scaled(critic)
    critic_optimizer, generator_optimizer = adam(critic, 1e-4, (0.5, 0.9)), adam(generator, 1e-4, (0.5, 0.9))
    data = torch.rand(batch, *item) * 2 - 1

    def run():
        for _ in range(moves):
            with torch.no_grad():
                items = generator(latent())
            share = torch.rand(batch, *(1 for _ in item))
            between = (items + share * (data - items)).requires_grad_(True)
            norm = (slope(critic(between), between).flatten(1).square().sum(1) + 1e-12).sqrt()
            move(critic_optimizer, critic(items).mean() - critic(data).mean() + 10 * (norm - 1).square().mean())
        critic.requires_grad_(False)
        move(generator_optimizer, -critic(generator(latent())).mean())
        critic.requires_grad_(True)

    return run, count(generator, critic)


def sample(generator, latent):
    """A generator alone, with running statistics."""
    generator = scaled(generator).eval()

    def run():
        with torch.no_grad():
            generator(latent())

    return run, count(generator)
