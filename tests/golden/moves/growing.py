"""Networks that grow with the pictures: Karras et al. 2017."""

import math

import torch
import torch.nn.functional as F

from .adversarial import adam, between, normal_latent, wasserstein
from .layers import Chain, Flatten, Function, Network, Place, Reshape, leaky
from .play import BATCH, Game


class Equalized:
    """Karras et al. 2017, section 4.1: weights from N(0, 1), used as w gain / sqrt(fan). With a kernel a convolution of stride 1, else a dense layer."""

    def __init__(self, outputs, kernel=None, gain=math.sqrt(2)):
        self.outputs, self.kernel, self.gain = outputs, kernel, gain

    def build(self, make, shape):
        fan = shape[0] * (self.kernel or 1) ** 2
        self.scale = self.gain / math.sqrt(fan)
        if self.kernel:
            make("kernel", (self.outputs, shape[0], self.kernel, self.kernel))
        else:
            make("weight", (shape[0], self.outputs))
        make("bias", (self.outputs,), low=-0.5, high=0.5)
        return (self.outputs, *shape[1:])

    def apply(self, at, x):
        if self.kernel:
            return F.conv2d(x, self.scale * at["kernel"], at["bias"], padding=self.kernel // 2)
        return x @ (self.scale * at["weight"]) + at["bias"]


class Deviation:
    """Section 3: one more map with the mean deviation over the batch."""

    def build(self, make, shape):
        return (shape[0] + 1, *shape[1:])

    def apply(self, at, x):
        deviation = (x.var(0, unbiased=False) + 1e-8).sqrt().mean()
        return torch.cat([x, deviation.expand(x.shape[0], 1, *x.shape[2:])], 1)


class Resized:
    def __init__(self, factor, function):
        self.factor, self.function = factor, function

    def build(self, make, shape):
        return (shape[0], *(int(pixels * self.factor) for pixels in shape[1:]))

    def apply(self, at, x):
        return self.function(x)


def double(x):
    return x.repeat_interleave(2, 2).repeat_interleave(2, 3)


def halve(x):
    return F.avg_pool2d(x, 2)


def pixel_norm():
    """Section 4.2."""
    return Function(lambda x: x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt())


def fade(share, before, after):
    """Figure 2; a share of None is 1 for good."""
    return after if share is None else (1 - share) * before() + share * after


class GrowingGenerator:
    def __init__(self, start, blocks, pictures):
        self.parts = {"start": start} | {f"blocks/{at}": block for at, block in enumerate(blocks)} | {f"pictures/{at}": picture for at, picture in enumerate(pictures)}
        self.count = len(blocks)

    def build(self, make, shape):
        below = lambda path: lambda name, *rest, **how: make(f"{path}/{name}", *rest, **how)
        maps = self.parts["start"].build(below("start"), shape)
        picture = self.parts["pictures/0"].build(below("pictures/0"), maps)
        for at in range(self.count):
            maps = self.parts[f"blocks/{at}"].build(below(f"blocks/{at}"), maps)
            picture = self.parts[f"pictures/{at + 1}"].build(below(f"pictures/{at + 1}"), maps)
        return picture

    def apply(self, place, z, fades):
        layer = lambda path, x: self.parts[path].apply(place.below(path), x)
        maps = layer("start", z)
        picture = layer("pictures/0", maps)
        for at, share in enumerate(fades):
            maps = layer(f"blocks/{at}", maps)
            smaller = picture
            picture = fade(share, lambda: double(smaller), layer(f"pictures/{at + 1}", maps))
        return picture


class GrowingDiscriminator:
    def __init__(self, end, blocks, pictures):
        self.parts = {"end": end} | {f"blocks/{at}": block for at, block in enumerate(blocks)} | {f"pictures/{at}": picture for at, picture in enumerate(pictures)}
        self.count = len(blocks)

    def build(self, make, shape):
        below = lambda path: lambda name, *rest, **how: make(f"{path}/{name}", *rest, **how)
        maps = self.parts[f"pictures/{self.count}"].build(below(f"pictures/{self.count}"), shape)
        for at in reversed(range(self.count)):
            shape = (shape[0], shape[1] // 2, shape[2] // 2)
            maps = self.parts[f"blocks/{at}"].build(below(f"blocks/{at}"), maps)
            assert maps == self.parts[f"pictures/{at}"].build(below(f"pictures/{at}"), shape)
        return self.parts["end"].build(below("end"), maps)

    def apply(self, place, x, fades):
        layer = lambda path, x: self.parts[path].apply(place.below(path), x)
        maps = layer(f"pictures/{len(fades)}", x)
        for at in reversed(range(len(fades))):
            x = halve(x)
            smaller = x
            maps = fade(fades[at], lambda: layer(f"pictures/{at}", smaller), layer(f"blocks/{at}", maps))
        return layer("end", maps)


class Parts:
    """What moves while a size is faded in."""

    def __init__(self, network, size):
        wanted = ["start", "end", *(f"blocks/{at}" for at in range(size)), *(f"pictures/{at}" for at in (size - 1, size))]
        self.parameters = [path for path in network.parameters if any(path.startswith(f"{network.name}/{part}/") for part in wanted)]


def progressive():
    """4x4, then 8x8 and 16x16, each faded in: appendix A.1. The drift counts 0.25 here, so that it is seen."""
    game = Game("progressive", "progressive", (1, 16, 16), settings=["drift=0.25", "fade-in=1"])
    game.paper = ["drift=0.001", "fade-in=0.5", "penalty=gradient-penalty", "penalty.weight=10", "objective=wasserstein", "averaging=0.999", "learning-rate=1e-3", "discriminator-moves=1",
                  "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.99", "discriminator.optimizer.beta1=0", "discriminator.optimizer.beta2=0.99"]
    # Many pictures, in few digits.
    game.items = lambda shape: torch.tensor([game.numbers.choice([-1, -0.5, 0.5, 1]) for _ in range(BATCH * math.prod(shape))]).reshape(BATCH, *shape)
    made = lambda maps: [Equalized(maps, 3), leaky(), pixel_norm()]
    seen = lambda maps, kernel=3: [Equalized(maps, kernel), leaky()]
    maps = [4 * game.width, 2 * game.width, game.width]
    generator = Network(game, "generator", (game.latent,), GrowingGenerator(
        Chain(pixel_norm(), Equalized(maps[0] * 16), Reshape(maps[0], 4, 4), leaky(), pixel_norm(), *made(maps[0])),
        [Chain(Resized(2, double), *made(count), *made(count)) for count in maps[1:]], [Equalized(1, 1, gain=1) for _ in maps]), bare=True)
    discriminator = Network(game, "discriminator", game.item, GrowingDiscriminator(
        Chain(Deviation(), *seen(maps[0]), Flatten(), Equalized(maps[0]), leaky(), Equalized(1, gain=1)),
        [Chain(*seen(maps[at + 1]), *seen(maps[at]), Resized(0.5, halve)) for at in range(2)], [Chain(*seen(count, 1)) for count in maps]), bare=True)
    apply = lambda network, move, x, fades: network.chain.apply(Place(move, network.name, False, None), x, fades)
    optimizers = adam(game, 1e-3, 0, 0.99)
    # Shares of 1, 2 and 2 of five steps; a size comes in over all of its steps.
    begins = {1: 1, 2: 3}
    for size, begin in begins.items():
        game.scheduled[f"fade-{size}"] = lambda step, steps, begin=begin: min(1.0, max(0.0, (step - begin) / 2))
    game.given = {"fade-1": 0.375, "fade-2": 0.625}
    average = game.average(0.999, generator)
    discriminator_loss, generator_loss = wasserstein()
    penalty = between(10)

    def within(move, size):
        return [None] * (size - 1) + [move.values[f"schedule/fade-{size}"]] if size else []

    def shown(move, fades):
        """Real pictures are no finer than those that are made."""
        small = [move.data]
        while len(small) < 3:
            small.insert(0, halve(small[0]))
        x = small[0]
        for share, finer in zip(fades, small[1:]):
            before = x
            x = fade(share, lambda: double(before), finer)
        return x

    def critic(size):
        def judge(move):
            fades = within(move, size)
            x, fake = shown(move, fades), apply(generator, move, normal_latent(move, game), fades)
            real_scores, fake_scores = apply(discriminator, move, x, fades), apply(discriminator, move, fake, fades)
            move.measure_accuracy(real_scores, fake_scores, has_zero=False)
            price = penalty(move, lambda items: apply(discriminator, move, items, fades), x, fake.detach(), real_scores)
            move.measure("penalty", price)
            return discriminator_loss(move, real_scores, fake_scores) + 0.25 * real_scores.square().mean() + price
        return judge

    def maker(size):
        def make(move):
            fades = within(move, size)
            return generator_loss(None, apply(discriminator, move, apply(generator, move, normal_latent(move, game), fades), fades))
        return make

    for size, name in ((2, ""), (1, "-8x8"), (0, "-4x4")):
        game.player(f"discriminator{name}", [Parts(discriminator, size)], critic(size), optimizers[0])
        game.player(f"generator{name}", [Parts(generator, size)], maker(size), optimizers[1], average=average)
    game.order, game.steps = lambda step: [[4, 5], [2, 3], [2, 3], [0, 1], [0, 1]][step], 5
    return game


GAMES = [progressive]
