"""Games with classes: told, found or few of them known."""

import torch
import torch.nn.functional as F

from .adversarial import adam, at_real, between, cross_entropy, normal_latent, paying, uniform_latent
from .energies import small_generator, small_trunk
from .layers import BatchNorm, Chain, Convolution, Dense, Doubling, Flatten, Function, Network, Reshape, affine, leaky, relu, sigmoid, tanh
from .play import BATCH, Adam, Game


class LabelMaps:
    """The class behind a vector, a 1 among zeros."""

    def __init__(self, classes):
        self.classes = classes

    def build(self, make, shape):
        return (shape[0] + self.classes,)

    def apply(self, at, x):
        return torch.cat([x, F.one_hot(at.labels, self.classes).double()], dim=1)


class LabelPlanes:
    """The class beside each place of maps, a plane of ones among planes of zeros."""

    def __init__(self, classes):
        self.classes = classes

    def build(self, make, shape):
        return (shape[0] + self.classes, *shape[1:])

    def apply(self, at, x):
        planes = F.one_hot(at.labels, self.classes).double()[:, :, None, None].expand(-1, -1, *x.shape[2:])
        return torch.cat([x, planes], dim=1)


class Noise:
    def __init__(self, deviation):
        self.deviation = deviation

    def build(self, make, shape):
        return shape

    def apply(self, at, x):
        return x + self.deviation * at.normal(*x.shape)


class Normed:
    """Salimans and Kingma 2016: each output's weights divided by their length, times a length that is learned or given."""

    def __init__(self, outputs, length=None):
        self.outputs, self.length = outputs, length

    def build(self, make, shape):
        inputs, = shape
        make("weight", (inputs, self.outputs))
        if self.length is None:
            make("length", (self.outputs,), low=0.5, high=1.5)
        make("bias", (self.outputs,), low=-0.5, high=0.5)
        return (self.outputs,)

    def apply(self, at, x):
        return x @ F.normalize(at["weight"], dim=0) * (at["length"] if self.length is None else self.length) + at["bias"]


def drawn_classes(move, count):
    """Classes drawn evenly."""
    return (move.uniform("labels", BATCH) * count).floor().long()


def acgan(name="acgan", settings=(), penalty=None):
    """Odena et al. 2017, equations 2 and 3: D maximizes L_S + L_C, G maximizes L_C - L_S, here in its non-saturating form."""
    game = Game(name, "acgan", (1, 8, 8), latent=3, width=1, classes=3, settings=settings)
    generator = Network(game, "generator", (game.latent,), LabelMaps(3), Chain(*small_generator(game)))
    trunk = Network(game, "discriminator", game.item, *small_trunk(game))
    source = Network(game, "source", trunk.output, Dense(1), bare=True)
    classifier = Network(game, "classes", trunk.output, Dense(3), bare=True)

    def judge(move):
        wanted = drawn_classes(move, 3)
        made = generator.still(move, normal_latent(move, game), wanted)
        real, fake = trunk(move, move.data), trunk(move, made)
        class_loss = F.cross_entropy(classifier(move, real), move.labels)
        move.measure("class-loss-real", class_loss)
        move.measure_accuracy(source(move, real), source(move, fake))
        loss = cross_entropy(source(move, real), 1.0) + cross_entropy(source(move, fake), 0.0) + class_loss + F.cross_entropy(classifier(move, fake), wanted)
        return paying(loss, move, penalty, lambda x: source.still(move, trunk.still(move, x)), move.data, made)

    def make(move):
        wanted = drawn_classes(move, 3)
        fake = trunk.still(move, generator(move, normal_latent(move, game), wanted))
        class_loss = F.cross_entropy(classifier.still(move, fake), wanted)
        move.measure("class-loss-generated", class_loss)
        return cross_entropy(source.still(move, fake), 1.0) + class_loss

    judging, making = adam(game, 1e-3)
    game.player("discriminator", [trunk, source, classifier], judge, judging)
    game.player("generator", [generator], make, making, average=game.average(0.998, generator))
    return game


def acgan_with_penalty():
    """The logit of "real" is to be flat at real items; what tells the classes is free."""
    return acgan("acgan-penalty", ["penalty=r1", "penalty.gamma=5"], at_real(5))


def infogan():
    """Chen et al. 2016, equation 6: both sides lower -lambda L_I, lambda = 1 for one of ten categories, 0.1 for two codes of variance 1."""
    game = Game("infogan", "infogan", (1, 8, 8), latent=4, width=1)
    game.paper = ["latent-distribution=uniform", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    # Numbers by which no channel of a batch varies so little that batch norm makes much of rounding.
    game.numbers.seed(2)
    width = game.width
    generator = Network(game, "generator", (game.latent,), LabelMaps(10), Chain(
        Dense(16 * width, bias=False), BatchNorm(), relu(), Dense(8 * width, bias=False), Reshape(2 * width, 2, 2), BatchNorm(), relu(),
        Doubling(width, bias=False), BatchNorm(), relu(), Doubling(1), tanh()))
    trunk = Network(game, "discriminator", game.item, Convolution(width, 4, stride=2), leaky(0.1), Convolution(2 * width, 4, stride=2, bias=False), BatchNorm(), leaky(0.1),
                    Flatten(), Dense(16 * width, bias=False), BatchNorm(), leaky(0.1))
    source = Network(game, "source", trunk.output, Dense(1), bare=True)
    codes = Network(game, "codes", trunk.output, Dense(128, bias=False), BatchNorm(), leaky(0.1), Dense(12))

    def unread(move, read, z, category):
        """-lambda L_I without H(c) and the constant of the normal density: c_2 and c_3 are the last of z."""
        category_loss = F.nll_loss(F.log_softmax(read[:, :10], dim=1), category)
        move.measure("category-loss", category_loss)
        return category_loss + 0.1 * ((z[:, -2:] - read[:, 10:]) ** 2 / 2).sum(1).mean()

    def judge(move):
        z, category = uniform_latent(move, game), drawn_classes(move, 10)
        real, fake = trunk(move, move.data), trunk(move, generator.still(move, z, category))
        real_logits, fake_logits = source(move, real), source(move, fake)
        move.measure_accuracy(real_logits, fake_logits)
        return cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0) + unread(move, codes(move, fake), z, category)

    def make(move):
        z, category = uniform_latent(move, game), drawn_classes(move, 10)
        fake = trunk.still(move, generator(move, z, category))
        return cross_entropy(source.still(move, fake), 1.0) + unread(move, codes(move, fake), z, category)

    judging, making = adam(game, 1e-3)
    game.player("discriminator", [trunk, source, codes], judge, judging)
    game.player("generator", [generator, codes], make, making, average=game.average(0.998, generator))
    return game


def few_labels(move, game):
    """Of the ten items of each class that come first, as many as a batch holds, drawn anew each time."""
    known = [index for label in range(game.classes) for index in torch.nonzero(game.labels == label).flatten()[:10].tolist()]
    assert len(known) == 10 * game.classes
    chosen = [known[at] for at in (move.uniform("labelled", BATCH) * len(known)).floor().int()]
    return game.data[chosen], game.labels[chosen].long()


def sgan(name="sgan", settings=(), penalty=None):
    """Salimans et al. 2016, section 5: K logits, D(x) = Z / (Z + 1); G matches the means of the last hidden layer (section 3.1)."""
    game = Game(name, "sgan", (1, 2, 2), latent=3, width=3, classes=2, settings=settings)
    # The same numbers with a penalty and without: by them the biases before batch norm do not move, not even by rounding.
    game.numbers.seed("sgan")
    game.least_batches = 10
    width = game.width
    game.paper = ["batch=100", "latent=100", "latent-distribution=uniform", "width=250", "generator.learning-rate=3e-3", "discriminator.learning-rate=3e-3", "averaging=0.9999"]
    softplus = Function(F.softplus)
    generator = Network(game, "generator", (game.latent,), affine(0.5, 0.5), Dense(2 * width), BatchNorm(), softplus, Dense(2 * width), BatchNorm(), softplus,
                        Normed(4), sigmoid(), affine(2, -1), Reshape(*game.item))
    hidden = []
    for units, length in ((4, 2.5), (2, 1.3), (1, 1.3), (1, 1.3), (1, 1.3)):
        hidden += [Noise(0.5), Normed(units * width, length), relu()]
    features = Chain(Flatten(), affine(0.5, 0.5), Noise(0.3), *hidden[1:])
    discriminator = Network(game, "discriminator", game.item, features, Chain(Noise(0.5), Normed(game.classes)))

    def feature_means(move, x):
        from .layers import Place
        return features.apply(Place(move, "discriminator/0", True, None), x).mean(0)

    def judge(move):
        items, labels = few_labels(move, game)
        made = generator.still(move, uniform_latent(move, game))
        known, real, fake = (discriminator(move, x) for x in (items, move.data, made))
        # Z of each item; the class "generated" has the logit 0, so its probability is 1 / (Z + 1).
        z_real, z_fake = (torch.logsumexp(logits, dim=1) for logits in (real, fake))
        move.measure_accuracy(z_real, z_fake)
        is_real, is_fake = z_real.exp() / (z_real.exp() + 1), 1 / (z_fake.exp() + 1)
        loss = F.cross_entropy(known, labels) - 0.5 * is_real.log().mean() - 0.5 * is_fake.log().mean()
        return paying(loss, move, penalty, lambda x: discriminator.still(move, x).exp().sum(1).log(), move.data, made)

    def make(move):
        fake = generator(move, uniform_latent(move, game))
        return F.mse_loss(feature_means(move, move.data), feature_means(move, fake))

    judging, making = adam(game, 3e-3)
    game.player("discriminator", [discriminator], judge, judging)
    game.player("generator", [generator], make, making, average=game.average(0.9999, generator, discriminator))
    return game


def sgan_with_penalty():
    """The slope of ln Z, the logit of D(x) = Z / (Z + 1), between real and generated items."""
    return sgan("sgan-penalty", ["penalty=gradient-penalty", "penalty.weight=0.5"], between(0.5))


def lsro():
    """Zheng et al. 2017: a plain GAN of few items first; then a classifier of few labels, for which generated items are of all classes alike, -1/K sum_k ln p(k)."""
    game = Game("lsro", "lsro", (1, 8, 8), latent=3, width=1, classes=2, settings=["labels-per-class=10", "game-share=1"])
    game.least_batches = 10
    game.paper = ["outliers=1", "objective=non-saturating", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    generator = Network(game, "generator", (game.latent,), *small_generator(game))
    discriminator = Network(game, "discriminator", game.item, *small_trunk(game), Dense(1))
    trunk = Network(game, "trunk", game.item, *small_trunk(game))
    heads = Network(game, "classes", trunk.output, Dense(game.classes), bare=True)

    def judge(move):
        items, _ = few_labels(move, game)
        made = generator.still(move, normal_latent(move, game))
        real, fake = discriminator(move, items), discriminator(move, made)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def make(move):
        return cross_entropy(discriminator.still(move, generator(move, normal_latent(move, game))), 1.0)

    def tell(move):
        items, labels = few_labels(move, game)
        known = F.cross_entropy(heads(move, trunk(move, items)), labels)
        made = generator.still(move, normal_latent(move, game))
        unsure = F.cross_entropy(heads(move, trunk(move, made)), torch.full((BATCH, game.classes), 1 / game.classes, dtype=torch.float64))
        move.measure("class-loss", known)
        move.measure("outlier-loss", unsure)
        return (known + unsure) / 2

    judging, making = adam(game, 1e-3)
    average = game.average(0.99, generator, trunk, heads)
    game.player("discriminator", [discriminator], judge, judging)
    game.player("generator", [generator], make, making, average=average)
    game.player("classifier", [trunk, heads], tell, judging, average=average)
    game.order = lambda step: [[0, 1], [2]][step]
    return game


def catgan(name="catgan", settings=(), penalty=None):
    """Springenberg 2015, equations 7 and 9, with H of the mean verdict and the mean of H."""
    game = Game(name, "catgan", (1, 2, 2), latent=3, width=2, classes=2, settings=settings)
    game.least_batches = 10
    width = game.width
    generator = Network(game, "generator", (game.latent,), Dense(2 * width), BatchNorm(), leaky(0.1), Dense(2 * width), BatchNorm(), leaky(0.1),
                        Dense(4), sigmoid(), affine(2, -1), Reshape(*game.item))
    game.paper = ["batch=100", "latent=128", "latent-distribution=uniform", "width=250", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    hidden = [layer for units, length in ((4, 2), (2, 1.4), (1, 1.4), (1, 1.4), (1, 1.4)) for layer in (Normed(units * width, length), leaky(0.1), Noise(0.5))]
    discriminator = Network(game, "discriminator", game.item, Flatten(), affine(0.5, 0.5), Noise(0.3), *hidden, Normed(game.classes))
    game.rate_decay = 0.5

    def entropy(p):
        return -(p * p.log()).sum(-1)

    def verdicts(logits):
        """Marginal and conditional entropy."""
        p = torch.softmax(logits, dim=1)
        return entropy(p.mean(0)), entropy(p).mean()

    def judge(move):
        even, unsure = verdicts(discriminator(move, move.data))
        made = generator.still(move, uniform_latent(move, game))
        _, unsure_of_fake = verdicts(discriminator.still(move, made))
        move.measure("entropy-real", unsure)
        move.measure("entropy-generated", unsure_of_fake)
        items, labels = few_labels(move, game)
        loss = -even + unsure - unsure_of_fake + F.cross_entropy(discriminator.still(move, items), labels)
        return paying(loss, move, penalty, lambda x: -entropy(torch.softmax(discriminator.still(move, x), dim=1)), move.data, made)

    def make(move):
        even, unsure = verdicts(discriminator.still(move, generator(move, uniform_latent(move, game))))
        return unsure - even

    judging, making = adam(game, 3e-3)
    game.player("discriminator", [discriminator], judge, judging)
    game.player("generator", [generator], make, making, average=game.average(0.99, generator, discriminator))
    return game


def catgan_with_penalty():
    """How surely an item is sorted, -H[p], is to be flat at real items."""
    return catgan("catgan-penalty", ["penalty=r1", "penalty.gamma=5"], at_real(5))


def icgan():
    """
    Perarnau et al. 2016, section 3.1 and 4.1: D maximizes ln D(x, y) + (ln(1 - D(x, y')) + ln(1 - D(G(z, y), y))) / 2 with y' another class, of
    which each halves -E ln D(x, y) too; D takes y beside each place of its first layer. E_z lowers (z - E_z(G(z, y)))^2, E_y (y - E_y(x))^2, means both,
    E_y in each step, E_z when the game is over. E_z sees what the averages of G make.
    """
    game = Game("icgan", "icgan", (1, 8, 8), latent=3, width=1, classes=3)
    game.paper = ["objective=non-saturating", "mismatch=0.5", "averaging=0.998", "latent-distribution=normal", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    generator = Network(game, "generator", (game.latent,), LabelMaps(3), Chain(*small_generator(game)))
    trunk = small_trunk(game)
    discriminator = Network(game, "discriminator", game.item, Chain(*trunk[:2]), LabelPlanes(3), Chain(*trunk[2:], Dense(1)))
    encoder = lambda values: [layer for halving in range(2) for layer in (Convolution(game.width << halving, 5, 2, bias=False), BatchNorm(), relu())] + [Flatten(), Dense(values)]
    of_latents = Network(game, "encoder-latent", game.item, *encoder(game.latent))
    of_classes = Network(game, "encoder-class", game.item, *encoder(3))
    optimizers = adam(game, 1e-3)

    def judge(move):
        made = generator.still(move, normal_latent(move, game), move.labels)
        real, fake = discriminator(move, move.data, move.labels), discriminator(move, made, move.labels)
        move.measure_accuracy(real, fake)
        others = (move.labels + 1 + drawn_classes(move, 2)) % 3
        wrong = discriminator(move, move.data, others)
        move.measure("accuracy-mismatched", (wrong < real).double().mean())
        return cross_entropy(real, 1.0) + (cross_entropy(fake, 0.0) + cross_entropy(wrong, 0.0)) / 2

    def make(move):
        made = generator(move, normal_latent(move, game), move.labels)
        # Real items pass too and their dropout is drawn first, but nothing comes of them, so that no batch is taken.
        discriminator.still(move, move.data_batch, move.labels)
        return cross_entropy(discriminator.still(move, made, move.labels), 1.0)

    def encode(move):
        z = normal_latent(move, game)
        generator_before = dict(move.values)
        move.values = {path: move.values.get(f"average/{path}", value) for path, value in move.values.items()}
        made = generator.still(move, z, move.labels)
        move.values = generator_before
        return F.mse_loss(of_latents(move, made), z)

    def tell(move):
        told = of_classes(move, move.data)
        move.measure("class-accuracy", (told.argmax(1) == move.labels).double().mean())
        return F.mse_loss(told, F.one_hot(move.labels, 3).double())

    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [generator], make, optimizers[1], average=game.average(0.998, generator))
    game.player("encoder-latent", [of_latents], encode, Adam(1e-3, 0.5, epsilon=0.01))
    game.player("encoder-class", [of_classes], tell, Adam(1e-3, 0.5, epsilon=0.01))
    game.steps = 3
    game.order = lambda step: [0, 1, 3] if step < 2 else [2, 3]
    return game


GAMES = [acgan, acgan_with_penalty, infogan, sgan, sgan_with_penalty, lsro, catgan, catgan_with_penalty, icgan]
