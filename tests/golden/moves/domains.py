"""Games over two sets of items: Gan et al. 2017 (triangle), Taigman et al. 2016, Dong et al. 2017."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy
from .classes import LabelMaps
from .energies import small_generator, small_trunk
from .layers import Chain, Convolution, Dense, Flatten, Network, relu, tanh
from .play import BATCH, Adam, Game


class NoiseInput:
    """Values from N(0, 1) behind a vector."""

    def __init__(self, values):
        self.values = values

    def build(self, make, shape):
        return (shape[0] + self.values,)

    def apply(self, at, x):
        return torch.cat([x, at.normal(x.shape[0], self.values)], 1)


def triangle_gan():
    """
    Section 2.2: D1 raises E ln D1(x, y) + E ln(1 - D1(x, G_y(x))) + E ln(1 - D1(G_x(y), y)), D2 tells (x, G_y(x)), 1, from (G_x(y), y), 0;
    both generators raise ln D1 of what they make, and each that D2 takes its pairs for the other's, as in the authors' program.
    """
    game = Game("triangle-gan", "triangle-gan", (2, 8, 8), width=1, settings=["discriminator-moves=2"])
    game.numbers.seed("triangle-gan1")
    game.fields = {"b": (2, 8, 8), "a": (1, 8, 8), "input": (1, 8, 8), "target": (2, 8, 8)}
    game.paired = False
    game.paper = ["agreement=1", "noise=2", "discriminator-moves=3", "averaging=0.998", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    translator = lambda channels: [Chain(*small_trunk(game)), Dense(game.latent), NoiseInput(2), Chain(*small_generator(game, channels))]
    to_b = Network(game, "a-to-b", game.fields["a"], *translator(2))
    to_a = Network(game, "b-to-a", game.fields["b"], *translator(1))
    judge = lambda name: Network(game, name, (3, 8, 8), *small_trunk(game), Dense(1))
    truth, makers = judge("discriminator"), judge("discriminator-of-makers")
    optimizers = adam(game, 1e-3)
    pair = lambda x, y: torch.cat([x, y], 1)

    def tell(move):
        x, y = move.field("a"), move.field("b")
        known = pair(move.field("input"), move.field("target"))
        with_y, with_x = pair(x, to_b.still(move, x)), pair(to_a.still(move, y), y)
        real, fake_y, fake_x = (truth(move, pairs) for pairs in (known, with_y, with_x))
        first, second = makers(move, with_y), makers(move, with_x)
        move.measure_accuracy(real, torch.cat([fake_y, fake_x]))
        return cross_entropy(real, 1.0) + cross_entropy(fake_y, 0.0) + cross_entropy(fake_x, 0.0) + cross_entropy(first, 1.0) + cross_entropy(second, 0.0)

    def translate(move):
        x, y = move.field("a"), move.field("b")
        with_y, with_x = pair(x, to_b(move, x)), pair(to_a(move, y), y)
        apart = cross_entropy(makers.still(move, with_y), 0.0) + cross_entropy(makers.still(move, with_x), 1.0)
        move.measure("apart", apart)
        return cross_entropy(truth.still(move, with_y), 1.0) + cross_entropy(truth.still(move, with_x), 1.0) + apart

    game.player("discriminator", [truth, makers], tell, optimizers[0])
    game.player("generator", [to_b, to_a], translate, optimizers[1], average=game.average(0.998, to_b, to_a))
    game.order = lambda step: [0, 0, 1]
    return game


def dtn():
    """
    Equations 3 to 7: D tells g(f(s)), 0, g(f(t)), 1, and t, 2; g has both taken for 2, and pays 15 (f(s) - f(g(f(s))))^2 and 15 (t - g(f(t)))^2, means
    both. f is learned first, as what a classifier of s sees before its last layer. s has two channels, t one, which f sees in both.
    """
    game = Game("dtn", "dtn", (1, 8, 8), width=2, settings=["features=3"])
    # Numbers by which f tells what is made of s from what is made of t.
    game.numbers.seed("dtn3")
    game.fields, game.paired = {"b": (1, 8, 8), "a": (2, 8, 8), "class": ()}, False
    game.paper = ["constancy=15", "identity=15", "features=128", "averaging=0.998", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    width, values = game.width, 3
    seeing = Network(game, "features", (2, 8, 8), *[layer for halving in range(3) for layer in (Convolution(width << halving, 3, 2), relu())],
                     Flatten(), Dense(values), tanh())
    head = Network(game, "classes", (values,), Dense(3), bare=True)
    generator = Network(game, "generator", (values,), *small_generator(game))
    discriminator = Network(game, "discriminator", game.item, Chain(*small_trunk(game)), Dense(3))
    optimizers = adam(game, 1e-3)
    as_source = lambda t: torch.cat([t, t], 1)
    told = lambda logits, kind: F.cross_entropy(logits, torch.full((BATCH,), kind))

    def score(logits):
        p = F.softmax(logits, 1)[:, 2]
        return torch.log(p / (1 - p))

    def learn(move):
        labels = move.field("class").long()
        logits = head(move, seeing(move, move.field("a")))
        move.measure("class-accuracy", (logits.argmax(1) == labels).double().mean())
        return F.cross_entropy(logits, labels)

    def tell(move):
        t = move.field("b")
        translated = generator.still(move, seeing.still(move, move.field("a")))
        kept = generator.still(move, seeing.still(move, as_source(t)))
        first, second, real = discriminator(move, translated), discriminator(move, kept), discriminator(move, t)
        move.measure_accuracy(score(real), score(first))
        return told(first, 0) + told(second, 1) + told(real, 2)

    def translate(move):
        t = move.field("b")
        seen = seeing.still(move, move.field("a"))
        translated, kept = generator(move, seen), generator(move, seeing.still(move, as_source(t)))
        constancy, identity = F.mse_loss(seeing.still(move, as_source(translated)), seen), F.mse_loss(kept, t)
        move.measure("constancy", constancy)
        move.measure("identity", identity)
        return told(discriminator.still(move, translated), 2) + told(discriminator.still(move, kept), 2) + 15 * constancy + 15 * identity

    game.player("discriminator", [discriminator], tell, optimizers[0])
    game.player("classifier", [seeing, head], learn, Adam(1e-3, 0.5, epsilon=0.01))
    game.player("generator", [generator], translate, optimizers[1], average=game.average(0.998, generator))
    game.steps = 3
    game.order = lambda step: [1] if step < 2 else [0, 2]
    return game


def two_step_translation():
    """
    First step, Odena et al. 2016, equations 2 and 3 with the sets for classes, which D learns of real items alone, non-saturating: as many items of each set, real and made, a first.
    Second step: the encoder lowers the mean of (z - E(G(z, c)))^2 over a batch that is made likewise; G stands still.
    """
    game = Game("two-step-translation", "two-step-translation", (1, 8, 8), width=1)
    game.numbers.seed("two-step-translation")
    game.fields, game.paired = {"b": (1, 8, 8), "a": (1, 8, 8)}, False
    game.paper = ["objective=non-saturating", "class-weight=1", "latent-distribution=normal", "generator.optimizer.beta1=0.5"]
    generator = Network(game, "generator", (game.latent,), LabelMaps(2), Chain(*small_generator(game)))
    trunk = Network(game, "discriminator", game.item, *small_trunk(game))
    source = Network(game, "source", trunk.output, Dense(1), bare=True)
    sets = Network(game, "sets", trunk.output, Dense(2), bare=True)
    encoder = Network(game, "encoder", game.item, Chain(*small_trunk(game)), Dense(game.latent))
    optimizers = adam(game, 1e-3)
    of_both = torch.tensor([0] * BATCH + [1] * BATCH)
    drawn = lambda move: move.normal("latent", 2 * BATCH, game.latent)
    real_items = lambda move: torch.cat([move.field("a"), move.field("b")])

    def judge(move):
        made = generator.still(move, drawn(move), of_both)
        real, fake = trunk(move, real_items(move)), trunk(move, made)
        set_loss = F.cross_entropy(sets(move, real), of_both)
        move.measure("set-loss-real", set_loss)
        real_logits, fake_logits = source(move, real), source(move, fake)
        move.measure_accuracy(real_logits, fake_logits)
        return cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0) + set_loss

    def make(move):
        fake = trunk.still(move, generator(move, drawn(move), of_both))
        set_loss = F.cross_entropy(sets.still(move, fake), of_both)
        move.measure("set-loss-generated", set_loss)
        return cross_entropy(source.still(move, fake), 1.0) + set_loss

    def encode(move):
        z = drawn(move)
        return F.mse_loss(encoder(move, generator.still(move, z, of_both)), z)

    game.player("discriminator", [trunk, source, sets], judge, optimizers[0])
    game.player("generator", [generator], make, optimizers[1])
    game.player("encoder", [encoder], encode, Adam(1e-3, 0.5, epsilon=0.01))
    game.steps = 3
    game.order = lambda step: [0, 1] if step < 2 else [2]
    return game


GAMES = [triangle_gan, dtn, two_step_translation]
