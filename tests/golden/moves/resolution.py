"""Pictures made larger: Ledig et al. 2017."""

import torch.nn.functional as F

from .adversarial import adam, cross_entropy
from .layers import BatchNorm, Convolution, Dense, Flatten, Network, affine, leaky, relu, tanh
from .play import Adam, Game
from .translation import Below


class Slope:
    """He et al. 2015: x where it is positive, else a x, with an a for each channel."""

    def build(self, make, shape):
        make("slope", (shape[0],), low=0.125, high=0.5)
        return shape

    def apply(self, at, x):
        return F.prelu(x, at["slope"])


class Shuffle:
    """Shi et al. 2016: four channels become one of twice the height and width."""

    def build(self, make, shape):
        return (shape[0] // 4, 2 * shape[1], 2 * shape[2])

    def apply(self, at, x):
        return F.pixel_shuffle(x, 2)


def resolver(width, channels):
    """Figure 4 with 4 blocks."""
    pair = lambda: [Convolution(width, 3, bias=False), BatchNorm()]
    block = lambda: Below("block", "added", *pair(), Slope(), *pair())
    return [Convolution(width, 9), Slope(), Below("block", "added", block(), block(), block(), block(), *pair()),
            Convolution(4 * width, 3), Shuffle(), Slope(), Convolution(4 * width, 3), Shuffle(), Slope(), Convolution(channels, 9)]


def critic(width):
    """Figure 4: 3x3 everywhere, every second one with stride 2."""
    layers = [Convolution(width, 3), leaky()]
    for maps, stride in ((1, 2), (2, 1), (2, 2), (4, 1), (4, 2), (8, 1), (8, 2)):
        layers += [Convolution(maps * width, 3, stride, bias=False), BatchNorm(), leaky()]
    return layers + [Flatten(), Dense(16 * width), leaky(), Dense(1)]


def srgan():
    """Equations 4 and 6: first the squared error alone, for two thirds; then with 10^-3 of -ln D(G(x)), against D of equation 2."""
    game = Game("srgan", "srgan", (1, 8, 8))
    # Two dozen layers with batch norm over 8 to 32 values each.
    game.looseness = 20
    game.fields, game.paired = {"target": (1, 8, 8), "input": (1, 2, 2)}, True
    game.paper = ["generator.optimizer.beta1=0.9", "discriminator.optimizer.beta1=0.9", "generator.optimizer.beta2=0.999", "objective=non-saturating", "adversity=0.001"]
    generator = Network(game, "generator", (1, 2, 2), *resolver(game.width, 1))
    discriminator = Network(game, "discriminator", (1, 8, 8), *critic(game.width))
    adam(game)
    rates = {"discriminator": 1e-4, "resnet": 1e-3, "generator": 1e-4}

    def judge(move):
        made = generator.still(move, move.field("input"))
        real, fake = discriminator(move, move.field("target")), discriminator(move, made)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def content(move, made):
        error = F.mse_loss(made, move.field("target"))
        move.measure("error", error)
        return error

    def resnet(move):
        return content(move, generator(move, move.field("input")))

    def deceive(move):
        made = generator(move, move.field("input"))
        return content(move, made) + 1e-3 * cross_entropy(discriminator.still(move, made), 1.0)

    for name, network, loss in (("discriminator", discriminator, judge), ("resnet", generator, resnet), ("generator", generator, deceive)):
        game.player(name, [network], loss, Adam(rates[name], 0.9, epsilon=0.01))
    game.rate_decay, game.steps = 0.5, 3
    game.order = lambda step: [1] if step < 2 else [0, 2]
    return game


class Doubled:
    """Every pixel four times."""

    def build(self, make, shape):
        return (shape[0], 2 * shape[1], 2 * shape[2])

    def apply(self, at, x):
        return x.repeat_interleave(2, 2).repeat_interleave(2, 3)


class Sum:
    def build(self, make, shape):
        return (shape[0],)

    def apply(self, at, x):
        return x.sum((2, 3))


def srez():
    """Garcia 2016: 0.9 of the distance of what is shrunk, 0.45 as values go from -1 to 1, and 0.1 of the game; nothing compares the pictures."""
    game = Game("srez", "srez", (1, 8, 8))
    # Batch norm over 4 and 16 values each.
    game.looseness = 20
    game.fields, game.paired = {"target": (1, 8, 8), "input": (1, 2, 2)}, True
    game.paper = ["objective=non-saturating", "faithfulness=0.9", "batch=16"]
    width = game.width
    block = lambda maps: Below("block", "added", BatchNorm(), relu(), Convolution(maps, 3, bias=False), BatchNorm(), relu(), Convolution(maps, 3, bias=False))
    size = lambda maps, bias: [Convolution(maps, 1, bias=False), block(maps), block(maps), Doubled(), BatchNorm(), relu(), Convolution(maps, 3, bias=bias)]
    last = 2 * width * 3 // 4
    generator = Network(game, "generator", (1, 2, 2), *size(4 * width, False), *size(2 * width, True),
                        Convolution(last, 3), relu(), Convolution(last, 1), relu(), Convolution(1, 1), tanh())
    stage = lambda maps, kernel, stride: [Convolution(maps, kernel, stride, bias=False), BatchNorm(), relu()]
    discriminator = Network(game, "discriminator", (1, 8, 8), *stage(width, 3, 2), *stage(2 * width, 3, 2), *stage(4 * width, 3, 2), *stage(8 * width, 3, 2),
                            *stage(8 * width, 3, 1), *stage(8 * width, 1, 1), Convolution(1, 1), Sum(), affine(1.0, 0.0))
    adam(game)
    shrunk = lambda x: F.avg_pool2d(x, 4)

    def judge(move):
        made = generator.still(move, move.field("input"))
        real, fake = discriminator(move, move.field("target")), discriminator(move, made)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def make(move):
        made = generator(move, move.field("input"))
        error = F.l1_loss(shrunk(made), shrunk(move.field("target")))
        move.measure("error", error)
        return 0.45 * error + 0.1 * cross_entropy(discriminator.still(move, made), 1.0)

    for name, network, loss, rate in (("discriminator", discriminator, judge, 2e-4), ("generator", generator, make, 1e-3)):
        game.player(name, [network], loss, Adam(rate, 0.5, epsilon=0.01))
    game.rate_decay, game.steps = 0.5, 3
    return game


GAMES = [srgan, srez]
