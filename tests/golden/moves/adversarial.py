"""The game of a discriminator and a generator. Goodfellow et al. 2014, algorithm 1, and what papers make of it."""

import torch
import torch.nn.functional as F

from .layers import Dense, Flatten, Network, Reshape, leaky, relu
from .play import BATCH, Adam, Game, RmsProp


def dense_pair(game):
    """The networks for points: two hidden layers of twice the width on each side."""
    hidden, count = 2 * game.width, game.item[0]
    generator = Network(game, "generator", (game.latent,), Dense(hidden), relu(), Dense(hidden), relu(), Dense(count), Reshape(*game.item))
    discriminator = Network(game, "discriminator", game.item, Flatten(), Dense(hidden), leaky(), Dense(hidden), leaky(), Dense(1))
    return generator, discriminator


def latent(move, game, name="latent"):
    """z from N(0, I)."""
    return move.normal(name, BATCH, game.latent)


def normal_latent(move, game):
    """z from N(0, I)."""
    return move.normal("latent", BATCH, game.latent)


def uniform_latent(move, game):
    """z from U(-1, 1)."""
    return 2 * move.uniform("latent", BATCH, game.latent) - 1


def cross_entropy(logit, target):
    """-t ln s(l) - (1 - t) ln(1 - s(l)), the mean over the batch."""
    return F.binary_cross_entropy_with_logits(logit, torch.as_tensor(target).expand(logit.shape))


def non_saturating():
    """Section 3: D minimizes -E ln D(x) - E ln(1 - D(G(z))), G minimizes -E ln D(G(z))."""
    return (lambda real, fake: cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)), (lambda real, fake: cross_entropy(fake, 1.0))


def two_players(game, generator, discriminator, losses, optimizers, decay=0.99, penalty=None, constrain=None, compares=False):
    """
    The players in the order of algorithm 1. `penalty(move, score, real, fake)` is what the discriminator pays beside its loss;
    `compares` says that the generator's loss looks at real items.
    """
    discriminator_loss, generator_loss = losses

    def judge(move):
        fake = generator.still(move, latent(move, game))
        real_logits, fake_logits = discriminator(move, move.data), discriminator(move, fake)
        move.measure_accuracy(real_logits, fake_logits)
        loss = discriminator_loss(real_logits, fake_logits)
        if penalty:
            price = penalty(move, lambda x: discriminator.still(move, x), move.data, fake.detach())
            move.measure("penalty", price)
            loss = loss + price
        return loss

    def make(move):
        fake = generator(move, latent(move, game))
        fake_logits = discriminator.still(move, fake)
        return generator_loss(discriminator.still(move, move.data) if compares else None, fake_logits)

    game.player("discriminator", [discriminator], judge, optimizers[0], constrain=constrain)
    game.player("generator", [generator], make, optimizers[1], average=game.average(decay, generator) if decay else None)


def adam(game, rate=2e-4, beta1=0.5, beta2=0.999):
    """Adam for both, with an epsilon that keeps what is rounding small."""
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]
    return [Adam(rate, beta1, beta2, epsilon=0.01) for _ in range(2)]


def rms_prop(game, rate):
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]
    return [RmsProp(rate, epsilon=0.01) for _ in range(2)]


def slope(score, x):
    """|grad D(x)| of each item."""
    x = x.detach().requires_grad_()
    gradient, = torch.autograd.grad(score(x).sum(), x, create_graph=True)
    return gradient.flatten(1).norm(dim=1)


def lsgan():
    """Mao et al. 2016, equation 9 with a = 0, b = c = 1."""
    game = Game("lsgan", "lsgan", (2,))
    losses = (lambda real, fake: 0.5 * (real - 1).square().mean() + 0.5 * fake.square().mean(), lambda real, fake: 0.5 * (fake - 1).square().mean())
    two_players(game, *dense_pair(game), losses, adam(game))
    return game


def dragan():
    """Kodali et al. 2017, equation 1; the offset as the authors' code draws it: v/2 times the deviation of the batch times U(0, 1)."""
    game = Game("dragan", "dragan", (2,))

    def penalty(move, score, real, fake):
        offset = 0.5 * real.std(unbiased=False) * move.uniform("noise", *real.shape) * move.uniform("share", BATCH, 1)
        return 10 * (slope(score, real + offset) - 1).square().mean()

    two_players(game, *dense_pair(game), non_saturating(), adam(game), penalty=penalty)
    return game


GAMES = [lsgan, dragan]
