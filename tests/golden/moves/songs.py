"""Bars of songs: Yang et al. 2017."""

import torch

from .adversarial import adam, cross_entropy, normal_latent, slope
from .layers import BatchNorm, Convolution, Dense, Flatten, Growing, Network, Reshape, leaky, relu, sigmoid
from .play import BATCH, Game

STEPS, PITCHES, CHORD = 4, 5, 3


def midinet():
    """The authors' networks at 4 steps of 5 pitches: the chord before every layer of both, 16 maps of the bar before beside those of G; equation 4. D sees the bar before in front of the bar, and pays half the squared slope at real bars."""
    game = Game("midinet", "midinet", (1, STEPS, PITCHES), width=2, settings=["generator-moves=2"])
    game.looseness = 10
    bar = (1, STEPS, PITCHES)
    game.fields, game.paired = {"roll": bar, "previous": bar, "chord": (CHORD,)}, True
    game.paper = ["batch=72", "latent=100", "objective=smoothed", "objective.real=0.9", "bar-matching=0.01", "feature-matching=0.1",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    w = game.width
    start = Network(game, "generator", (game.latent + CHORD,), Dense(16 * w, bias=False), BatchNorm(), relu())
    first = Network(game, "generator-2", (16 * w + CHORD,), Dense(4 * w, bias=False), BatchNorm(), relu(), Reshape(2 * w, 2))
    growing = Network(game, "generator-4", (2 * w + CHORD + 16, 2), Growing(2 * w, 2, 2, bias=False), BatchNorm(), relu())
    sounding = Network(game, "generator-pitches", (2 * w + CHORD + 16, STEPS), Convolution(PITCHES, 1), sigmoid())
    whole_bar = Network(game, "previous-4", (PITCHES, STEPS), Convolution(16, 1, bias=False), BatchNorm(), leaky())
    half_bar = Network(game, "previous-2", (16, STEPS), Convolution(16, 2, 2, bias=False), BatchNorm(), leaky())
    seen = Network(game, "discriminator", (PITCHES + CHORD, 2 * STEPS), Convolution(w, 2, 2), leaky())
    moved = Network(game, "discriminator-steps", (w + CHORD, STEPS), Convolution(w + CHORD, 4, 2, bias=False), BatchNorm(), leaky(), Flatten())
    known = Network(game, "discriminator-bar", ((w + CHORD) * STEPS // 2 + CHORD,), Dense(16 * w, bias=False), BatchNorm(), leaky())
    last = Network(game, "discriminator-last", (16 * w + CHORD,), Dense(1))
    game.state("chords", torch.zeros(256, CHORD))
    game.state("melody", torch.ones(1))
    generator = [start, first, growing, sounding, whole_bar, half_bar]
    discriminator = [seen, moved, known, last]
    average = game.average(0.99, *generator)
    optimizers = adam(game)

    by_pitch = lambda roll: roll.squeeze(1).transpose(1, 2)
    beside = lambda maps, y: torch.cat([maps, y.unsqueeze(2).expand(-1, -1, maps.shape[2])], 1)

    def make(move, still):
        apply = lambda network, x: network.still(move, x) if still else network(move, x)
        before, y = move.field("previous"), move.field("chord")
        heard = apply(whole_bar, by_pitch(before))
        heard_half = apply(half_bar, heard)
        maps = apply(first, torch.cat([apply(start, torch.cat([normal_latent(move, game), y], 1)), y], 1))
        maps = apply(growing, torch.cat([beside(maps, y), heard_half], 1))
        roll = apply(sounding, torch.cat([beside(maps, y), heard], 1)).transpose(1, 2).unsqueeze(1)
        strongest = roll.amax(3, keepdim=True).clamp(min=0.5)
        return roll + ((roll >= strongest).to(roll.dtype) - roll).detach()

    def score(move, x, still):
        apply = lambda network, items: network.still(move, items) if still else network(move, items)
        y = move.field("chord")
        features = apply(seen, beside(torch.cat([by_pitch(move.field("previous")), by_pitch(x)], 2), y))
        seen_whole = apply(known, torch.cat([apply(moved, beside(features, y)), y], 1))
        return apply(last, torch.cat([seen_whole, y], 1)), features

    def judge(move):
        x = move.field("roll")
        fake = make(move, still=True)
        real_logits, fake_logits = score(move, x, False)[0], score(move, fake, False)[0]
        move.measure_accuracy(real_logits, fake_logits)
        price = slope(lambda items: score(move, items, True)[0], x).square().mean() / 2
        move.measure("penalty", price)
        return cross_entropy(real_logits, 0.9) + cross_entropy(fake_logits, 0.0) + price

    def play(move):
        x = move.field("roll")
        fake = make(move, still=False)
        _, features = score(move, x, True)
        logits, fake_features = score(move, fake, True)
        apart = lambda one, other: (one.mean(0) - other.mean(0)).square().sum() / 2
        bars = apart(x, fake)
        move.measure("bar-distance", bars)
        return cross_entropy(logits, 1.0) + 0.01 * bars + 0.1 * apart(features, fake_features)

    game.player("discriminator", discriminator, judge, optimizers[0])
    game.player("generator", generator, play, optimizers[1], average)
    game.order = lambda step: [0, 1, 1]
    return game


GAMES = [midinet]
