"""Games of pairs that are flat at real and at generated items, with networks without norm."""

import math

import torch
import torch.nn.functional as F

from .adversarial import STANDARD, differences, relativistic_pairs, slope, two_players
from .layers import Chain, Convolution, Dense, Flatten, Function, Network, Reshape, leaky
from .play import Adam, Game


class Residual:
    """x + f(x)."""

    def __init__(self, *layers):
        self.block = Chain(*layers)

    def build(self, make, shape):
        assert tuple(self.block.build(lambda name, *rest, **how: make(f"block/{name}", *rest, **how), shape)) == tuple(shape)
        return shape

    def apply(self, at, x):
        return x + self.block.apply(at.below("block"), x)


class Basis:
    """Huang et al. 2024: learned maps, each times a linear function of the latent vector."""

    def __init__(self, maps, side):
        self.maps, self.side = maps, side

    def build(self, make, shape):
        make("scales/weight", (shape[0], self.maps), fan=shape[0])
        make("basis", (self.maps, self.side, self.side))
        return (self.maps, self.side, self.side)

    def apply(self, at, x):
        return (x @ at["scales/weight"])[:, :, None, None] * at["basis"]


class WholeMap:
    """A depthwise convolution as large as the map."""

    def build(self, make, shape):
        channels, height, width = shape
        make("kernel", (channels, 1, height, width), fan=height * width)
        return (channels, 1, 1)

    def apply(self, at, x):
        return F.conv2d(x, at["kernel"], groups=x.shape[1])


TAPS = torch.outer(torch.tensor([1.0, 3.0, 3.0, 1.0]), torch.tensor([1.0, 3.0, 3.0, 1.0])) / 64


class Half(Function):
    """Bilinear interpolation to half the size, zeros beyond the border."""

    def __init__(self):
        super().__init__(lambda x: F.conv2d(x, TAPS.expand(x.shape[1], 1, 4, 4), stride=2, padding=1, groups=x.shape[1]))

    def build(self, make, shape):
        return (shape[0], shape[1] // 2, shape[2] // 2)


class Double(Function):
    """Bilinear interpolation to twice the size."""

    def __init__(self):
        super().__init__(lambda x: F.conv_transpose2d(x, 4 * TAPS.expand(x.shape[1], 1, 4, 4), stride=2, padding=1, groups=x.shape[1]))

    def build(self, make, shape):
        return (shape[0], 2 * shape[1], 2 * shape[2])


class BurningIn(Adam):
    """Rates and the share of the second moment that stays follow the course of the run."""

    def __init__(self):
        super().__init__(2e-4, 0, 0.9, epsilon=0.01)

    def update(self, player, values, gradients):
        course, path = values["schedule/course"], f"learning-rate/{player.name}"
        self.beta2 = 0.9 + course * (0.99 - 0.9)
        return super().update(player, values | {path: values[path] * (1 + course * (5e-5 / 2e-4 - 1))}, gradients)


def half_a_cosine(step, steps):
    return (1 - math.cos(math.pi * step / steps)) / 2


def bottleneck(maps):
    return Residual(Convolution(2 * maps, 1), leaky(), Convolution(2 * maps, 3), leaky(), Convolution(maps, 1, bias=False))


def paired(game, networks):
    """Equations 1 to 3 of Huang et al. 2024: gamma from 1 to a tenth in the course of the run."""
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]
    game.scheduled["course"], game.given["course"] = half_a_cosine, 0.25
    game.steps = 3

    def price(move, score, real, fake, logits):
        gamma = 1 + move.values["schedule/course"] * (0.1 - 1)
        return gamma / 2 * (slope(score, real).square().mean() + slope(score, fake).square().mean())

    return two_players(game, networks, relativistic_pairs(STANDARD), [BurningIn(), BurningIn()], decay=0.999, penalty=price, compares=True)


def r3gan():
    """Huang et al. 2024 and the authors' program, with pictures that are doubled once: 4x4 to 8x8."""
    game = Game("r3gan", "r3gan", (1, 8, 8), width=1)
    game.paper = ["objective=relativistic", "objective.base=cross-entropy", "penalty.every=1", "penalty.final-gamma=0.1", "burn-in=1", "latent=64", "generator.optimizer.beta1=0",
                  "discriminator.optimizer.beta1=0", "generator.optimizer.beta2=0.9", "generator.optimizer.final-beta2=0.99", "discriminator.optimizer.final-beta2=0.99",
                  "generator.learning-rate=2e-4", "generator.final-learning-rate=5e-5", "discriminator.final-learning-rate=5e-5"]
    generator = Network(game, "generator", (game.latent,), Basis(4, 4), bottleneck(4), Double(), bottleneck(4), Convolution(1, 1, bias=False))
    discriminator = Network(game, "discriminator", game.item, Convolution(4, 1, bias=False), bottleneck(4), Half(), bottleneck(4), WholeMap(), Flatten(), Dense(1, bias=False))
    return paired(game, (generator, discriminator))


def r3gan_points():
    """Three hidden layers on both sides."""
    game = Game("r3gan-points", "r3gan", (2,), width=1)
    hidden = lambda: [layer for _ in range(3) for layer in (Dense(8), leaky())]
    generator = Network(game, "generator", (game.latent,), *hidden(), Dense(2), Reshape(2))
    discriminator = Network(game, "discriminator", game.item, Flatten(), *hidden(), Dense(1))
    return paired(game, differences((generator, discriminator), game))


GAMES = [r3gan, r3gan_points]
