"""Games of networks that encode items and decode them again."""

import torch
import torch.nn.functional as F

from .adversarial import adam, between, cross_entropy, normal_latent, paying, rms_prop
from .layers import BatchNorm, Convolution, Dense, Doubling, Flatten, Function, Network, Reshape, affine, leaky, relu, sigmoid
from .play import BATCH, Adam, Game, RmsProp


def alone(game, rate):
    """Adam for a player that has no other, with an epsilon that keeps what is rounding small."""
    game.settings += ["generator.optimizer.epsilon=0.01"]
    return Adam(rate, epsilon=0.01)


def dense_coders(game):
    """Width times 4, width, code, and back; pictures leave by a sigmoid of pixels in [0, 1]."""
    width = game.width
    encoder = Network(game, "encoder", game.item, Flatten(), Dense(4 * width), relu(), Dense(width), relu(), Dense(game.latent))
    decoder = Network(game, "decoder", (game.latent,), Dense(width), relu(), Dense(4 * width), relu(), Dense(game.item[1] * game.item[2]), sigmoid(), affine(2, -1),
                      Reshape(*game.item))
    return encoder, decoder


def autoencoding(name, worse):
    """min E |r(x') - x|^2, the mean over pixels. Beside it the codes' moments are followed, a hundredth a move."""
    game = Game(name, name, (1, 2, 2), latent=3, width=3)
    encoder, decoder = dense_coders(game)
    game.paper = ["generator.optimizer.beta1=0.9", "generator.learning-rate=1e-3"]
    game.state("code-mean", [0.25, -0.5, 0.125])
    game.state("code-square", [1.0, 1.0, 1.0])
    game.rate_decay = 0.5

    def loss(move):
        code = encoder(move, worse(move, move.data))
        move.change("state/code-mean", 0.99 * move.values["state/code-mean"] + 0.01 * code.mean(0))
        move.change("state/code-square", 0.99 * move.values["state/code-square"] + 0.01 * code.square().mean(0))
        return F.mse_loss(decoder(move, code), move.data)

    game.player("autoencoder", [encoder, decoder], loss, alone(game, 1e-3))
    game.order = lambda step: [0]
    return game


def autoencoder():
    """Hinton and Salakhutdinov 2006, by squares of differences."""
    return autoencoding("autoencoder", lambda move, x: x)


def denoising_autoencoder():
    """Vincent et al. 2008: the clean item is to be restored from one with noise of the deviation 1."""
    return autoencoding("denoising-autoencoder", lambda move, x: x + move.normal("noise", *x.shape))


def drawn_bits(move):
    """Values in [-1, 1] stand for the probabilities of bits."""
    return (move.uniform("bits", *move.data.shape) < (move.data + 1) / 2).double()


def divergence(mean, log_variance):
    """KL(N(m, s^2) | N(0, 1)), Kingma and Welling 2013, appendix B: -1/2 sum (1 + ln s^2 - m^2 - s^2)."""
    return -0.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum(1)


def sampled(move, name, mean, log_variance):
    """z = m + s e, e ~ N(0, 1)."""
    return mean + log_variance.exp().sqrt() * move.normal(name, *mean.shape)


def vae():
    """Kingma and Welling 2013, equation 10 with one sample of z, the negative of the bound."""
    game = Game("vae", "vae", (1, 2, 2), latent=3, width=6)
    game.paper = ["batch=100", "latent=20", "width=500", "generator.learning-rate=1e-3"]
    encoder = Network(game, "encoder", game.item, Flatten(), Dense(game.width), relu(), Dense(2 * game.latent))
    decoder = Network(game, "decoder", (game.latent,), Dense(game.width), relu(), Dense(4), Reshape(*game.item))

    def loss(move):
        bits = drawn_bits(move)
        mean, log_variance = encoder(move, bits).chunk(2, dim=1)
        logits = decoder(move, sampled(move, "latent", mean, log_variance))
        price = divergence(mean, log_variance).mean()
        move.measure("divergence", price)
        return price + F.binary_cross_entropy_with_logits(logits, bits, reduction="sum") / BATCH

    game.player("autoencoder", [encoder, decoder], loss, alone(game, 1e-3))
    game.order = lambda step: [0]
    return game


def vae_gan(name="vae-gan", settings=(), penalty=None):
    """
    Larsen et al. 2015, algorithm 1, as the authors' program gates it: the encoder pays KL + L_feat, the decoder gamma L_feat plus
    the non-saturating losses of x~ and G(z), the discriminator the cross-entropies of x, x~ and G(z). Ours: s^2 = 0.05 and
    gamma = 0.05; what is made counts for one half from each of x~ and G(z).
    """
    game = Game(name, "vae-gan", (1, 8, 8), latent=3, width=1, settings=settings)
    game.paper = ["batch=64"]
    # Numbers by which neither side wins from the beginning.
    game.numbers.seed(0)
    width = game.width

    def layers():
        return [Convolution(width, 4, stride=2), leaky(), Convolution(2 * width, 4, stride=2), leaky(), Flatten()]

    encoder = Network(game, "encoder", game.item, *layers(), Dense(2 * game.latent))
    decoder = Network(game, "decoder", (game.latent,), Dense(8 * width, bias=False), BatchNorm(), relu(), Reshape(2 * width, 2, 2),
                      Doubling(width, bias=False), BatchNorm(), relu(), Doubling(1))
    features = Network(game, "features", game.item, *layers())
    head = Network(game, "head", features.output, Dense(8 * width), leaky(), Dense(1))

    def picture(logits):
        return 2 * torch.sigmoid(logits) - 1

    def code(move, halves):
        mean, log_variance = halves.chunk(2, dim=1)
        return sampled(move, "code", mean, log_variance), divergence(mean, log_variance).mean()

    def feature_loss(made, real):
        """Equation 7: -ln N(f(x) | f(x~), s^2) without its constant, the sum over features."""
        return ((real - made) ** 2 / (2 * 0.05)).sum(1).mean()

    def judge(move):
        again = picture(decoder.still(move, code(move, encoder.still(move, move.data))[0]))
        made = picture(decoder.still(move, normal_latent(move, game)))
        real, again, drawn = (head(move, features(move, x)) for x in (move.data, again, made))
        move.measure_accuracy(real, drawn)
        loss = cross_entropy(real, 1.0) + (cross_entropy(again, 0.0) + cross_entropy(drawn, 0.0)) / 2
        return paying(loss, move, penalty, lambda x: head.still(move, features.still(move, x)), move.data, made)

    def encode(move):
        z, price = code(move, encoder(move, move.data))
        made = features.still(move, picture(decoder.still(move, z)))
        real = features.still(move, move.data)
        drawn = features.still(move, picture(decoder.still(move, normal_latent(move, game))))
        costs = cross_entropy(head.still(move, real), 1.0), cross_entropy(head.still(move, drawn), 0.0)
        # Neither side is winning, so both move.
        assert all(0.68 - 0.35 < cost < 0.68 + 0.35 for cost in costs), costs
        for name, value in zip(("cost-real", "cost-generated", "divergence"), (*costs, price)):
            move.measure(name, value)
        return price + feature_loss(made, real)

    def decode(move):
        again = features.still(move, picture(decoder(move, code(move, encoder.still(move, move.data))[0])))
        drawn = features.still(move, picture(decoder(move, normal_latent(move, game))))
        fooled = (cross_entropy(head.still(move, again), 1.0) + cross_entropy(head.still(move, drawn), 1.0)) / 2
        return 0.05 * feature_loss(again, features.still(move, move.data)) + fooled

    judging, making = rms_prop(game, 5e-4)
    game.player("discriminator", [features, head], judge, judging)
    game.player("encoder", [encoder], encode, making)
    game.player("decoder", [decoder], decode, RmsProp(5e-4, epsilon=0.01))
    # The encoder measures first; then whoever is not winning moves.
    game.order = lambda step: [1, 0, 2]
    return game


def vae_gan_with_penalty():
    """Between real items and those of drawn vectors."""
    return vae_gan("vae-gan-penalty", ["penalty=gradient-penalty", "penalty.weight=0.5"], between(0.5))


def adversarial_autoencoder(name="adversarial-autoencoder", settings=(), penalty=None):
    """Makhzani et al. 2015, section 2: the discriminator tells draws of the prior from codes, the encoder hides that they are codes."""
    game = Game(name, "adversarial-autoencoder", (1, 2, 2), latent=3, width=3, settings=settings)
    encoder, decoder = dense_coders(game)
    game.paper = ["generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "latent-distribution=normal"]
    hidden = 4 * game.width
    discriminator = Network(game, "discriminator", (game.latent,), Dense(hidden), leaky(), Dense(hidden), leaky(), Dense(1))
    game.rate_decay = 0.5

    def judge(move):
        drawn, codes = normal_latent(move, game), encoder.still(move, move.data)
        real, fake = discriminator(move, drawn), discriminator(move, codes)
        move.measure_accuracy(real, fake)
        loss = cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)
        return paying(loss, move, penalty, lambda x: discriminator.still(move, x), drawn, codes)

    def restore(move):
        return F.mse_loss(decoder(move, encoder(move, move.data)), move.data)

    def hide(move):
        return cross_entropy(discriminator.still(move, encoder(move, move.data)), 1.0)

    judging, restoring = adam(game, 5e-4)
    game.player("discriminator", [discriminator], judge, judging)
    game.player("autoencoder", [encoder, decoder], restore, restoring)
    game.player("encoder", [encoder], hide, Adam(5e-4, 0.5, epsilon=0.01))
    game.order = lambda step: [0, 1, 2]
    return game


def adversarial_autoencoder_with_penalty():
    """Between draws of the prior, the real ones here, and codes."""
    return adversarial_autoencoder("adversarial-autoencoder-penalty", ["penalty=gradient-penalty", "penalty.weight=0.5"], between(0.5))


GAMES = [autoencoder, denoising_autoencoder, vae, vae_gan, vae_gan_with_penalty, adversarial_autoencoder, adversarial_autoencoder_with_penalty]
