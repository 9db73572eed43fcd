"""Games of networks that look at whole maps: self-attention, and spectral norm on both sides."""

import torch
import torch.nn.functional as F

from .adversarial import adam, hinge, normal_latent, two_players
from .conditional import conditional_players, over_the_margin
from .layers import BatchNorm, Chain, Convolution, Dense, Doubling, Function, Network, Projection, Reshape, SpectralNorm, leaky, relu, tanh
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


def attentive_discriminator(game):
    """16x16 pictures: attention at 4x4."""
    norm = SpectralNorm()
    discriminator = Network(game, "discriminator", game.item,
                            Convolution(1, 4, 2, norm=norm), leaky(), Convolution(2, 4, 2, norm=norm), leaky(), Attention(game),
                            Convolution(4, 3, norm=norm), leaky(), SumOverPlaces(), Projection(game.classes) if game.classes else Dense(1, norm=norm))
    over_the_margin(game, discriminator, 0.984375)
    return discriminator


def attentive(game):
    """16x16 pictures: both networks have attention at 4x4."""
    norm, classes = SpectralNorm(), game.classes or None
    generator = Network(game, "generator", (game.latent,),
                        Dense(4 * 16, bias=False, norm=norm), Reshape(4, 4, 4), BatchNorm(classes=classes), relu(), Attention(game),
                        Spectral(2), BatchNorm(classes=classes), relu(), Spectral(1), BatchNorm(classes=classes), relu(),
                        Convolution(1, 3, norm=norm), tanh())
    discriminator = attentive_discriminator(game)
    # A shift of all scores of a place moves none of its shares.
    game.idle |= {path for path in game.parameters if path.endswith("query/bias")}
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


class StyledNorm:
    """Brock et al. 2018: batch norm whose scale and shift are linear in a style."""

    def __init__(self, styles):
        self.norm, self.affine, self.styles = BatchNorm(), Dense(1, bias=False, norm=SpectralNorm()), styles

    def build(self, make, shape):
        make("norm/mean", (shape[0],), low=-0.25, high=0.25, statistic=True)
        make("norm/variance", (shape[0],), low=0.5, high=1.5, statistic=True)
        self.affine.outputs = 2 * shape[0]
        self.affine.build(lambda name, *rest, **how: make(f"affine/{name}", *rest, **how), (self.styles,))
        return shape

    def apply(self, at, x, style):
        mean, variance = at["norm/mean"].clone(), at["norm/variance"].clone()
        y = F.batch_norm(x, mean, variance, training=True, momentum=0.1)
        at.change("norm/mean", mean)
        at.change("norm/variance", variance)
        scale, shift = self.affine.apply(at.below("affine"), style)[:, :, None, None].chunk(2, 1)
        return (1 + scale) * y + shift


class Hierarchical:
    """Brock et al. 2018, section 3: a part of z for the first maps and one for each stage, beside an embedding of the class."""

    def __init__(self, classes, embedded, first, stages, last):
        self.classes, self.embedded, self.first, self.stages, self.last = classes, embedded, first, stages, last

    def build(self, make, shape):
        below = lambda path: lambda name, *rest, **how: make(f"{path}/{name}", *rest, **how)
        self.part = shape[0] // (len(self.stages) + 1)
        make("embedding", (self.classes, self.embedded))
        maps = self.first.build(below("first"), (shape[0] - len(self.stages) * self.part,))
        for number, stage in enumerate(self.stages):
            for place, layer in enumerate(stage):
                if isinstance(layer, StyledNorm):
                    layer.styles = self.part + self.embedded
                maps = layer.build(below(f"stages/{number}/{place}"), maps)
        return self.last.build(below("last"), maps)

    def apply(self, at, z):
        parts = z.split([z.shape[1] - len(self.stages) * self.part] + [self.part] * len(self.stages), 1)
        shared = at["embedding"][at.labels]
        x = self.first.apply(at.below("first"), parts[0])
        for number, (stage, part) in enumerate(zip(self.stages, parts[1:])):
            for place, layer in enumerate(stage):
                here = at.below(f"stages/{number}/{place}")
                x = layer.apply(here, x, torch.cat([part, shared], 1)) if isinstance(layer, StyledNorm) else layer.apply(here, x)
        return self.last.apply(at.below("last"), x)


def unlike(move, network):
    """Equation 3: the squares of products of different filters, of kernels and of weights of dense layers."""
    price = 0
    for path in network.parameters:
        weight = move.values[path]
        if path.endswith("weight") or "stages" in path and path.endswith("/0/kernel"):
            weight = weight.transpose(0, 1)
        elif not path.endswith("kernel"):
            continue
        products = weight.flatten(1) @ weight.flatten(1).t()
        price = price + (products * (1 - torch.eye(len(products)))).square().sum()
    return price


def biggan():
    """G's filters pay for being alike, here 20 times as much as usual, so that it shows."""
    game = Game("biggan", "biggan", (1, 16, 16), latent=9, width=1, classes=3, settings=["generator.orthogonal-regularization=0.002"])
    norm = SpectralNorm()
    generator = Network(game, "generator", (game.latent,), Hierarchical(
        3, 16, Chain(Dense(4 * 16, bias=False, norm=norm), Reshape(4, 4, 4)),
        [[StyledNorm(0), relu(), Attention(game)], [Spectral(2), StyledNorm(0), relu()], [Spectral(1), StyledNorm(0), relu()]],
        Chain(Convolution(1, 3, norm=norm), tanh())), bare=True)
    discriminator = attentive_discriminator(game)
    game.paper = ["objective=hinge", "generator.learning-rate=5e-5", "discriminator.learning-rate=2e-4", "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.999",
                  "discriminator.optimizer.beta1=0", "discriminator.optimizer.beta2=0.999", "generator.orthogonal-regularization=1e-4", "discriminator.orthogonal-regularization=0"]
    optimizers = adam(game, 2e-4, 0, 0.999)
    optimizers[1].rate = 5e-5
    game.idle |= {path for path in game.parameters if path.endswith("query/bias")}
    conditional_players(game, (generator, discriminator), hinge(), optimizers, 0.999, normal_latent, moves=2)
    make = game.players[-1].loss
    game.players[-1].loss = lambda move: make(move) + 0.002 * unlike(move, generator)
    return game


GAMES = [sagan, sagan_without_classes, biggan]
