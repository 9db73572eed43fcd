"""Pictures of captions: Reed et al. 2016."""

import torch

from .adversarial import adam, cross_entropy, normal_latent
from .layers import BatchNorm, Convolution, Dense, Doubling, Flatten, Network, Reshape, leaky, relu, tanh
from .play import Game

CODE = 4


def of_captions(name, interpolation, settings=()):
    """Algorithm 1: D raises ln s_r + (ln(1 - s_w) + ln(1 - s_f)) / 2 for the scores of {picture, its text}, {picture, another's text} and {made, its text}. Equation 5 adds for G the score of what is made of a text halfway between two."""
    game = Game(name, "gan-cls", (1, 8, 8), settings=settings)
    game.looseness = 10
    game.fields, game.paired = {"picture": (1, 8, 8), "caption": (3,)}, True
    game.paper = ["generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "objective=non-saturating", "mismatch=0.5"]
    width = game.width
    read = Network(game, "generator-text", (3,), Dense(CODE), leaky())
    generator = Network(game, "generator", (game.latent + CODE,), Dense(2 * width * 16, bias=False), Reshape(2 * width, 4, 4), BatchNorm(), relu(),
                        Doubling(width, bias=False), BatchNorm(), relu(), Convolution(1, 7), tanh())
    trunk = Network(game, "discriminator", (1, 8, 8), Convolution(width, 4, 2), leaky())
    heard = Network(game, "discriminator-text", (3,), Dense(CODE), leaky())
    judge = Network(game, "match", (width + CODE, 4, 4), Convolution(width, 1, bias=False), BatchNorm(), leaky(), Flatten(), Dense(1))
    average = game.average(0.998, read, generator)
    optimizers = adam(game, 2e-4)

    def score(move, items, text, still=False):
        apply = lambda network, x: network.still(move, x) if still else network(move, x)
        maps, code = apply(trunk, items), apply(heard, text)
        return apply(judge, torch.cat([maps, code[:, :, None, None].expand(-1, -1, 4, 4)], 1))

    def tell(move):
        x, h = move.field("picture"), move.field("caption")
        made = generator.still(move, torch.cat([normal_latent(move, game), read.still(move, h)], 1))
        real, fake = score(move, x, h), score(move, made, h)
        move.measure_accuracy(real, fake)
        wrong = score(move, x, torch.roll(h, -1, 0))
        move.measure("accuracy-mismatched", (wrong < real).double().mean())
        return cross_entropy(real, 1.0) + (cross_entropy(wrong, 0.0) + cross_entropy(fake, 0.0)) / 2

    def paint(move):
        h = move.field("caption")
        deceive = lambda text: cross_entropy(score(move, generator(move, torch.cat([normal_latent(move, game), read(move, text)], 1)), text, still=True), 1.0)
        loss = deceive(h)
        return loss + interpolation * deceive((h + torch.roll(h, -1, 0)) / 2) if interpolation else loss

    game.player("discriminator", [trunk, heard, judge], tell, optimizers[0])
    game.player("generator", [read, generator], paint, optimizers[1], average)
    return game


def gan_cls():
    return of_captions("gan-cls", 0)


def gan_int():
    return of_captions("gan-int", 1, ["interpolation=1"])


GAMES = [gan_cls, gan_int]
