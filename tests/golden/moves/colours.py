"""Colours in CIELAB: of grey pictures, Nazeri et al. 2018, and bettered ones, Deng et al. 2017."""

import math

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy
from .layers import Dense, Network
from .play import BATCH, Game
from .repair import small_critic
from .translation import patches, u_net

# IEC 61966-2-1 and CIE 15:2004, daylight D65.
TO_XYZ = torch.tensor([[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]], dtype=torch.float64)
DAYLIGHT = torch.tensor([0.95047, 1.0, 1.08883], dtype=torch.float64)


def lab(pictures):
    """Lightness and the two directions of colour, over 50 - 1 and 110."""
    coded = (pictures.double() + 1) / 2
    linear = torch.where(coded > 0.04045, ((coded + 0.055) / 1.055) ** 2.4, coded / 12.92)
    share = torch.einsum("xc,bchw->bxhw", TO_XYZ, linear) / DAYLIGHT.view(1, 3, 1, 1)
    x, y, z = torch.where(share > 0.008856, share ** (1 / 3), 7.787 * share + 16 / 116).unbind(1)
    return torch.stack([(116 * y - 16) / 50 - 1, 500 * (x - y) / 110, 200 * (y - z) / 110], 1).to(pictures.dtype)


def colourization():
    """L_D of true and made colours beside their lightness; L_G = -E ln D(x, G(x)) + 100 E|G(x) - y|."""
    game = Game("colourization", "colourization", (3, 8, 8))
    game.paper = ["objective=non-saturating", "faithfulness=100", "realism=1", "averaging=0", "discriminator-moves=1", "generator.learning-rate=2e-4",
                  "discriminator.learning-rate=2e-4", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "generator.optimizer.beta2=0.999"]
    generator = Network(game, "generator", (1, 8, 8), *u_net(game.width, 2))
    discriminator = Network(game, "discriminator", (3, 8, 8), *patches(game.width))
    optimizers = adam(game)

    def judge(move):
        seen = lab(move.data)
        made = torch.cat([seen[:, :1], generator.still(move, seen[:, :1])], 1)
        real, fake = discriminator(move, seen), discriminator(move, made)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def paint(move):
        seen = lab(move.data)
        made = generator(move, seen[:, :1])
        distance = F.l1_loss(made, seen[:, 1:])
        move.measure("distance", distance)
        return cross_entropy(discriminator.still(move, torch.cat([seen[:, :1], made], 1)), 1.0) + 100 * distance

    game.player("discriminator", [discriminator], judge, optimizers[0])
    game.player("generator", [generator], paint, optimizers[1])
    return game


def bend(channels, parameters):
    """Curves through 8 knots from -1 to 1: the values at the knots, and straight lines between them."""
    knots = parameters.reshape(BATCH, channels.shape[1], 8)
    slopes = F.softplus(knots[:, :, 1:] + math.log(math.e - 1))
    values = knots[:, :, :1] - 1 + torch.cat([torch.zeros_like(knots[:, :, :1]), (2 / 7) * slopes.cumsum(2)], 2)
    place = (channels.clamp(-1, 1) + 1) * 3.5
    left = place.floor().clamp(0, 6).long()
    at = lambda index: torch.gather(values, 2, index.flatten(2)).reshape(channels.shape)
    return at(left) + (place - left) * (at(left + 1) - at(left))


def enhance_gan():
    """A critic of good pictures and bettered ones, and a classifier of good and bad ones on the same trunk; the generator says curves of 8 knots a channel."""
    game = Game("enhance-gan", "enhance-gan", (3, 8, 8), settings=["class-weight=0.5", "restraint=0.25", "penalty=weight-clipping", "penalty.bound=0.375", "discriminator-moves=1"])
    game.fields, game.paired = {"b": (3, 8, 8), "a": (3, 8, 8)}, False
    game.paper = ["objective=wasserstein", "realism=1", "averaging=0.99", "penalty=gradient-penalty", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    generator = Network(game, "generator", game.item, *small_critic(game.width, 1)[:-1], Dense(24))
    trunk = Network(game, "discriminator", game.item, *small_critic(game.width, 1)[:-1])
    source, quality = (Network(game, name, trunk.output, Dense(1), bare=True) for name in ("source", "quality"))
    # The Wasserstein loss looks at differences of scores alone.
    game.idle.add(source.parameters[-1])
    optimizers = adam(game, 5e-4)

    def judge(move):
        bad, good = lab(move.field("a")), lab(move.field("b"))
        made = bend(bad, generator.still(move, bad))
        seen = trunk(move, good)
        real, fake = source(move, seen), source(move, trunk(move, made))
        move.measure_accuracy(real, fake, False)
        told = cross_entropy(quality(move, seen), 1.0) + cross_entropy(quality(move, trunk(move, bad)), 0.0)
        move.measure("class-loss", told)
        return fake.mean() - real.mean() + 0.5 * told

    def enhance(move):
        bad = lab(move.field("a"))
        made = bend(bad, generator(move, bad))
        change = F.l1_loss(made, bad)
        move.measure("change", change)
        seen = trunk.still(move, made)
        return -source.still(move, seen).mean() + 0.5 * cross_entropy(quality.still(move, seen), 1.0) + 0.25 * change

    game.player("discriminator", [trunk, source, quality], judge, optimizers[0], constrain=lambda w: w.clamp(-0.375, 0.375))
    game.player("generator", [generator], enhance, optimizers[1], average=game.average(0.99, generator))
    return game


GAMES = [colourization, enhance_gan]
