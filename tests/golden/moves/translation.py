"""Pictures made of pictures, with pairs and without: Isola et al. 2017, Zhu et al. 2017, Kim et al. 2017, Liu and Tuzel 2016, Liu et al. 2017, Zhou et al. 2017, Shen and Liu 2017."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy, slope, uniform_latent
from .energies import small_generator, small_trunk
from .layers import BatchNorm, Chain, Convolution, Dense, Doubling, Dropout, Flatten, Network, leaky, relu, tanh
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


def encoder_and_decoder(width, channels):
    """Layers of DCGAN for pictures of 16x16, halved twice."""
    return [Convolution(width, 4, 2), leaky(), Convolution(2 * width, 4, 2, bias=False), BatchNorm(), leaky(),
            Doubling(width, bias=False), BatchNorm(), relu(), Doubling(channels), tanh()]


def halved_twice(width):
    """The discriminator of DCGAN's small form for pictures of 16x16."""
    dense = lambda: [Dense(16 * width), leaky(), Dropout(0.2)]
    return [Convolution(width, 4, 2), leaky(), Convolution(2 * width, 4, 2), leaky(), Convolution(4 * width, 3, 2), leaky(), Flatten(), Dropout(0.2), *dense(), *dense(), Dense(1)]


def scored(move, name, judge, real, made):
    """Logits of items of a set and of those that were made for it, and their means."""
    real, made = judge(move, real), judge(move, made)
    move.measure(f"score-real-{name}", real.mean())
    move.measure(f"score-generated-{name}", made.mean())
    return real, made


def told_apart(real, made):
    return cross_entropy(real, 1.0) + cross_entropy(made, 0.0)


def discogan():
    """
    Section 2.4: L_G = L_GAN_B + L_CONST_A + L_GAN_A + L_CONST_B, where L_GAN_B = -E ln D_B(G_AB(a)) and L_CONST_A = d(G_BA(G_AB(a)), a),
    and L_D = L_D_A + L_D_B; d is the mean squared error.
    """
    game = Game("discogan", "discogan", (1, 16, 16), width=1)
    game.fields, game.paired = {"b": (1, 16, 16), "a": (2, 16, 16)}, False
    game.paper = ["objective=non-saturating", "cycle=1", "averaging=0", "discriminator-moves=1", "generator.learning-rate=2e-4", "discriminator.learning-rate=2e-4",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "generator.optimizer.beta2=0.999"]
    to_b = Network(game, "a-to-b", game.fields["a"], *encoder_and_decoder(game.width, 1))
    to_a = Network(game, "b-to-a", game.fields["b"], *encoder_and_decoder(game.width, 2))
    of_a = Network(game, "discriminator-a", game.fields["a"], *halved_twice(game.width))
    of_b = Network(game, "discriminator-b", game.fields["b"], *halved_twice(game.width))
    optimizers = adam(game)

    def judge(move):
        a, b = move.field("a"), move.field("b")
        return (told_apart(*scored(move, "a", of_a, a, to_a.still(move, b)))
                + told_apart(*scored(move, "b", of_b, b, to_b.still(move, a))))

    def translate(move):
        a, b = move.field("a"), move.field("b")
        made_b, made_a = to_b(move, a), to_a(move, b)
        back = F.mse_loss(to_a(move, made_b), a) + F.mse_loss(to_b(move, made_a), b)
        move.measure("cycle", back)
        # Real items pass too, whose dropout is drawn first.
        of_b.still(move, b)
        for_b = cross_entropy(of_b.still(move, made_b), 1.0)
        of_a.still(move, a)
        return for_b + cross_entropy(of_a.still(move, made_a), 1.0) + back

    game.player("discriminator", [of_a, of_b], judge, optimizers[0])
    game.player("generator", [to_a, to_b], translate, optimizers[1])
    return game


def cogan():
    """
    Equation 4 of Liu and Tuzel 2016: both discriminators tell items of their sets from those that both generators make of one z; the generators
    maximize ln f(g(z)). All layers of the generators but the last are shared, and all of the discriminators but the first.
    """
    game = Game("cogan", "cogan", (1, 8, 8), width=1)
    game.fields, game.paired = {"b": (1, 8, 8), "a": (2, 8, 8)}, False
    game.paper = ["objective=non-saturating", "latent-distribution=uniform", "batch=64", "averaging=0.998", "discriminator-moves=1",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "generator.learning-rate=1e-3"]
    shared, trunk = small_generator(game)[:-2], small_trunk(game)
    scene = Network(game, "generator", (game.latent,), *shared)
    last = {name: Network(game, f"generator-{name}", scene.output, Convolution(game.fields[name][0], 7), tanh()) for name in "ab"}
    first = {name: Network(game, f"discriminator-{name}", game.fields[name], *small_trunk(game)[:2]) for name in "ab"}
    rest = Network(game, "discriminator", first["a"].output, *trunk[2:], Dense(1))
    optimizers = adam(game, 1e-3)

    def judge(move):
        shown = scene.still(move, uniform_latent(move, game))
        return sum(told_apart(*scored(move, name, lambda move, x, n=name: rest(move, first[n](move, x)), move.field(name), last[name].still(move, shown))) for name in "ab")

    def make(move):
        shown, loss = scene(move, uniform_latent(move, game)), 0
        made = {name: last[name](move, shown) for name in "ab"}
        for name in "ab":
            # Real items pass too and their dropout is drawn first, but nothing comes of them, so that no batch is taken.
            rest.still(move, first[name].still(move, move.data_batch[name]))
            loss = loss + cross_entropy(rest.still(move, first[name].still(move, made[name])), 1.0)
        return loss

    game.player("discriminator", [first["a"], first["b"], rest], judge, optimizers[0])
    game.player("generator", [scene, *last.values()], make, optimizers[1], average=game.average(0.998, scene, *last.values()))
    return game


def unit():
    """
    Equations 2 to 6 of Liu, Breuel and Kautz 2017, with means for sums: for each set 0.1 KL(N(E(x), 1), N(0, 1)) + 100 |x - G(z)| + 10 ln(1 / D'(G'(z)))
    + 0.1 (KL(N(E(x), 1), N(0, 1)) + KL(N(E'(G'(z)), 1), N(0, 1))) + 100 |x - G(z')|, where z' is a code of G'(z) and a prime marks the other set. The last block
    of the encoders E and the first of the generators G are shared.
    """
    game = Game("unit", "unit", (1, 16, 16), width=1)
    # Numbers that float32 is long enough for, or nearly: PyTorch in float32 is as far off.
    game.numbers.seed("unit2")
    game.looseness = 20
    game.fields, game.paired = {"b": (1, 16, 16), "a": (2, 16, 16)}, False
    game.paper = ["objective=non-saturating", "realism=10", "divergence=0.1", "faithfulness=100", "cycle-divergence=0.1", "cycle=100", "averaging=0",
                  "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    block = lambda: residual_translator(game.width, 1)[10]
    encoder = {name: Network(game, f"encoder-{name}", game.fields[name], *residual_translator(game.width, 1)[:11]) for name in "ab"}
    meaning = Network(game, "encoder", encoder["a"].output, block())
    scene = Network(game, "generator", meaning.output, block())
    generator = {name: Network(game, f"generator-{name}", scene.output, block(), *residual_translator(game.width, game.fields[name][0])[12:]) for name in "ab"}
    judges = {name: Network(game, f"discriminator-{name}", game.fields[name], *patches(game.width)) for name in "ab"}
    optimizers = adam(game, 4e-4)
    noisy = lambda move, mean: mean + move.normal("code", *mean.shape)
    divergence = lambda mean: mean.square().mean() / 2
    pairs = (("a", "b"), ("b", "a"))

    def judge(move):
        loss = 0
        for name, other in pairs:
            code = noisy(move, meaning.still(move, encoder[other].still(move, move.field(other))))
            loss = loss + told_apart(*scored(move, name, judges[name], move.field(name), generator[name].still(move, scene.still(move, code))))
        return loss

    def translate(move):
        loss = 0
        for own, other in pairs:
            x = move.field(own)
            mean = meaning(move, encoder[own](move, x))
            code = noisy(move, mean)
            translated = generator[other](move, scene(move, code))
            again = F.l1_loss(generator[own](move, scene(move, code)), x)
            mean_of_other = meaning(move, encoder[other](move, translated))
            back = F.l1_loss(generator[own](move, scene(move, noisy(move, mean_of_other))), x)
            move.measure(f"reconstruction-{own}", again)
            move.measure(f"cycle-{own}", back)
            move.field(other)
            loss = loss + 10 * cross_entropy(judges[other].still(move, translated), 1.0) + 0.1 * divergence(mean) + 100 * again \
                + 0.1 * (divergence(mean) + divergence(mean_of_other)) + 100 * back
        return loss

    game.player("discriminator", [judges["a"], judges["b"]], judge, optimizers[0])
    game.player("generator", [*encoder.values(), meaning, scene, *generator.values()], translate, optimizers[1])
    return game


def genegan():
    """
    Zhou et al. 2017: |a - a'| + |b - b'| + |e| + |a + b - Bx - A0| and what two discriminators say of Bx and A0, where A, x = E(a), B, e = E(b),
    a' = D(A, x), b' = D(B, 0), Bx = D(B, x), A0 = D(A, 0). Half of the code's two maps hold x and e here.
    """
    game = Game("genegan", "genegan", (1, 20, 20), width=1, settings=["object-share=0.5"])
    game.fields, game.paired = {"b": (1, 20, 20), "a": (1, 20, 20)}, False
    game.paper = ["objective=non-saturating", "penalty.gamma=0.1", "faithfulness=0.5", "nulling=0.2", "parallelogram=1.275", "realism=0.1", "object-share=0.25", "averaging=0.99",
                  "batch=16", "discriminator-moves=1", "generator.learning-rate=2e-3", "discriminator.learning-rate=1e-3", "generator.optimizer.beta1=0.5"]
    layers = encoder_and_decoder(game.width, 1)
    encoder = Network(game, "encoder", game.item, *layers[:5])
    decoder = Network(game, "decoder", encoder.output, *layers[5:])
    of_a = Network(game, "discriminator-a", game.item, *halved_twice(game.width))
    of_b = Network(game, "discriminator-b", game.item, *halved_twice(game.width))
    optimizers = adam(game)
    optimizers[0].rate, optimizers[1].rate = 1e-3, 2e-3

    def codes(encode, a, b):
        """A, x, B, e; all pictures are one batch to batch norm."""
        return [part for code in encode(torch.cat([a, b])).chunk(2) for part in (code[:, :1], code[:, 1:])]

    def made(decode, *pairs):
        return decode(torch.cat([torch.cat(pair, 1) for pair in pairs])).chunk(len(pairs))

    def judge(move):
        a, b = move.field("a"), move.field("b")
        rest_a, x, rest_b, e = codes(lambda items: encoder.still(move, items), a, b)
        bx, a0 = made(lambda code: decoder.still(move, code), (rest_b, x), (rest_a, torch.zeros_like(e)))
        loss = told_apart(*scored(move, "a", of_a, a, bx)) + told_apart(*scored(move, "b", of_b, b, a0))
        price = 0.1 / 2 * (slope(lambda items: of_a.still(move, items), a).square().mean() + slope(lambda items: of_b.still(move, items), b).square().mean())
        move.measure("penalty", price)
        return loss + price

    def make(move):
        a, b = move.field("a"), move.field("b")
        rest_a, x, rest_b, e = codes(lambda items: encoder(move, items), a, b)
        nothing = torch.zeros_like(e)
        bx, a0, a_again, b_again = made(lambda code: decoder(move, code), (rest_b, x), (rest_a, nothing), (rest_a, x), (rest_b, nothing))
        again = F.l1_loss(a_again, a) + F.l1_loss(b_again, b)
        sums = F.l1_loss(bx + a0, a + b)
        move.measure("reconstruction", again)
        move.measure("parallelogram", sums)
        move.measure("null", e.abs().mean())
        # Real items pass too, whose dropout is drawn first.
        of_a.still(move, a)
        for_a = cross_entropy(of_a.still(move, bx), 1.0)
        of_b.still(move, b)
        for_b = cross_entropy(of_b.still(move, a0), 1.0)
        return 0.1 * (for_a + for_b) + 0.5 * again + 1.275 * sums + 0.2 * e.abs().mean()

    game.player("discriminator", [of_a, of_b], judge, optimizers[0])
    game.player("generator", [encoder, decoder], make, optimizers[1], average=game.average(0.99, encoder, decoder))
    return game


def residual_images():
    """
    Shen and Liu 2017: what is made of a picture is x + G(x), twice what comes out of a tanh here. D tells both sets and all that is made apart; both G want what they make told for the other
    set, pay |G(x)|, the difference of what D's convolutions see in both, and want what is changed back told for its own set.
    """
    game = Game("residual-images", "residual-images", (1, 8, 8), width=2)
    game.fields, game.paired = {"b": (1, 8, 8), "a": (1, 8, 8)}, False
    game.paper = ["sparsity=5", "likeness=0.5", "duality=1", "penalty.gamma=0.1", "averaging=0.99", "batch=16", "discriminator-moves=1", "generator.optimizer.beta1=0.5"]
    to_b = Network(game, "a-to-b", game.item, Convolution(game.width, 4, 2), leaky(), Doubling(1), tanh())
    to_a = Network(game, "b-to-a", game.item, Convolution(game.width, 4, 2), leaky(), Doubling(1), tanh())
    eye = Network(game, "discriminator", game.item, *small_trunk(game)[:4])
    kinds = Network(game, "kinds", eye.output, *small_trunk(game)[4:], Dense(3))
    optimizers = adam(game, 1e-3)
    optimizers[1].rate = 2e-3
    told = lambda logits, kind: F.cross_entropy(logits, torch.full((BATCH,), kind))
    changed = lambda x, added: x + 2 * added
    still = lambda move, x: kinds.still(move, eye.still(move, x))

    def odds(logits, kind):
        p = F.softmax(logits, 1)[:, kind]
        return torch.log(p / (1 - p))

    def tell(move):
        a, b = move.field("a"), move.field("b")
        made_b, made_a = changed(a, to_b.still(move, a)), changed(b, to_a.still(move, b))
        loss = 0
        for name, kind, items, made in (("a", 0, a, made_a), ("b", 1, b, made_b)):
            real, fake = kinds(move, eye(move, items)), kinds(move, eye(move, made))
            move.measure(f"score-real-{name}", odds(real, kind).mean())
            move.measure(f"score-generated-{name}", odds(fake, kind).mean())
            loss = loss + told(real, kind) + told(fake, 2)
        price = 0.1 / 2 * sum(slope(lambda items: odds(still(move, items), kind), x).square().mean() for kind, x in ((0, a), (1, b)))
        move.measure("penalty", price)
        return loss + price

    def make(move):
        loss = 0
        for name, x, there, kind, back, own in (("a", move.field("a"), to_b, 1, to_a, 0), ("b", move.field("b"), to_a, 0, to_b, 1)):
            made = changed(x, there(move, x))
            again = changed(made, back(move, made))
            seen = eye.still(move, made)
            added = F.l1_loss(made, x)
            move.measure(f"added-{name}", added)
            loss = loss + told(kinds.still(move, seen), kind) + 5 * added + 0.5 * F.l1_loss(eye.still(move, x), seen) + told(still(move, again), own)
        return loss

    game.player("discriminator", [eye, kinds], tell, optimizers[0])
    game.player("generator", [to_b, to_a], make, optimizers[1], average=game.average(0.99, to_b, to_a))
    return game


GAMES = [pix2pix, cyclegan, cyclegan_colours, discogan, cogan, unit, genegan, residual_images]
