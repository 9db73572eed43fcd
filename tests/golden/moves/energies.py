"""Games of a discriminator that restores items or features of them: energies, regularizers, denoised features."""

import torch
import torch.nn.functional as F

from .adversarial import adam, at_fake, cross_entropy, normal_latent, paying, uniform_latent
from .layers import BatchNorm, Chain, Convolution, Dense, Doubling, Dropout, Flatten, Function, Network, Reshape, leaky, relu, tanh
from .play import BATCH, Adam, Game


class Repeated:
    """Twice as many pixels along each side, each four times."""

    def build(self, make, shape):
        maps, height, width = shape
        return (maps, 2 * height, 2 * width)

    def apply(self, at, x):
        return F.interpolate(x, scale_factor=2, mode="nearest")


def small_generator(game, channels=1):
    """Radford et al. 2015 for 8x8: 4x4 pixels, one doubling, a 7x7 convolution."""
    width = game.width
    return [Dense(2 * width * 16, bias=False), Reshape(2 * width, 4, 4), BatchNorm(), relu(), Doubling(width, bias=False), BatchNorm(), relu(),
            Convolution(channels, 7), tanh()]


def small_trunk(game):
    """Its discriminator without the last layer."""
    width = game.width
    return [Convolution(width, 4, stride=2), leaky(), Convolution(2 * width, 3, stride=2), leaky(), Flatten(), Dropout(0.2), Dense(16 * width), leaky(), Dropout(0.2),
            Dense(16 * width), leaky(), Dropout(0.2)]


def began():
    """Berthelot et al. 2017, section 3.4, gamma = 1/2, eta = 1, |v| the root of the mean square; ours: batch norm in G, tanh, lambda = 0.02. k begins at 1/4 here."""
    game = Game("began", "began", (1, 10, 10), latent=3, width=1)
    game.paper = ["batch=16", "latent=64", "latent-distribution=uniform"]
    n = game.width
    elu = lambda: Function(F.elu)
    pair = lambda maps, norm=False: [layer for _ in range(2) for layer in (Convolution(maps, 3, bias=not norm), *([BatchNorm()] if norm else []), elu())]

    def decoder_layers(norm=False):
        return [Dense(n * 25, bias=not norm), Reshape(n, 5, 5), *([BatchNorm()] if norm else []), *pair(n, norm), Repeated(), *pair(n, norm), Convolution(1, 3), tanh()]

    generator = Network(game, "generator", (game.latent,), *decoder_layers(norm=True))
    encoder = Network(game, "encoder", game.item, Convolution(n, 3), elu(), *pair(n), Convolution(2 * n, 3, stride=2), elu(), *pair(2 * n), Flatten(), Dense(game.latent))
    decoder = Network(game, "decoder", (game.latent,), *decoder_layers())
    game.state("balance", 0.25)

    def restored(x, again):
        return ((x - again).pow(2).flatten(1).mean(1) + 1e-8).sqrt().mean()

    def judge(move):
        fake = generator.still(move, uniform_latent(move, game))
        of_real = restored(move.data, decoder(move, encoder(move, move.data)))
        of_fake = restored(fake, decoder(move, encoder(move, fake)))
        k, unbalance = move.values["state/balance"], 0.5 * of_real - of_fake
        move.change("state/balance", (k + 0.02 * unbalance).clamp(0, 1))
        move.measure("convergence", of_real + unbalance.abs())
        move.measure("balance", k)
        return of_real - k * of_fake

    def make(move):
        fake = generator(move, uniform_latent(move, game))
        return restored(fake, decoder.still(move, encoder.still(move, fake)))

    judging, _ = adam(game, 2e-4)
    making = Adam(1e-3, 0.5, 0.999, epsilon=0.01)
    game.player("discriminator", [encoder, decoder], judge, judging)
    game.player("generator", [generator], make, making, average=game.average(0.99, generator))
    return game


def ebgan(name="ebgan", settings=(), penalty=None):
    """
    Zhao et al. 2016, equations 1, 2 and 4, the energy a mean over pixels in [0, 1]; ours: the margin is 0.3 of the first batch's
    energy, the pulling-away term has the weight 1.
    """
    game = Game(name, "ebgan", (4,), latent=3, width=3, settings=settings)
    if penalty:
        # Numbers by which energies lie on both sides of the margin, and biases before batch norm do not move by rounding.
        game.numbers.seed(4)
    game.paper = ["generator.learning-rate=1e-3", "discriminator.learning-rate=1e-3", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    width, count = game.width, game.item[0]
    generator = Network(game, "generator", (game.latent,), Dense(4 * width, bias=False), BatchNorm(), relu(), Dense(8 * width, bias=False), BatchNorm(), relu(),
                        Dense(count), Reshape(*game.item))
    encoder = Network(game, "encoder", game.item, Flatten(), Dense(4 * width, bias=False), BatchNorm(), relu(), Dense(width), BatchNorm(), relu())
    decoder = Network(game, "decoder", (width,), Dense(4 * width, bias=False), BatchNorm(), relu(), Dense(count), Reshape(*game.item))
    game.state("margin", 0.0)

    def energy(x, again):
        """Of pixels (x + 1) / 2."""
        return (((x + 1) / 2 - (again + 1) / 2) ** 2).mean(1)

    def judge(move):
        fake = generator.still(move, normal_latent(move, game))
        of_real = energy(move.data, decoder(move, encoder(move, move.data)))
        of_fake = energy(fake, decoder(move, encoder(move, fake)))
        known = move.values["state/margin"].item()
        margin = known if known > 0 else 0.3 * of_real.mean().item()
        move.change("state/margin", torch.tensor(margin))
        for name, value in {"margin": torch.tensor(margin), "energy-real": of_real.mean(), "energy-generated": of_fake.mean()}.items():
            move.measure(name, value)
        assert (of_fake < margin).any() and (of_fake > margin).any(), "both sides of the hinge are to be seen"
        loss = of_real.mean() + F.relu(margin - of_fake).mean()
        return paying(loss, move, penalty, lambda x: -energy(x, decoder.still(move, encoder.still(move, x))), move.data, fake)

    def make(move):
        fake = generator(move, normal_latent(move, game))
        codes = encoder.still(move, fake)
        cosines = F.cosine_similarity(codes[:, None], codes[None], dim=2, eps=1e-6)
        apart = sum(cosines[i, j] ** 2 for i in range(BATCH) for j in range(BATCH) if i != j) / (BATCH * (BATCH - 1))
        return energy(fake, decoder.still(move, codes)).mean() + apart

    judging, making = adam(game, 1e-3)
    game.player("discriminator", [encoder, decoder], judge, judging)
    game.player("generator", [generator], make, making, average=game.average(0.99, generator))
    return game


def ebgan_with_penalty():
    """The energy is to be flat at generated items."""
    return ebgan("ebgan-penalty", ["penalty=r2", "penalty.gamma=3"], at_fake(3))


def judged(game, generator, score):
    """The discriminator's move of the non-saturating game; score applies what moves."""
    def judge(move):
        fake = generator.still(move, normal_latent(move, game))
        real_logits, fake_logits = score(move, move.data), score(move, fake)
        move.measure_accuracy(real_logits, fake_logits)
        return cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0)
    return judge


def mrgan():
    """Che et al. 2016, section 3.2: T_G and T_E, lambda_1 = 0.2, lambda_2 = 0.4, d the mean of squares. G and E move together."""
    game = Game("mrgan", "mrgan", (1, 8, 8), latent=3, width=1)
    generator = Network(game, "generator", (game.latent,), *small_generator(game))
    discriminator = Network(game, "discriminator", game.item, *small_trunk(game), Dense(1))
    encoder = Network(game, "encoder", game.item, Chain(*small_trunk(game)), Dense(game.latent))

    def make(move):
        fake = generator(move, normal_latent(move, game))
        again = generator.still(move, encoder(move, move.data))
        # Dropout is drawn for real items too, which no loss here looks at.
        discriminator.still(move, move.data)
        distance = F.mse_loss(again, move.data)
        move.measure("distance", distance)
        fools, restores = discriminator.still(move, fake), discriminator.still(move, again)
        return cross_entropy(fools, 1.0) + 0.2 * distance + 0.4 * cross_entropy(restores, 1.0)

    judging, making = adam(game, 1e-3)
    game.player("discriminator", [discriminator], judged(game, generator, discriminator), judging)
    game.player("generator", [generator, encoder], make, making, average=game.average(0.998, generator))
    return game


def dfm():
    """Warde-Farley and Bengio 2017: phi is D without its last layer, r learns to denoise phi(x), G pays 0.03 / n_h |phi - r(phi)|^2, r held fixed."""
    game = Game("dfm", "dfm", (1, 8, 8), latent=3, width=1)
    generator = Network(game, "generator", (game.latent,), *small_generator(game))
    trunk = Network(game, "discriminator", game.item, *small_trunk(game))
    source = Network(game, "source", trunk.output, Dense(1), bare=True)
    count, = trunk.output
    denoiser = Network(game, "denoiser", trunk.output, Dense(count, bias=False), BatchNorm(), relu(), Dense(count))

    def restore(move):
        seen = trunk.still(move, move.data)
        return ((denoiser(move, seen + move.normal("noise", BATCH, count)) - seen) ** 2).sum(1).mean() / count

    def make(move):
        seen = trunk.still(move, generator(move, normal_latent(move, game)))
        apart = ((seen - denoiser.still(move, seen).detach()) ** 2).sum(1).mean() / count
        move.measure("feature-distance", apart)
        return cross_entropy(source.still(move, seen), 1.0) + 0.03 * apart

    judging, making = adam(game, 1e-3)
    game.player("discriminator", [trunk, source], judged(game, generator, lambda move, x: source(move, trunk(move, x))), judging)
    game.player("denoiser", [denoiser], restore, Adam(1e-3, 0.5, epsilon=0.01))
    game.player("generator", [generator], make, making, average=game.average(0.998, generator))
    game.order = lambda step: [0, 1, 2]
    return game


GAMES = [began, ebgan, ebgan_with_penalty, mrgan, dfm]
