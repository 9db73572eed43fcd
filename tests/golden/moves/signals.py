"""Sounds, volumes and films: Donahue et al. 2018, Wu et al. 2016, Vondrick et al. 2016."""

import torch
import torch.nn.functional as F

from .adversarial import adam, between, cross_entropy, differences, non_saturating, normal_latent, two_players, uniform_latent, wasserstein
from .layers import BatchNorm, Convolution, Dense, Flatten, Growing, Network, Reshape, leaky, relu, sigmoid, tanh
from .play import BATCH, Game


class PhaseShuffle:
    """Donahue et al. 2018, section 3.3: x(t + k) with k from {-n, ..., n} for each item, reflected at the ends."""

    def __init__(self, radius):
        self.radius = radius

    def build(self, make, shape):
        return shape

    def apply(self, at, x):
        n, size = self.radius, x.shape[2]
        starts = (at.uniform(len(x), 1, 1) * (2 * n + 1)).long().flatten().tolist()
        continued = F.pad(x, [n, n], mode="reflect")
        return torch.stack([item[:, start:start + size] for item, start in zip(continued, starts)])


def wavegan():
    """Donahue et al. 2018, tables 3 to 5, at two levels in place of five; the game of Gulrajani et al. 2017."""
    game = Game("wavegan", "wavegan", (1, 256), latent=2, width=2, settings=["discriminator-moves=1"])
    game.paper = ["objective=wasserstein", "penalty=gradient-penalty", "penalty.weight=10", "batch=64", "latent=100", "latent-distribution=uniform",
                  "discriminator-moves=5", "discriminator.optimizer.beta1=0.5", "discriminator.optimizer.beta2=0.9", "generator.optimizer.beta1=0.5",
                  "generator.optimizer.beta2=0.9", "generator.learning-rate=1e-4", "discriminator.learning-rate=1e-4"]
    d = game.width
    generator = Network(game, "generator", (game.latent,), Dense(16 * 2 * d), Reshape(2 * d, 16), relu(), Growing(d, 25, 4), relu(), Growing(1, 25, 4), tanh())
    critic = Network(game, "discriminator", game.item, Convolution(d, 25, 4), leaky(), PhaseShuffle(2), Convolution(2 * d, 25, 4), leaky(), Flatten(), Dense(1))
    return two_players(game, differences((generator, critic), game), wasserstein(), adam(game, 1e-4, 0.5, 0.9), decay=0, penalty=between(10), prior=uniform_latent)


def gan_3d():
    """Wu et al. 2016, section 3.1, at 8 cells an edge: D waits while it judges more than 80 % rightly; the rates are ours."""
    game = Game("gan-3d", "gan-3d", (1, 8, 8, 8), width=2)
    game.numbers.seed("gan-3d")
    game.paper = ["batch=100", "latent=200", "latent-distribution=uniform", "accuracy-limit=0.8", "generator.learning-rate=5e-4", "discriminator.learning-rate=5e-4",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    w = game.width
    generator = Network(game, "generator", (game.latent,), Dense(w * 64, bias=False), Reshape(w, 4, 4, 4), BatchNorm(), relu(), Growing(1), sigmoid())
    discriminator = Network(game, "discriminator", game.item, Convolution(w, 4, 2), leaky(), Flatten(), Dense(1))
    two_players(game, (generator, discriminator), non_saturating(), adam(game), prior=uniform_latent)
    game.players[0].optimizer.rate, game.players[1].optimizer.rate = 5e-4, 5e-4

    def make(move):
        fake_logits = discriminator.still(move, generator(move, uniform_latent(move, game)))
        real_logits = discriminator.still(move, move.data)
        move.measure("accuracy", ((real_logits > 0).double().mean() + (fake_logits < 0).double().mean()) / 2)
        return cross_entropy(fake_logits, 1.0)

    game.players[1].loss = make

    def order(step):
        yield 1
        if game.latest["accuracy"] <= 0.8:
            yield 0

    game.order, game.steps = order, 3
    game.paper.remove("discriminator-moves=1")
    return game


def vgan():
    """Vondrick et al. 2016, equation 2 and section 2.3: m f + (1 - m) b, and 0.1 |m| in the loss of G; at two doublings in place of four."""
    game = Game("vgan", "vgan", (1, 4, 16, 16), latent=2, width=1)
    game.paper = ["batch=64", "latent=100", "mask-weight=0.1", "generator.learning-rate=2e-4", "discriminator.learning-rate=2e-4", "generator.optimizer.beta1=0.5",
                  "discriminator.optimizer.beta1=0.5"]
    w = game.width
    halfway = lambda *start: [Dense(2 * w * torch.Size(start).numel(), bias=False), Reshape(2 * w, *start), BatchNorm(), relu(), Growing(w, bias=False), BatchNorm(), relu()]
    trunk = Network(game, "foreground", (game.latent,), *halfway(1, 4, 4))
    picture = Network(game, "moving", trunk.output, Growing(1), tanh())
    cover = Network(game, "mask", trunk.output, Growing(1), sigmoid())
    still = Network(game, "background", (game.latent,), *halfway(4, 4), Growing(1), tanh())
    discriminator = Network(game, "discriminator", game.item, Convolution(w, 4, 2), leaky(), Convolution(2 * w, 4, 2, bias=False), BatchNorm(), leaky(), Flatten(), Dense(1))
    optimizers = adam(game)

    def film(move, apply):
        z = normal_latent(move, game)
        seen = apply(trunk)(move, z)
        m = apply(cover)(move, seen)
        return m * apply(picture)(move, seen) + (1 - m) * apply(still)(move, z).unsqueeze(2), m

    def judge(move):
        fake, _ = film(move, lambda network: network.still)
        real_logits, fake_logits = discriminator(move, move.data), discriminator(move, fake)
        move.measure_accuracy(real_logits, fake_logits)
        return cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0)

    def make(move):
        fake, m = film(move, lambda network: network)
        move.measure("mask", m.mean())
        return cross_entropy(discriminator.still(move, fake), 1.0) + 0.1 * m.mean()

    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [trunk, picture, cover, still], make, optimizers[1], average=game.average(0.99, trunk, picture, cover, still))
    return game


GAMES = [wavegan, gan_3d, vgan]
