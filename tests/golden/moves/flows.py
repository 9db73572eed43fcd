"""Games of maps from noise of the data's shape."""

import math

import torch

from .adversarial import STANDARD, normal_latent, relativistic_pairs
from .bottlenecks import half_a_cosine
from .layers import Convolution, Dense, Flatten, Network, Reshape, leaky
from .play import BATCH, Adam, Game
from .views import convolutional_pair


def flow(name, item, networks, settings=()):
    """
    Lin et al. 2025, the authors' notebook and program: noise of the data's shape; pairs; finite differences about the first
    quarter of both batches; scores about 0; the distance from the noise; what D sends back normalized.
    """
    game = Game(name, "adversarial-flow", item, latent=math.prod(item), width=1, settings=list(settings))
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]
    game.scheduled["course"], game.given["course"] = half_a_cosine, 0.25
    game.steps = 3
    # A difference of scores a hundredth of a unit apart has two digits fewer than they have.
    game.looseness = 50
    game.state("gradient-square", 0.0)
    generator, discriminator = networks(game)
    losses = relativistic_pairs(STANDARD)

    def judge(move):
        fake, real = generator.still(move, normal_latent(move, game)).detach(), move.data
        real_logits, fake_logits = discriminator(move, real), discriminator(move, fake)
        move.measure_accuracy(real_logits, fake_logits, has_zero=False)
        few, price = BATCH // 4, 0
        for items, logits in ((real, real_logits), (fake, fake_logits)):
            beside = items[:few] + 0.01 * move.normal("finite-differences", few, *item)
            price = price + 0.25 / 0.01 ** 2 * (discriminator.still(move, beside) - logits[:few]).square().mean()
        move.measure("penalty", price)
        return losses[0](move, real_logits, fake_logits) + 0.01 * (real_logits + fake_logits).square().mean() + price

    def make(move):
        noise = normal_latent(move, game)
        items = generator(move, noise)
        distance = (items - noise.reshape(items.shape)).square().mean()
        move.measure("transport", distance)
        place = items.detach().requires_grad_()
        price = losses[1](discriminator.still(move, move.data), discriminator.still(move, place))
        gradient, = torch.autograd.grad(price, place)
        square = 0.9 * move.values["state/gradient-square"] + 0.1 * gradient.square().sum() * gradient.numel()
        move.change("state/gradient-square", square)
        along = (items * gradient / (square.sqrt() + 1e-8)).sum()
        transport = 0.2 + move.values["schedule/course"] * (0.005 - 0.2)
        return price.detach() + along - along.detach() + transport * distance

    optimizers = [Adam(1e-4, 0, 0.9, epsilon=0.01) for _ in range(2)]
    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [generator], make, optimizers[1], average=game.average(0.999, generator))
    return game


def flow_points():
    """Four hidden layers on both sides."""
    def networks(game):
        hidden = lambda: [layer for _ in range(4) for layer in (Dense(8), leaky())]
        return (Network(game, "generator", (game.latent,), *hidden(), Dense(2), Reshape(2)), Network(game, "discriminator", game.item, Flatten(), *hidden(), Dense(1)))

    game = flow("adversarial-flow", (2,), networks)
    game.paper = ["objective=relativistic", "penalty=finite-differences", "penalty.weight=0.25", "penalty.step=0.01", "penalty.share=0.25", "transport=0.2", "final-transport=0.005", "centring=0.01",
                  "batch=256", "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.9", "generator.learning-rate=1e-4", "discriminator.learning-rate=1e-4",
                  "discriminator-moves=1"]
    return game


def flow_pictures():
    """The generator of the data told the noise as a vector."""
    def networks(game):
        discriminator = Network(game, "discriminator", game.item, Convolution(1, 4, 2), leaky(), Convolution(2, 4, 2), leaky(), Convolution(4, 3, 2), leaky(),
                                Flatten(), Dense(16), leaky(), Dense(1))
        return convolutional_pair(game, discriminates=False)[0], discriminator

    return flow("adversarial-flow-pictures", (1, 8, 8), networks)


GAMES = [flow_points, flow_pictures]
