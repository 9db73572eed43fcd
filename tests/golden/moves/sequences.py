"""Texts: Kusner and Hernandez-Lobato 2016."""

import torch
import torch.nn.functional as F

from .adversarial import cross_entropy, normal_latent
from .layers import Dense, Network
from .play import BATCH, Adam, Game

LENGTH, WORDS = 5, 6


class Named:
    """A layer whose parameters stand below a name."""

    def __init__(self, name, layer):
        self.name, self.layer = name, layer

    def build(self, make, shape):
        return self.layer.build(lambda name, *rest, **how: make(f"{self.name}/{name}", *rest, **how), shape)

    def apply(self, at, x):
        return self.layer.apply(at.below(self.name), x)


class Embedding:
    """p E for shares of words, a one among zeros for a word."""

    def __init__(self, values):
        self.values = values

    def build(self, make, shape):
        *steps, words = shape
        make("rows", (words, self.values))
        return (*steps, self.values)

    def apply(self, at, x):
        return x @ at["rows"]


class Lstm:
    """torch.nn.LSTMCell step by step; its weights are transposed, and of its two biases one is 0. Without steps: one step, (x, h, c) to (h, c)."""

    def __init__(self, units):
        self.units = units

    def build(self, make, shape):
        features = shape[-1]
        make("input", (features, 4 * self.units), fan=features)
        make("state", (self.units, 4 * self.units), fan=self.units)
        make("bias", (4 * self.units,), low=-0.5, high=0.5)
        return (self.units,)

    def step(self, at, x, state):
        weights = {"weight_ih": at["input"].t(), "weight_hh": at["state"].t(), "bias_ih": at["bias"], "bias_hh": torch.zeros(4 * self.units)}
        return torch.nn.utils.stateless.functional_call(torch.nn.LSTMCell(at["input"].shape[0], self.units), weights, (x, state))

    def apply(self, at, x):
        state = torch.zeros(x.shape[0], self.units), torch.zeros(x.shape[0], self.units)
        for step in range(x.shape[1]):
            state = self.step(at, x[:, step], state)
        return state[0]


class Writer:
    """z to the first state; each word is the input of the next step, zeros that of the first."""

    def __init__(self, units):
        self.units = units
        self.start, self.words, self.memory, self.logits = Dense(2 * units), Embedding(units), Lstm(units), Dense(WORDS)

    def build(self, make, shape):
        for name, layer, item in (("start", self.start, shape), ("words", self.words, (LENGTH, WORDS)), ("memory", self.memory, (self.units,)), ("logits", self.logits, (self.units,))):
            layer.build(lambda part, *rest, n=name, **how: make(f"{n}/{part}", *rest, **how), item)
        return (LENGTH, WORDS)

    def apply(self, at, x):
        """x is z and what gives the word at a place, by its logits; all logits come out."""
        z, word = x
        state = self.start.apply(at.below("start"), z).chunk(2, 1)
        before, logits = torch.zeros(z.shape[0], self.units), []
        for place in range(LENGTH):
            state = self.memory.step(at.below("memory"), before, state)
            logits.append(self.logits.apply(at.below("logits"), state[0]))
            before = self.words.apply(at.below("words"), word(place, logits[-1]))
        return torch.stack(logits, 1)


def of_texts(name, straight_through, temperature, settings):
    """Equation 2: softmax((h + g) / tau) with g = -ln(-ln u). G learns by likelihood for half of the steps; D and G play the non-saturating form in the other."""
    game = Game(name, "gumbel-gan", (LENGTH,), width=3, settings=["likelihood=0.5", "averaging=0.9", *settings])
    # A word that is drawn by rounding is another one: draws of float32 and float64 are the same, their sums are not quite.
    game.looseness = 5
    game.fields, game.words = {"text": (LENGTH,)}, WORDS
    game.paper = ["objective=non-saturating", "width=32", "learning-rate=1e-3", "last-temperature=1"]
    generator = Network(game, "generator", (game.latent,), Writer(game.width), bare=True)
    discriminator = Network(game, "discriminator", (LENGTH, WORDS), Embedding(game.width), Lstm(game.width), Dense(1))
    average = game.average(0.9, generator)
    rate = 1e-3
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]

    def vectors(move):
        return F.one_hot(move.field("text").long(), WORDS).double()

    def written(move, network):
        shares = []

        def word(place, logits):
            drawn = logits - torch.log(-torch.log(move.uniform(f"word-{place}", BATCH, WORDS).clamp(min=2.0 ** -25)))
            soft = F.softmax(drawn / move.values["schedule/temperature"], 1)
            shares.append(soft + (F.one_hot(drawn.argmax(1), WORDS) - soft).detach() if straight_through else soft)
            return shares[-1]

        network(move, (normal_latent(move, game), word))
        return torch.stack(shares, 1)

    def judge(move):
        made = written(move, generator.still)
        real, fake = discriminator(move, vectors(move)), discriminator(move, made)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def learn(move):
        x = vectors(move)
        logits = generator(move, (normal_latent(move, game), lambda place, logits: x[:, place]))
        return F.cross_entropy(logits.flatten(0, 1), move.field("text").long().flatten())

    def write(move):
        return cross_entropy(discriminator.still(move, written(move, generator)), 1.0)

    first, last = temperature
    game.steps = 4
    game.scheduled["temperature"] = lambda step, steps: first + (last - first) * max(0, step - steps / 2) / (steps / 2)
    game.given["temperature"] = 0.75
    optimizer = lambda: Adam(rate, 0.5, epsilon=0.01)
    game.player("discriminator", [discriminator], judge, optimizer())
    game.player("likelihood", [generator], learn, optimizer(), average)
    game.player("generator", [generator], write, optimizer(), average)
    game.order = lambda step: [1] if step < 2 else [0, 2]
    return game


def gumbel_gan():
    return of_texts("gumbel-gan", True, (2, 1), [])


def gumbel_gan_of_shares():
    """As in the paper: the softmax in place of the word."""
    return of_texts("gumbel-gan-shares", False, (5, 0.5), ["straight-through=false", "first-temperature=5", "last-temperature=0.5"])


GAMES = [gumbel_gan, gumbel_gan_of_shares]
