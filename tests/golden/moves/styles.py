"""Style-based generators: Karras et al. 2018 and 2019."""

import math

import torch
import torch.nn.functional as F

from styles import adaptive_norm, deviation, doubled, filtered, modulated

from .adversarial import adam, non_saturating, normal_latent, slope
from .layers import Chain, Flatten, Network, leaky
from .play import BATCH, Game

ROOT = math.sqrt(2)


class Equalized:
    """Weights from N(0, 1), used as w gain / sqrt(fan). With a kernel a convolution, else a dense layer."""

    def __init__(self, outputs, kernel=None, gain=ROOT, stride=1, bias=True):
        self.outputs, self.kernel, self.gain, self.stride, self.bias = outputs, kernel, gain, stride, bias

    def build(self, make, shape):
        self.scale = self.gain / math.sqrt(shape[0] * (self.kernel or 1) ** 2)
        if self.kernel:
            make("kernel", (self.outputs, shape[0], self.kernel, self.kernel))
        else:
            make("weight", (shape[0], self.outputs))
        if self.bias:
            make("bias", (self.outputs,), low=-0.5, high=0.5)
        # A stride of 2 comes without zeros, behind a filter that has put some.
        return (self.outputs, *((pixels - self.kernel) // 2 + 1 if self.stride == 2 else pixels for pixels in shape[1:]))

    def apply(self, at, x):
        bias = at["bias"] if self.bias else 0
        if not self.kernel:
            return x @ (self.scale * at["weight"]) + bias
        y = F.conv2d(x, self.scale * at["kernel"], stride=self.stride, padding=0 if self.stride == 2 else self.kernel // 2)
        return y + at["bias"][:, None, None] if self.bias else y


class Filtered:
    def build(self, make, shape):
        return (shape[0], *(pixels + 1 for pixels in shape[1:]))

    def apply(self, at, x):
        return filtered(x, 2, 2)


class Added:
    """2019, figure 7: (skip + convolutions) / sqrt 2."""

    def __init__(self, block, shortcut):
        self.block, self.shortcut = block, shortcut

    def build(self, make, shape):
        below = lambda path: lambda name, *rest, **how: make(f"{path}/{name}", *rest, **how)
        self.shortcut.build(below("shortcut/1"), (shape[0], shape[1] // 2, shape[2] // 2))
        return self.block.build(below("block"), shape)

    def apply(self, at, x):
        return self.block.apply(at.below("block"), x) + self.shortcut.apply(at.below("shortcut/1"), filtered(x, 1, 1, step=2))


class Halved:
    """(skip + convolutions) / sqrt 2 takes two places of the chain."""

    def build(self, make, shape):
        return shape

    def apply(self, at, x):
        return x / ROOT


class Deviation:
    def build(self, make, shape):
        return (shape[0] + 1, *shape[1:])

    def apply(self, at, x):
        return deviation(x)


class Mapping:
    """2018, section 2: z / |z|, dense layers that move a hundredth as fast; the mean of w follows every pass."""

    def __init__(self, styles, layers):
        self.styles, self.layers = styles, layers

    def build(self, make, shape):
        for layer in range(self.layers):
            make(f"{layer}/weight", (shape[0] if layer == 0 else self.styles, self.styles), low=-100, high=100)
            make(f"{layer}/bias", (self.styles,), low=-50, high=50)
        make("mean", (self.styles,), statistic=True)
        return (self.styles,)

    def apply(self, at, x):
        x = x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()
        for layer in range(self.layers):
            x = F.leaky_relu(x @ (0.01 * ROOT / math.sqrt(x.shape[1]) * at[f"{layer}/weight"]) + 0.01 * at[f"{layer}/bias"], 0.2)
        at.change("mean", 0.995 * at["mean"] + 0.005 * x.mean(0))
        return x


class Modulated:
    def __init__(self, styles, maps, kernel=3, doubles=False, demodulates=True, gain=ROOT):
        self.styles, self.maps, self.kernel, self.how = styles, maps, kernel, {"doubles": doubles, "demodulates": demodulates, "gain": gain}

    def build(self, make, shape):
        channels, height, width = shape
        make("affine/weight", (self.styles, channels))
        make("affine/bias", (channels,), low=-0.5, high=0.5)
        doubles = self.how["doubles"]
        make("kernel", (*((channels, self.maps) if doubles else (self.maps, channels)), self.kernel, self.kernel))
        make("bias", (self.maps,), low=-0.5, high=0.5)
        return (self.maps, 2 * height, 2 * width) if doubles else (self.maps, height, width)

    def apply(self, at, x, style):
        return modulated(x, style, **self.how, **{name: at[name] for name in ("affine/weight", "affine/bias", "kernel", "bias")})


class Layer:
    """A modulated convolution, noise, leaky ReLU."""

    def __init__(self, styles, maps, doubles=False):
        self.convolution = Modulated(styles, maps, doubles=doubles)

    def build(self, make, shape):
        shape = self.convolution.build(lambda name, *rest, **how: make(f"0/{name}", *rest, **how), shape)
        make("1/strength", (1,), low=0.25, high=0.5)
        return shape

    def apply(self, at, x, style):
        x = self.convolution.apply(at.below("0"), x, style)
        noise = at.below("1")
        return F.leaky_relu(x + noise["strength"] * noise.normal(x.shape[0], 1, *x.shape[2:]), 0.2)


class Synthesis:
    """2019, figure 7: pictures of all sizes added up; what makes one has the style of the layer behind it."""

    def __init__(self, start, styles, maps, channels):
        self.start, self.blocks = start, []
        for size, count in enumerate(maps):
            layers = [Layer(styles, count, doubles=True)] if size else []
            self.blocks.append((layers + [Layer(styles, count)], Modulated(styles, channels, 1, demodulates=False, gain=1.0)))
        self.count = sum(len(layers) for layers, _ in self.blocks) + 1

    def build(self, make, shape):
        below = lambda path: lambda name, *rest, **how: make(f"{path}/{name}", *rest, **how)
        make("start", self.start)
        maps = self.start
        for size, (layers, picture) in enumerate(self.blocks):
            for number, layer in enumerate(layers):
                maps = layer.build(below(f"{size}/{number}"), maps)
            painted = picture.build(below(f"{size}/picture"), maps)
        return painted

    def apply(self, at, styles):
        x, picture, style = at["start"].expand(styles.shape[0], *self.start), None, 0
        for size, (layers, paint) in enumerate(self.blocks):
            for number, layer in enumerate(layers):
                x = layer.apply(at.below(f"{size}/{number}"), x, styles[:, style])
                style += 1
            painted = paint.apply(at.below(f"{size}/picture"), x, styles[:, min(style, self.count - 1)])
            picture = painted if picture is None else doubled(picture) + painted
        return picture


class NormalizedLayer:
    """2018, figure 1: a convolution but for the start, which may double, noise by channel, leaky ReLU, adaptive instance norm."""

    def __init__(self, styles, maps, doubles=False, convolves=True):
        self.styles, self.maps, self.doubles, self.convolves = styles, maps, doubles, convolves
        # A filter behind the convolution that doubles is a module too.
        self.noise = 2 if doubles else 1 if convolves else 0

    def build(self, make, shape):
        channels, height, width = shape
        if self.convolves:
            # Of 9 taps of one that doubles, a quarter meets each pixel.
            self.scale = ROOT / math.sqrt(channels * 9 / (4 if self.doubles else 1))
            make("0/kernel", (*((channels, self.maps) if self.doubles else (self.maps, channels)), 3, 3))
            make("0/bias", (self.maps,), low=-0.5, high=0.5)
        make(f"{self.noise}/strength", (self.maps,), low=0.25, high=0.5)
        make(f"{self.noise + 2}/affine/weight", (self.styles, 2 * self.maps))
        make(f"{self.noise + 2}/affine/bias", (2 * self.maps,), low=-0.5, high=0.5)
        return (self.maps, 2 * height, 2 * width) if self.doubles else (self.maps, height, width)

    def apply(self, at, x, style):
        if self.doubles:
            x = filtered(F.conv_transpose2d(x, self.scale * at["0/kernel"], at["0/bias"], stride=2), 1, 1, gain=2.0)
        elif self.convolves:
            x = F.conv2d(x, self.scale * at["0/kernel"], at["0/bias"], padding=1)
        noise = at.below(f"{self.noise}")
        x = F.leaky_relu(x + noise["strength"][:, None, None] * noise.normal(x.shape[0], 1, *x.shape[2:]), 0.2)
        return adaptive_norm(x, style, **{name: at[f"{self.noise + 2}/{name}"] for name in ("affine/weight", "affine/bias")})


class NormalizedSynthesis:
    """2018: one layer of 1x1 makes the picture, and no style steers it."""

    def __init__(self, start, styles, maps, channels):
        self.start, self.channels = start, channels
        self.layers = [(f"{size}/{number}", NormalizedLayer(styles, count, doubles=size > 0 and number == 0, convolves=size + number > 0))
                       for size, count in enumerate(maps) for number in range(2)]
        self.last, self.count = f"{len(maps) - 1}/picture/0", len(self.layers)

    def build(self, make, shape):
        below = lambda path: lambda name, *rest, **how: make(f"{path}/{name}", *rest, **how)
        make("start", self.start)
        maps = self.start
        for path, layer in self.layers:
            maps = layer.build(below(path), maps)
        self.scale = 1 / math.sqrt(maps[0])
        make(f"{self.last}/kernel", (self.channels, maps[0], 1, 1))
        make(f"{self.last}/bias", (self.channels,), low=-0.5, high=0.5)
        return (self.channels, *maps[1:])

    def apply(self, at, styles):
        x = at["start"].expand(styles.shape[0], *self.start)
        for number, (path, layer) in enumerate(self.layers):
            x = layer.apply(at.below(path), x, styles[:, number])
        return F.conv2d(x, self.scale * at[f"{self.last}/kernel"], at[f"{self.last}/bias"])


def mixed_styles(game, mapping, count, mixing):
    """Styles of each layer, [batch, layers, styles]: for some pictures others from a layer on."""
    def styles(move, apply):
        front, behind = (apply(mapping, normal_latent(move, game)) for _ in range(2))
        share, place = move.uniform("mixing", BATCH), move.uniform("crossover", BATCH)
        mixed = []
        for item in range(BATCH):
            start = 1 + int(place[item] * (count - 1)) if share[item] < mixing else count
            mixed.append(torch.stack([front[item] if layer < start else behind[item] for layer in range(count)]))
        return torch.stack(mixed)
    return styles


def judged(discriminator, pictures, styles, discriminator_loss):
    """What D loses in a move with or without R1, which is paid so many times as high."""
    def judge(payments):
        def loss(move):
            fake = pictures.still(move, styles(move, lambda network, x: network.still(move, x))).detach()
            real_logits, fake_logits = discriminator(move, move.data), discriminator(move, fake)
            move.measure_accuracy(real_logits, fake_logits)
            price = discriminator_loss(move, real_logits, fake_logits)
            if payments:
                penalty = 5 * slope(lambda x: discriminator.still(move, x), move.data).square().mean()
                move.measure("penalty", penalty)
                price = price + payments * penalty
            return price
        return loss

    return judge


def stylegan():
    """R1 at every second move of D, twice as high; two styles for half of the pictures."""
    game = Game("stylegan", "stylegan", (1, 8, 8), settings=["penalty.every=2", "mixing=0.5"])
    game.paper = ["penalty.gamma=10", "mixing=0.9", "objective=non-saturating", "averaging=0.999", "learning-rate=1e-3",
                  "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.99", "discriminator.optimizer.beta1=0", "discriminator.optimizer.beta2=0.99"]
    game.looseness = 10
    latent, width = game.latent, game.width
    synthesis = NormalizedSynthesis((2 * width, 4, 4), latent, [2 * width, width], 1)
    mapping = Network(game, "generator/0", (latent,), Mapping(latent, 2), bare=True)
    pictures = Network(game, "generator/2", (synthesis.count, latent), synthesis, bare=True)
    discriminator = Network(game, "discriminator", game.item, Equalized(width, 1), leaky(), Equalized(width, 3), leaky(), Filtered(), Equalized(2 * width, 3, stride=2), leaky(),
                            Deviation(), Equalized(2 * width, 3), leaky(), Flatten(), Equalized(2 * width), leaky(), Equalized(1, gain=1))
    optimizers = adam(game, 1e-3, 0, 0.99)
    average = game.average(0.999, mapping, pictures)
    discriminator_loss, generator_loss = non_saturating()
    styles = mixed_styles(game, mapping, synthesis.count, 0.5)

    def make(move):
        made = pictures(move, styles(move, lambda network, x: network(move, x)))
        return generator_loss(None, discriminator.still(move, made))

    judge = judged(discriminator, pictures, styles, discriminator_loss)
    for payments in (2, 0):
        game.player("discriminator", [discriminator], judge(payments), optimizers[0])
    game.player("generator", [mapping, pictures], make, optimizers[1], average=average)
    game.order, game.steps = lambda step: [step % 2, 2], 4
    return game


def stylegan2():
    """R1 at every second move of D, path lengths at every third of G, each so many times as high; two styles for half of the pictures."""
    game = Game("stylegan2", "stylegan2", (1, 8, 8), settings=["penalty.every=2", "path-length-every=3", "mixing=0.5"])
    game.paper = ["penalty.gamma=10", "path-length-weight=2", "path-length-every=8", "mixing=0.9", "objective=non-saturating", "averaging=0.999", "learning-rate=2e-3",
                  "generator.optimizer.beta1=0", "generator.optimizer.beta2=0.99", "discriminator.optimizer.beta1=0", "discriminator.optimizer.beta2=0.99"]
    game.looseness = 10
    # By these numbers the styles are felt in the loss.
    game.numbers.seed("b")
    latent, width = game.latent, game.width
    synthesis = Synthesis((2 * width, 4, 4), latent, [2 * width, width], 1)
    mapping = Network(game, "generator/0", (latent,), Mapping(latent, 2), bare=True)
    pictures = Network(game, "generator/2", (synthesis.count, latent), synthesis, bare=True)
    discriminator = Network(game, "discriminator", game.item, Equalized(width, 1), leaky(),
                            Added(Chain(Equalized(width, 3), leaky(), Filtered(), Equalized(2 * width, 3, stride=2), leaky()), Equalized(2 * width, 1, gain=1, bias=False)), Halved(),
                            Deviation(), Equalized(2 * width, 3), leaky(), Flatten(), Equalized(2 * width), leaky(), Equalized(1, gain=1))
    optimizers = adam(game, 2e-3, 0, 0.99)
    for optimizer, interval in zip(optimizers, (2, 3)):
        share = interval / (interval + 1)
        optimizer.rate, optimizer.beta2 = 2e-3 * share, 0.99 ** share
    average = game.average(0.999, mapping, pictures)
    game.state("path-length", 0.25)
    discriminator_loss, generator_loss = non_saturating()
    styles = mixed_styles(game, mapping, synthesis.count, 0.5)

    def make(payments):
        def loss(move):
            w = styles(move, lambda network, x: network(move, x))
            made = pictures(move, w)
            price = generator_loss(None, discriminator.still(move, made))
            if payments:
                noise = move.normal("path", *made.shape)
                steep, = torch.autograd.grad((made * noise).sum() / 8, w, create_graph=True)
                lengths = steep.square().sum(2).mean(1).sqrt()
                before = move.values["state/path-length"]
                mean = before + 0.01 * (lengths.mean().detach() - before)
                move.change("state/path-length", mean)
                penalty = (lengths - mean).square().mean()
                move.measure("path-length", lengths.mean())
                move.measure("path-price", penalty)
                price = price + 2 * payments * penalty
            return price
        return loss

    judge = judged(discriminator, pictures, styles, discriminator_loss)
    for payments in (2, 0):
        game.player("discriminator", [discriminator], judge(payments), optimizers[0])
    for payments in (3, 0):
        game.player("generator", [mapping, pictures], make(payments), optimizers[1], average=average)
    game.order, game.steps = lambda step: [step % 2, 2 if step % 3 == 0 else 3], 4
    return game


GAMES = [stylegan, stylegan2]
