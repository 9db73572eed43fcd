"""What a discriminator sees of items: noise, changes of pictures, packs, items of earlier moves; and networks with dropout and batch norm."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy, dense_pair, least_squares, non_saturating, two_players, uniform_latent
from .layers import (BatchNorm, Convolution, Dense, Doubling, Dropout, Flatten, Maxout, Network, Reshape, affine, leaky, relu, sigmoid, tanh)
from .play import BATCH, Adam, Game, Sgd


def convolutional_pair(game, discriminates=True):
    """The small form of Radford's networks, for pictures that are doubled once: 4x4 to 8x8; or its generator alone."""
    channels, width = game.item[0], game.width
    generator = Network(game, "generator", (game.latent,),
                        Dense(2 * width * 16, bias=False), Reshape(2 * width, 4, 4), BatchNorm(), relu(),
                        Doubling(width, bias=False), BatchNorm(), relu(), Convolution(channels, 7), tanh())
    if not discriminates:
        return generator, None
    discriminator = Network(game, "discriminator", game.item,
                            Convolution(width, 4, 2), leaky(), Convolution(2 * width, 3, 2), leaky(), Flatten(), Dropout(0.2),
                            Dense(16 * width), leaky(), Dropout(0.2), Dense(16 * width), leaky(), Dropout(0.2), Dense(1))
    return generator, discriminator


def gan():
    """Goodfellow et al. 2014, section 5: maxout and dropout in D, z uniform."""
    game = Game("gan", "gan", (1, 2, 2), width=1)
    game.paper = ["batch=100", "latent-distribution=uniform", "averaging=0.999"]
    hidden = lambda: (Dense(20 * game.width), BatchNorm(), relu())
    generator = Network(game, "generator", (game.latent,), *hidden(), *hidden(), Dense(4), sigmoid(), affine(2, -1), Reshape(*game.item))
    discriminator = Network(game, "discriminator", game.item, Flatten(), affine(0.5, 0.5), Dropout(0.2),
                            Maxout(4 * game.width, 5), Dropout(0.5), Maxout(4 * game.width, 5), Dropout(0.5), Dense(1))
    two_players(game, (generator, discriminator), non_saturating(), adam(game, 1e-3), decay=0.999, prior=uniform_latent)
    game.rate_decay, game.steps = 0.5, 3
    return game


def mlp():
    """Linder-Noren 2017: the discriminator's loss is the mean over real and generated items."""
    game = Game("mlp", "mlp", (1, 2, 2), width=1)
    game.paper = ["batch=32"]
    hidden = lambda units: (Dense(units * game.width), leaky(), BatchNorm(0.8))
    generator = Network(game, "generator", (game.latent,), *hidden(4), *hidden(8), *hidden(16), Dense(4), tanh(), Reshape(*game.item))
    discriminator = Network(game, "discriminator", game.item, Flatten(), Dense(8 * game.width), leaky(), Dense(4 * game.width), leaky(), Dense(1))
    return two_players(game, (generator, discriminator), non_saturating(0.5), adam(game))


def dcgan():
    """Radford et al. 2015, with the form of its networks for small pictures."""
    game = Game("dcgan", "dcgan", (1, 8, 8), width=1)
    game.paper = ["batch=64", "latent-distribution=normal", "generator.optimizer.beta1=0.5", "averaging=0.998"]
    return two_players(game, convolutional_pair(game), non_saturating(), adam(game, 1e-3), decay=0.998)


def dcgan_large():
    """Radford's own form: pictures that are doubled three times, batch norm on both sides, real and generated items apart."""
    game = Game("dcgan-32", "dcgan", (1, 32, 32), width=1)
    game.paper = ["generator.learning-rate=2e-4", "discriminator.learning-rate=2e-4"]
    generator = Network(game, "generator", (game.latent,),
                        Dense(4 * 16, bias=False), Reshape(4, 4, 4), BatchNorm(), relu(),
                        Doubling(2, bias=False), BatchNorm(), relu(), Doubling(1, bias=False), BatchNorm(), relu(), Doubling(1), tanh())
    discriminator = Network(game, "discriminator", game.item,
                            Convolution(1, 4, 2), leaky(), Convolution(2, 4, 2, bias=False), BatchNorm(), leaky(),
                            Convolution(4, 4, 2, bias=False), BatchNorm(), leaky(), Flatten(), Dense(1))
    return two_players(game, (generator, discriminator), non_saturating(), adam(game), decay=0.998)


def semantic_inpainting():
    """Yeh et al. 2016, section 3: the game is that of dcgan with z uniform; holes come later."""
    game = Game("semantic-inpainting", "semantic-inpainting", (1, 8, 8), width=1)
    game.paper = ["latent-distribution=uniform", "prior-weight=0.003", "window=7", "blending=poisson", "generator.optimizer.beta1=0.5"]
    return two_players(game, convolutional_pair(game), non_saturating(), adam(game, 1e-3), decay=0.998, prior=uniform_latent)


# Noise.

def noisy(deviation, game):
    """Items + N(0, s^2), s falling to 0 over the run: Arjovsky and Bottou 2017, section 3; Sonderby et al. 2016."""
    game.scheduled["instance-noise"] = lambda step, steps: deviation * (1 - step / steps)
    return lambda move, items: items + move.values["schedule/instance-noise"] * move.normal("instance-noise", *items.shape)


def instance_noise():
    game = Game("instance-noise", "instance-noise", (2,))
    return two_players(game, dense_pair(game), non_saturating(), adam(game), view=noisy(0.5, game))


# Changes of pictures: Zhao et al. 2020, section 3, as their code has them.

def moved(move, x, background=0.0):
    """By up to an eighth of the sides, whole pixels; what comes in has the background's value."""
    batch, _, height, width = x.shape
    down, right = ((move.uniform(name, batch, 1, 1) * (2 * (size // 8) + 1)).floor().long().flatten() - size // 8
                   for name, size in (("rows", height), ("columns", width)))
    result = torch.full_like(x, background)
    for item in range(batch):
        d, r = down[item].item(), right[item].item()
        rows, columns = range(max(0, d), min(height, height + d)), range(max(0, r), min(width, width + r))
        for row in rows:
            for column in columns:
                result[item, :, row, column] = x[item, :, row - d, column - r]
    return result


def cut_out(move, x):
    """A square of half the side around a corner of pixels becomes 0; it may reach over the edge."""
    batch, _, height, width = x.shape
    middle, centre = ((move.uniform(name, batch, 1, 1, 1) * (size + 1)).floor() for name, size in (("cutout-rows", height), ("cutout-columns", width)))
    rows, columns = torch.arange(height).reshape(1, 1, -1, 1), torch.arange(width).reshape(1, 1, 1, -1)
    covered = (rows >= middle - height // 4) & (rows < middle + height // 4) & (columns >= centre - width // 4) & (columns < centre + width // 4)
    return x * ~covered


def changed(move, x, background=0.0):
    each = lambda name: move.uniform(name, x.shape[0], 1, 1, 1)
    x = x + each("brightness") - 0.5
    mean = x.mean(1, keepdim=True)
    x = mean + (x - mean) * each("saturation") * 2
    mean = x.mean((1, 2, 3), keepdim=True)
    x = mean + (x - mean) * (each("contrast") + 0.5)
    return cut_out(move, moved(move, x, background))


def ada():
    """
    Karras et al. 2020, section 3: each item is changed with probability p, in both players' moves; p follows r = E sign D(x),
    up while r is above 0.6. Here p may rise over 20 items, so that one move shows and the second reaches the end.
    """
    game = Game("ada", "ada", (2, 8, 8), width=1, settings=["augmentation.items=20", "augmentation.background=-0.75"])
    game.paper = ["augmentation=ada", "augmentation.aim=0.6", "augmentation.items=500000", "averaging=0.999"]
    networks = convolutional_pair(game)
    game.state("augmentation", 0.5)

    def view(move, x):
        seen = changed(move, x, background=-0.75)
        return torch.where(move.uniform("augmented", BATCH, 1, 1, 1) < move.values["state/augmentation"], seen, x)

    def judged(move, real):
        p = move.values["state/augmentation"]
        move.measure("augmentation", p)
        move.change("state/augmentation", (p + torch.sign(torch.sign(real).mean() - 0.6) * BATCH / 20).clamp(0, 1))

    return two_players(game, networks, non_saturating(), adam(game, 1e-3), decay=0.999, view=view, judged=judged)


def diff_augment():
    """Zhao et al. 2020: every picture is changed, real or generated, in both players' moves."""
    game = Game("diff-augment", "ada", (2, 8, 8), width=1, settings=["augmentation=diff-augment"])
    return two_players(game, convolutional_pair(game), non_saturating(), adam(game, 1e-3), decay=0.999, view=changed)


def consistency():
    """Zhang et al. 2019, equation 3 with the last layer alone: a real picture and the same one moved are to have one logit."""
    game = Game("consistency", "dcgan", (1, 8, 8), width=1, settings=["penalty=consistency", "penalty.weight=3"])
    return two_players(game, convolutional_pair(game), non_saturating(), adam(game, 1e-3), decay=0.998,
                       penalty=lambda move, score, real, fake, logits: 3 * F.mse_loss(logits, score(moved(move, real))))


# Packs and earlier items.

def packed(move, items):
    """Lin et al. 2017: two items of one origin judged at once, side by side along the first axis."""
    return torch.cat([items[0::2], items[1::2]], 1)


def pacgan_networks(game, *end):
    count = 1
    for size in game.item:
        count *= size
    hidden = lambda: (Dense(2 * game.width), BatchNorm(), relu())
    generator = Network(game, "generator", (game.latent,), *hidden(), *hidden(), *hidden(), *hidden(), Dense(count), *end, Reshape(*game.item))
    pair = (2 * game.item[0], *game.item[1:])
    return generator, Network(game, "discriminator", pair, Flatten(), Maxout(game.width, 5), Maxout(game.width, 5), Maxout(game.width, 5), Dense(1))


def pacgan():
    game = Game("pacgan", "pacgan", (2,))
    game.paper = ["packing=2", "latent=2", "width=200", "batch=200", "averaging=0"]
    return two_players(game, pacgan_networks(game), non_saturating(), adam(game, 1e-4, 0.8), decay=0, view=packed)


def pacgan_pictures():
    game = Game("pacgan-pictures", "pacgan", (1, 2, 2), settings=["instance-noise=0.25", "instance-noise-steps=4"])
    networks = pacgan_networks(game, tanh())
    blurred = noisy(0.25, game)
    game.scheduled["instance-noise"] = lambda step, steps: 0.25 * (1 - step / 4)
    return two_players(game, networks, non_saturating(), adam(game, 1e-4, 0.8), decay=0, view=lambda move, items: packed(move, blurred(move, items)))


def replayed(game, count):
    """Shrivastava et al. 2016, section 2.3: half of a batch from a buffer, of which as many places take items made now. The first batch fills it."""
    game.state("replay", torch.zeros(count, *game.item))
    game.state("replay-filled", 0.0)
    ones = [1] * len(game.item)

    def earlier(move, made):
        kept, filled = move.values["state/replay"], move.values["state/replay-filled"] > 0
        arrivals = made[(move.uniform("replay-arrivals", count) * BATCH).long()].detach()
        enters = move.uniform("replay-enters", count, *ones) < 0.5 * BATCH / count
        move.change("state/replay", torch.where(enters, arrivals, kept) if filled else arrivals)
        move.change("state/replay-filled", torch.tensor(1.0))
        chosen = kept[(move.uniform("replay-earlier", BATCH) * count).long()]
        return torch.where(move.uniform("replay", BATCH, *ones) < 0.5, chosen, made) if filled else made

    return earlier


def replay():
    game = Game("replay", "lsgan", (2,), settings=["replay=12"])
    networks = dense_pair(game)
    earlier = replayed(game, 12)
    two_players(game, networks, least_squares(0, 1, 1), adam(game), earlier=earlier)
    game.steps = 3
    return game


def ganhacks():
    """Chintala et al. 2016: targets from U(0.7, 1.2) and U(0, 0.3), some flipped (6), replay (8), SGD for D (9), noise (13), dropout in G (17)."""
    game = Game("ganhacks", "ganhacks", (1, 2, 2), width=1, settings=["replay=16", "objective.flipping=0.25", "generator.optimizer.epsilon=0.01"])
    game.paper = ["objective=noisy-labels", "objective.real-from=0.7", "objective.real-to=1.2", "objective.fake-from=0", "objective.fake-to=0.3", "objective.flipping=0.05",
                  "replay=1600", "instance-noise=0.1"]
    hidden = lambda units, *noise: (Dense(units * game.width), BatchNorm(0.8), leaky(), *noise)
    generator = Network(game, "generator", (game.latent,), *hidden(4, Dropout(0.5)), *hidden(8, Dropout(0.5)), *hidden(16), Dense(4), tanh(), Reshape(*game.item))
    discriminator = Network(game, "discriminator", game.item, Flatten(), Dense(8 * game.width), leaky(), Dense(4 * game.width), leaky(), Dense(1))

    def judge(move, real, fake):
        high = 0.7 + 0.5 * move.uniform("target-real", BATCH, 1)
        low = 0.3 * move.uniform("target-generated", BATCH, 1)
        flipped = move.uniform("flipped", BATCH, 1) < 0.25
        # -t ln s(l) - (1 - t) ln(1 - s(l)), which has a value for t above 1 too.
        entropy = lambda logit, t: -(t * F.logsigmoid(logit) + (1 - t) * F.logsigmoid(-logit)).mean()
        return entropy(real, torch.where(flipped, low, high)) + entropy(fake, torch.where(flipped, high, low))

    return two_players(game, (generator, discriminator), (judge, non_saturating()[1]), [Sgd(0.02, 0.5), Adam(2e-4, 0.5, epsilon=0.01)],
                       view=noisy(0.1, game), earlier=replayed(game, 16))


GAMES = [gan, mlp, dcgan, dcgan_large, semantic_inpainting, instance_noise, ada, diff_augment, consistency, pacgan, pacgan_pictures, replay, ganhacks]
