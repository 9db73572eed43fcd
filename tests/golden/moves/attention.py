"""Games of networks that look at whole maps: self-attention, and spectral norm on both sides."""

import torch
import torch.nn.functional as F

from .adversarial import adam, hinge, normal_latent, two_players
from .conditional import conditional_players, over_the_margin
from .layers import BatchNorm, Convolution, Dense, Doubling, Function, Network, Projection, Reshape, SpectralNorm, leaky, relu, tanh
from .play import Game


class Attention:
    """Zhang et al. 2018, equations 1 to 3, with spectrally normalized kernels: y = gain o + x."""

    def __init__(self, game):
        self.game = game

    def build(self, make, shape):
        channels, few, norm = shape[0], max(1, shape[0] // 8), SpectralNorm()
        self.parts = {part: Convolution(maps, 1, norm=norm) for part, maps in (("query", few), ("key", few), ("value", channels))}
        for part, convolution in self.parts.items():
            convolution.build(lambda name, *rest, part=part, **how: make(f"{part}/{name}", *rest, **how), shape)
        make("gain", (1,), low=0.5, high=1.5)
        return shape

    def apply(self, at, x):
        query, key, value = (convolution.apply(at.below(part), x).flatten(2) for part, convolution in self.parts.items())
        # Column j says where place j looks.
        beta = F.softmax(query.transpose(1, 2) @ key, 1)
        return x + at["gain"] * (value @ beta).reshape(x.shape)


class Spectral:
    """A transposed convolution 4x4 with stride 2 whose kernel [channels, maps, 4, 4], as a matrix with a row for each map, is spectrally normalized."""

    def __init__(self, maps):
        self.doubling, self.maps, self.norm = Doubling(maps, bias=False), maps, SpectralNorm()

    def build(self, make, shape):
        output = self.doubling.build(make, shape)
        self.norm.build(make, self.maps)
        return output

    def apply(self, at, x):
        kernel = at["kernel"].transpose(0, 1)
        kernel = self.norm.apply(at, kernel.flatten(1)).reshape(kernel.shape).transpose(0, 1)
        return F.conv_transpose2d(x, kernel, stride=2, padding=1)


class SumOverPlaces(Function):
    def __init__(self):
        super().__init__(lambda x: x.sum((2, 3)))

    def build(self, make, shape):
        return shape[:1]


def attentive(game):
    """16x16 pictures: both networks have attention at 4x4."""
    norm, classes = SpectralNorm(), game.classes or None
    generator = Network(game, "generator", (game.latent,),
                        Dense(4 * 16, bias=False, norm=norm), Reshape(4, 4, 4), BatchNorm(classes=classes), relu(), Attention(game),
                        Spectral(2), BatchNorm(classes=classes), relu(), Spectral(1), BatchNorm(classes=classes), relu(),
                        Convolution(1, 3, norm=norm), tanh())
    discriminator = Network(game, "discriminator", game.item,
                            Convolution(1, 4, 2, norm=norm), leaky(), Convolution(2, 4, 2, norm=norm), leaky(), Attention(game),
                            Convolution(4, 3, norm=norm), leaky(), SumOverPlaces(), Projection(classes) if classes else Dense(1, norm=norm))
    # A shift of all scores of a place moves none of its shares.
    game.idle |= {path for path in game.parameters if path.endswith("query/bias")}
    over_the_margin(game, discriminator, 0.984375)
    return generator, discriminator


def rates(game):
    optimizers = adam(game, 4e-4, 0, 0.9)
    optimizers[1].rate = 1e-4
    game.paper += ["objective=hinge", "generator.learning-rate=1e-4", "discriminator.learning-rate=4e-4", "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.9",
                   "discriminator.optimizer.beta1=0", "discriminator.optimizer.beta2=0.9"]
    return optimizers


def sagan():
    """With classes: batch norm of the class, projection."""
    game = Game("sagan", "sagan", (1, 16, 16), width=1, classes=3)
    networks = attentive(game)
    return conditional_players(game, networks, hinge(), rates(game), 0.998, normal_latent)


def sagan_without_classes():
    game = Game("sagan-without-classes", "sagan", (1, 16, 16), width=1)
    networks = attentive(game)
    return two_players(game, networks, hinge(), rates(game), decay=0.998)


GAMES = [sagan, sagan_without_classes]
