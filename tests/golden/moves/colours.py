"""Colours for grey pictures: Nazeri et al. 2018, in CIELAB."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy
from .layers import Network
from .play import Game
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


GAMES = [colourization]
