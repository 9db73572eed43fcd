"""Rows of tables: Xu et al. 2019."""

import math

import torch
import torch.nn.functional as F

from .adversarial import adam, differences, normal_latent, slope, wasserstein
from .layers import Chain, Dense, Dropout, Network, BatchNorm, leaky, relu
from .play import BATCH, Game

# Columns as RecordedGame reads them: numbers of so many modes, m where some are missing, and so many categories.
COLUMNS = "n2;c3;n1m;c2"
# What the values of a row are: tanh for where a number lies, shares for its modes and for categories.
SPANS = [("tanh", 0, 1), ("share", 1, 2), ("category", 3, 3), ("tanh", 6, 1), ("share", 7, 2), ("category", 9, 2)]
WIDTH = 11
CATEGORIES = [span for span in SPANS if span[0] == "category"]
CONDITIONS = sum(length for _, _, length in CATEGORIES)
PACK = 2
TEMPERATURE = 0.2


class BesideInput:
    """f(x) beside x."""

    def __init__(self, *layers):
        self.chain = Chain(*layers)

    def build(self, make, shape):
        output, = self.chain.build(lambda name, *rest, **how: make(f"inner/{name}", *rest, **how), shape)
        return (output + shape[0],)

    def apply(self, at, x):
        return torch.cat([self.chain.apply(at.below("inner"), x), x], 1)

    def idle_biases(self):
        return (f"inner/{path}" for path in self.chain.idle_biases())


def table(game):
    """Sixteen rows, all categories among them, one much rarer than the others."""
    rows = torch.zeros(2 * BATCH, WIDTH)
    for row in range(2 * BATCH):
        for kind, start, length in SPANS:
            if kind == "tanh":
                rows[row, start] = game.grid(1)[0]
            else:
                rare = kind == "category" and row != 5
                rows[row, start + game.numbers.randrange(length - 1 if rare else length) if row != 5 else start + length - 1] = 1
    return rows


def ends(rows, weight):
    """Where the intervals of the categories end in [0, 1): columns are as long as one another, categories as `weight` says of their number."""
    lengths = []
    for _, start, length in CATEGORIES:
        weights = torch.tensor([weight(float(count)) for count in rows[:, start:start + length].sum(0)])
        lengths.append(weights / weights.sum() / len(CATEGORIES))
    bounds = torch.cumsum(torch.cat(lengths), 0)
    bounds[-1] = 2
    return bounds


def ctgan():
    """Algorithm 1 with section 4.4's generator loss; packs of 2."""
    game = Game("ctgan", "ctgan", (WIDTH,), width=3, settings=[f"packing={PACK}"])
    game.paper = ["objective=wasserstein", "penalty=gradient-penalty", "penalty.weight=10", "packing=10", "latent=128", "width=256", "batch=500", "temperature=0.2",
                  "conditioning=logarithmic", "condition-weight=1", "averaging=0", "generator.learning-rate=2e-4", "discriminator.learning-rate=2e-4",
                  "generator.optimizer.beta1=0.5", "generator.optimizer.beta2=0.9", "discriminator.optimizer.beta1=0.5", "discriminator.optimizer.beta2=0.9"]
    rows = table(game)
    game.fields, game.table = {"row": (WIDTH,)}, COLUMNS
    game.batches = [({"row": rows[at:at + BATCH]}, torch.zeros(BATCH, dtype=torch.int32)) for at in (0, BATCH)]
    layer = lambda: BesideInput(Dense(game.width), BatchNorm(), relu())
    generator = Network(game, "generator", (game.latent + CONDITIONS,), layer(), layer(), Dense(WIDTH))
    discriminator = Network(game, "discriminator", (PACK * (WIDTH + CONDITIONS),),
                            Dense(game.width), leaky(), Dropout(0.5), Dense(game.width), leaky(), Dropout(0.5), Dense(1))
    differences((generator, discriminator), game)
    discriminator_loss, generator_loss = wasserstein()
    logarithmic = ends(rows, lambda count: math.log(1 + count))
    game.state("frequencies", ends(rows, lambda count: count).float().to(rows.dtype))

    def condition(move):
        return (move.uniform("condition", BATCH)[:, None] >= logarithmic[None, :]).sum(1)

    def fulfilling(move, chosen):
        """A row for each condition, any of those that have the category, in the order of the table."""
        places = [start + at for _, start, length in CATEGORIES for at in range(length)]
        share, found = move.uniform("row", BATCH), []
        for at in range(BATCH):
            fitting = torch.nonzero(rows[:, places[chosen[at]]])[:, 0]
            found.append(fitting[int(share[at] * len(fitting))])
        return rows[torch.stack(found)]

    def with_condition(values, chosen):
        return torch.cat([values, F.one_hot(chosen, CONDITIONS).to(values.dtype)], 1)

    def packed(items, chosen):
        return with_condition(items, chosen).reshape(BATCH // PACK, -1)

    def activated(move, values):
        parts = []
        for kind, start, length in SPANS:
            part = values[:, start:start + length]
            if kind == "tanh":
                parts.append(torch.tanh(part))
            else:
                gumbel = -torch.log(-torch.log(move.uniform(f"span-{start}", BATCH, length)))
                parts.append(F.softmax((part + gumbel) / TEMPERATURE, 1))
        return torch.cat(parts, 1)

    def judge(move):
        chosen = condition(move)
        fake = packed(activated(move, generator.still(move, with_condition(normal_latent(move, game), chosen))), chosen)
        real = packed(fulfilling(move, chosen), chosen)
        real_scores, fake_scores = discriminator(move, real), discriminator(move, fake)
        move.measure_accuracy(real_scores, fake_scores, has_zero=False)
        share = move.uniform("interpolation", BATCH // PACK, 1)
        # The mask that dropout draws for it is its own, and the same for all that is asked of it.
        penalty = 10 * (slope(lambda x: discriminator.still(move, x), share * real + (1 - share) * fake.detach()) - 1).square().mean()
        move.measure("penalty", penalty)
        return discriminator_loss(move, real_scores, fake_scores) + penalty

    def make(move):
        chosen = condition(move)
        values = generator(move, with_condition(normal_latent(move, game), chosen))
        scores = discriminator.still(move, packed(activated(move, values), chosen))
        disregard, before = 0, 0
        for _, start, length in CATEGORIES:
            chances = F.log_softmax(values[:, start:start + length], 1)
            for at in range(BATCH):
                if before <= chosen[at] < before + length:
                    disregard = disregard - chances[at, chosen[at] - before] / BATCH
            before += length
        move.measure("condition-loss", disregard)
        return generator_loss(None, scores) + disregard

    optimizers = adam(game, 2e-4, 0.5, 0.9)
    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [generator], make, optimizers[1])
    return game


GAMES = [ctgan]
