"""Pictures made of pictures, with pairs and without: Isola et al. 2017 and Zhu et al. 2017."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy
from .layers import Chain, Convolution, Doubling, Dropout, Network, leaky, relu, tanh
from .play import BATCH, Game


class InstanceNorm:
    """Ulyanov et al. 2016: each channel of each item to mean 0 and variance 1."""

    def build(self, make, shape):
        make("scale", (shape[0],), low=0.5, high=1.5)
        make("shift", (shape[0],), low=-0.5, high=0.5)
        return shape

    def apply(self, at, x):
        return F.instance_norm(x, weight=at["scale"], bias=at["shift"])


class Reflection:
    """Pictures continued by their mirror images."""

    def __init__(self, pixels):
        self.pixels = pixels

    def build(self, make, shape):
        return (shape[0], shape[1] + 2 * self.pixels, shape[2] + 2 * self.pixels)

    def apply(self, at, x):
        return F.pad(x, [self.pixels] * 4, mode="reflect")


class Unpadded(Convolution):
    """A convolution of what lies within the picture alone."""

    def build(self, make, shape):
        super().build(make, shape)
        return (self.maps, *(pixels - self.kernel + 1 for pixels in shape[1:]))

    def apply(self, at, x):
        return F.conv2d(x, at["kernel"], at["bias"] if self.bias else None)


class Halving(Convolution):
    """3x3 with stride 2 and one zero on each side."""

    def __init__(self, maps):
        super().__init__(maps, 3, 2, bias=False)

    def apply(self, at, x):
        return F.conv2d(x, at["kernel"], stride=2, padding=1)


class Widening:
    """Transposed convolution 3x3 with stride 2, twice as many pixels: the last row and column of 2n + 1 are cut off."""

    def __init__(self, maps):
        self.maps = maps

    def build(self, make, shape):
        channels, height, width = shape
        make("kernel", (channels, self.maps, 3, 3), fan=channels * 9 / 4)
        return (self.maps, 2 * height, 2 * width)

    def apply(self, at, x):
        return F.conv_transpose2d(x, at["kernel"], stride=2)[:, :, :-1, :-1]


class Below:
    """A chain under a name, and how what it makes joins what it is given."""

    def __init__(self, name, join, *layers):
        self.name, self.join, self.chain = name, join, Chain(*layers)

    def build(self, make, shape):
        made = self.chain.build(lambda part, *rest, **how: make(f"{self.name}/{part}", *rest, **how), shape)
        return (shape[0] + made[0], *made[1:]) if self.join == "beside" else made

    def apply(self, at, x):
        made = self.chain.apply(at.below(self.name), x)
        return torch.cat([x, made], 1) if self.join == "beside" else x + made


def u_net(width, channels):
    """Appendix 6.1 for pictures of 8x8, which are halved three times: all stages on the way up but the last have dropout, the first two here."""
    innermost = [leaky(), Convolution(4 * width, 4, 2), relu(), Doubling(2 * width, bias=False), InstanceNorm(), Dropout(0.5)]
    middle = [leaky(), Convolution(2 * width, 4, 2, bias=False), InstanceNorm(), Below("inner", "beside", *innermost),
              relu(), Doubling(width, bias=False), InstanceNorm(), Dropout(0.5)]
    return [Convolution(width, 4, 2), Below("inner", "beside", *middle), relu(), Doubling(channels), tanh()]


def patches(width):
    """Patches of 16x16."""
    return [Convolution(width, 4, 2), leaky(), Convolution(2 * width, 4, 1, bias=False), InstanceNorm(), leaky(), Convolution(1, 4)]


def residual_translator(width, channels):
    """Appendix 7.2 with two blocks."""
    block = lambda: Below("block", "added", Reflection(1), Unpadded(4 * width, 3, bias=False), InstanceNorm(), relu(), Reflection(1), Unpadded(4 * width, 3, bias=False), InstanceNorm())
    return [Reflection(3), Unpadded(width, 7, bias=False), InstanceNorm(), relu(), Halving(2 * width), InstanceNorm(), relu(), Halving(4 * width), InstanceNorm(), relu(),
            block(), block(), Widening(2 * width), InstanceNorm(), relu(), Widening(width), InstanceNorm(), relu(), Reflection(3), Unpadded(channels, 7), tanh()]


def pix2pix():
    """Equation 4, G* = arg min max L_cGAN(G, D) + 100 L_L1(G); D's loss is halved (section 3.3), G maximizes ln D(x, G(x))."""
    game = Game("pix2pix", "pix2pix", (1, 8, 8))
    game.fields, game.paired = {"target": (1, 8, 8), "input": (2, 8, 8)}, True
    game.paper = ["objective.discriminator-weight=0.5", "faithfulness=100", "realism=1", "averaging=0", "discriminator-moves=1",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "generator.optimizer.beta2=0.999"]
    generator = Network(game, "generator", (2, 8, 8), *u_net(game.width, 1))
    discriminator = Network(game, "discriminator", (3, 8, 8), *patches(game.width))
    optimizers = adam(game, 4e-4)

    def judge(move):
        x, y = move.field("input"), move.field("target")
        real = discriminator(move, torch.cat([x, y], 1))
        fake = discriminator(move, torch.cat([x, generator.still(move, x)], 1))
        move.measure_accuracy(real, fake)
        return (cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)) / 2

    def translate(move):
        x, y = move.field("input"), move.field("target")
        made = generator(move, x)
        distance = F.l1_loss(made, y)
        move.measure("distance", distance)
        return cross_entropy(discriminator.still(move, torch.cat([x, made], 1)), 1.0) + 100 * distance

    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [generator], translate, optimizers[1])
    return game


def pool(game, name, count):
    """Shrivastava et al. 2016, section 2.3, with a name: half of a batch from pictures made before. The first batch fills it."""
    game.state(f"replay-{name}", torch.zeros(count, *game.fields[name]))
    game.state(f"replay-{name}-filled", 0.0)

    def seen(move, made):
        kept, filled = move.values[f"state/replay-{name}"], move.values[f"state/replay-{name}-filled"] > 0
        enters = move.uniform("replay-enters", count, 1, 1, 1) < 0.5 * BATCH / count
        arrivals = made[(move.uniform("replay-arrivals", count) * BATCH).long()].detach()
        move.change(f"state/replay-{name}", torch.where(enters, arrivals, kept) if filled else arrivals)
        move.change(f"state/replay-{name}-filled", torch.tensor(1.0))
        earlier = kept[(move.uniform("replay-earlier", BATCH) * count).long()]
        return torch.where(move.uniform("replay", BATCH, 1, 1, 1) < 0.5, earlier, made) if filled else made

    return seen


def unpaired(name, channels_of_a, identity, looseness, steps):
    """
    Equations 1 to 3 with section 4's least squares: G: A -> B lowers E (D_B(G(a)) - 1)^2, D_B lowers half of
    E (D_B(b) - 1)^2 + E D_B(G(a))^2, and so do F: B -> A and D_A; 10 times both ways round; half as much, section 5.2,
    where a picture is translated into its own set.
    """
    game = Game(name, "cyclegan", (1, 8, 8), width=1, settings=["replay=12"])
    # Numbers that float32 is long enough for, or nearly: PyTorch in float32 is as far off.
    game.numbers.seed(f"{name}6")
    game.looseness = looseness
    game.fields, game.paired = {"b": (1, 8, 8), "a": (channels_of_a, 8, 8)}, False
    game.paper = ["objective=least-squares", "cycle=10", "identity=5", "realism=2", "replay=50", "learning-rate-decay=0.5", "averaging=0", "discriminator-moves=1",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    to_b = Network(game, "a-to-b", game.fields["a"], *residual_translator(game.width, 1))
    to_a = Network(game, "b-to-a", game.fields["b"], *residual_translator(game.width, channels_of_a))
    of_a = Network(game, "discriminator-a", game.fields["a"], *patches(game.width))
    of_b = Network(game, "discriminator-b", game.fields["b"], *patches(game.width))
    pool_a, pool_b = pool(game, "a", 12), pool(game, "b", 12)
    optimizers = adam(game, 4e-4)

    def one(move, judge, real, made, name):
        real, fake = judge(move, real), judge(move, made)
        move.measure(f"score-real-{name}", real.mean())
        move.measure(f"score-generated-{name}", fake.mean())
        return ((real - 1).square().mean() + fake.square().mean()) / 2

    def judge(move):
        a, b = move.field("a"), move.field("b")
        return (one(move, of_a, a, pool_a(move, to_a.still(move, b)), "a")
                + one(move, of_b, b, pool_b(move, to_b.still(move, a)), "b"))

    def translate(move):
        a, b = move.field("a"), move.field("b")
        made_b, made_a = to_b(move, a), to_a(move, b)
        back = F.l1_loss(to_a(move, made_b), a) + F.l1_loss(to_b(move, made_a), b)
        move.measure("cycle", back)
        loss = (of_b.still(move, made_b) - 1).square().mean() + (of_a.still(move, made_a) - 1).square().mean() + 10 * back
        return loss + identity * (F.l1_loss(to_b(move, b), b) + F.l1_loss(to_a(move, a), a)) if identity else loss

    game.player("discriminator", [of_a, of_b], judge, optimizers[0])
    game.player("generator", [to_a, to_b], translate, optimizers[1])
    game.rate_decay, game.steps = 0.5, steps
    return game


def cyclegan():
    return unpaired("cyclegan", 1, 5, looseness=100, steps=2)


def cyclegan_colours():
    """Sets of other colours: no picture of one is a picture of the other."""
    return unpaired("cyclegan-colours", 2, 0, looseness=100, steps=3)


GAMES = [pix2pix, cyclegan, cyclegan_colours]
