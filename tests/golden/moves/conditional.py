"""Games with classes, and with spectral norm."""

import torch

from .adversarial import (STANDARD, adam, cross_entropy, differences, hinge, non_saturating, normal_latent, relativistic_average, slope, two_players, uniform_latent,
                          unroll)
from .layers import (BatchNorm, Chain, Convolution, Dense, Doubling, Dropout, Flatten, LabelBranch, Maxout, Network, Projection, Reshape, SpectralNorm, affine, leaky,
                     relu, sigmoid, tanh)
from .play import BATCH, Game
from .views import convolutional_pair


def conditional_players(game, networks, losses, optimizers, decay, prior, penalty=None, moves=1):
    """Mirza and Osindero 2014, equation 2: both networks are told the class, that of a real item or that an item was made for."""
    generator, discriminator = networks
    discriminator_loss, generator_loss = losses

    def judge(move):
        y = move.labels
        fake = generator.still(move, prior(move, game), y)
        real_logits, fake_logits = discriminator(move, move.data, y), discriminator(move, fake, y)
        move.measure_accuracy(real_logits, fake_logits)
        loss = discriminator_loss(move, real_logits, fake_logits)
        if penalty:
            price = penalty(lambda x: discriminator.still(move, x, y), move.data)
            move.measure("penalty", price)
            loss = loss + price
        return loss

    def make(move):
        y = (move.uniform("labels", BATCH) * game.classes).long()
        return generator_loss(None, discriminator.still(move, generator(move, prior(move, game), y), y))

    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [generator], make, optimizers[1], average=game.average(decay, generator))
    game.order = lambda step: [0] * moves + [1]
    game.paper.append(f"discriminator-moves={moves}")
    return game


def over_the_margin(game, discriminator, bias):
    """Spectral norm keeps logits small; the last bias brings some of them over the margin of the hinge."""
    game.parameters[discriminator.parameters[-1]] = torch.tensor([bias])


def cgan():
    """Mirza and Osindero 2014, section 4.1: maxout for the item beside maxout for the class; R1 is ours."""
    game = Game("cgan", "cgan", (1, 2, 2), width=1, classes=3)
    game.paper = ["batch=100", "latent-distribution=uniform", "penalty=r1", "penalty.gamma=10", "averaging=0.999"]
    generator = Network(game, "generator", (game.latent,),
                        LabelBranch(3, Chain(Dense(4), BatchNorm(), relu()), Chain(Dense(20), relu())), Dense(24), BatchNorm(), relu(),
                        Dense(4), sigmoid(), affine(2, -1), Reshape(*game.item))
    discriminator = Network(game, "discriminator", game.item, affine(0.5, 0.5),
                            LabelBranch(3, Chain(Flatten(), Maxout(4, 5), Dropout(0.2)), Chain(Maxout(1, 5), Dropout(0.2))),
                            Maxout(4, 4), Dropout(0.2), Dense(1))
    conditional_players(game, (generator, discriminator), non_saturating(), adam(game, 1e-3), 0.999, uniform_latent,
                        penalty=lambda score, real: 10 / 2 * slope(score, real).square().mean())
    game.rate_decay, game.steps = 0.5, 3
    return game


def projection():
    """Miyato and Koyama 2018, equation 3, all weights of D spectrally normalized, batch norm of the class in G."""
    game = Game("projection", "projection", (1, 8, 8), width=1, classes=3)
    game.paper = ["objective=hinge", "averaging=0.998"]
    norm = SpectralNorm()
    generator = Network(game, "generator", (game.latent,),
                        Dense(2 * 16, bias=False), Reshape(2, 4, 4), BatchNorm(classes=3), relu(), Doubling(1, bias=False), BatchNorm(classes=3), relu(),
                        Convolution(1, 7), tanh())
    discriminator = Network(game, "discriminator", game.item,
                            Chain(Convolution(1, 4, 2, norm=norm), leaky(), Convolution(2, 4, 2, norm=norm), leaky(), Convolution(4, 3, 2, norm=norm), leaky(),
                                  Flatten(), Dense(16, norm=norm), leaky()),
                            Projection(3))
    over_the_margin(game, discriminator, 0.984375)
    return conditional_players(game, (generator, discriminator), hinge(), adam(game, 1e-3), 0.998, normal_latent, moves=2)


def spectral_pair(game):
    """The networks for points."""
    hidden, norm = 2 * game.width, SpectralNorm()
    generator = Network(game, "generator", (game.latent,), *[layer for _ in range(4) for layer in (Dense(hidden), BatchNorm(), relu())], Dense(2), Reshape(2))
    discriminator = Network(game, "discriminator", game.item, Flatten(), affine(4, 0),
                            *[layer for _ in range(3) for layer in (Dense(hidden, norm=norm), leaky(0.1))], Dense(1, norm=norm))
    return generator, discriminator


def sngan():
    """Miyato et al. 2018, algorithm 1 and equations 16 and 17, with networks for points; D moves five times."""
    game = Game("sngan", "sngan", (2,))
    game.paper = ["objective=hinge", "batch=64", "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.9", "generator.learning-rate=2e-4", "discriminator.learning-rate=2e-4"]
    generator, discriminator = spectral_pair(game)
    over_the_margin(game, discriminator, 1.046875)
    return two_players(game, (generator, discriminator), hinge(), adam(game, 2e-4, 0, 0.9), moves=5)


def sngan_pictures():
    """Table 3: convolutions 3x3 and 4x4 in turn, down to 8 times the width."""
    game = Game("sngan-pictures", "sngan", (1, 8, 8), width=1, settings=["discriminator-moves=2"])
    norm = SpectralNorm()
    generator, _ = convolutional_pair(game, discriminates=False)
    layers = [layer for maps, kernel, stride in ((1, 3, 1), (1, 4, 2), (2, 3, 1), (2, 4, 2), (4, 3, 1), (4, 4, 2), (8, 3, 1))
              for layer in (Convolution(maps, kernel, stride, norm=norm), leaky(0.1))]
    discriminator = Network(game, "discriminator", game.item, *layers, Flatten(), Dense(1, norm=norm))
    over_the_margin(game, discriminator, -0.984375)
    two_players(game, (generator, discriminator), hinge(), adam(game, 2e-4, 0, 0.9), moves=2)
    game.paper = []
    return game


def sngan_with_penalty():
    """What a penalty or a look ahead passes through the discriminator leaves its spectral vectors alone."""
    game = Game("sngan-penalty", "sngan", (2,), settings=["discriminator-moves=1", "penalty=r1", "penalty.gamma=2"])
    return two_players(game, spectral_pair(game), hinge(), adam(game, 2e-4, 0, 0.9), penalty=lambda move, score, real, fake, logits: slope(score, real).square().mean())


def sngan_relativistic():
    """The generator's look at real items leaves the spectral vectors of the discriminator alone."""
    game = Game("sngan-relativistic", "sngan", (2,), settings=["discriminator-moves=1", "objective=relativistic-average"])
    networks = differences(spectral_pair(game), game)
    two_players(game, networks, relativistic_average(STANDARD), adam(game, 2e-4, 0, 0.9), compares=True)
    game.paper = []
    return game


def sngan_unrolled():
    game = Game("sngan-unrolled", "sngan", (2,), settings=["discriminator-moves=1", "unrolling=2", "discriminator.learning-rate=0.1"])
    generator, discriminator = spectral_pair(game)
    over_the_margin(game, discriminator, 1.203125)
    optimizers = adam(game, 2e-4, 0, 0.9)
    optimizers[0].rate = 0.1
    two_players(game, (generator, discriminator), hinge(), optimizers)
    return unroll(game, generator, discriminator, hinge(), 2)


def loss_gate():
    """Larsen et al. 2015, the authors' program: who is ahead of 0.68 by the margin waits; where neither may move, both do."""
    game = Game("loss-gate", "sngan", (2,), settings=["loss-gate=0.28", "discriminator-moves=1"])
    generator, discriminator = spectral_pair(game)
    over_the_margin(game, discriminator, 0.25)
    optimizers = adam(game, 2e-4, 0, 0.9)
    two_players(game, (generator, discriminator), hinge(), optimizers)

    def gate(move):
        fake = generator.still(move, normal_latent(move, game))
        real_cost, fake_cost = cross_entropy(discriminator.still(move, move.data), 1.0), cross_entropy(discriminator.still(move, fake), 0.0)
        move.measure("cost-real", real_cost)
        move.measure("cost-generated", fake_cost)
        return real_cost + fake_cost

    game.player("gate", [], gate, optimizers[0])
    game.players = [game.players[0], game.players[2], game.players[1]]

    def order(step):
        yield 1
        costs = game.latest["cost-real"], game.latest["cost-generated"]
        judges, makes = min(costs) >= 0.68 - 0.28, max(costs) <= 0.68 + 0.28
        if not judges and not makes:
            judges = makes = True
        if judges:
            yield 0
        if makes:
            yield 2

    game.order, game.steps, game.paper = order, 3, []
    return game


GAMES = [cgan, projection, sngan, sngan_pictures, sngan_with_penalty, sngan_relativistic, sngan_unrolled, loss_gate]
