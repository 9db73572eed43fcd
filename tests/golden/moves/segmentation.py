"""What each pixel shows: Luc et al. 2016."""

import torch
import torch.nn.functional as F

from .adversarial import adam, at_real, cross_entropy, paying
from .layers import Convolution, Network, leaky
from .play import Adam, Game
from .repair import parsing


def regions(width):
    """Two halvings, each followed by a convolution, and one logit a place."""
    return [Convolution(width, 4, 2), leaky(), Convolution(width, 3), leaky(), Convolution(2 * width, 4, 2), leaky(), Convolution(2 * width, 3), leaky(), Convolution(1, 1)]


def segment(name, view, ignored=None):
    """
    Equations 1 to 3: cross-entropy at each pixel and lambda times that of a(x, s(x)) against 1; a's of true maps against 1 and of s(x) against 0. What a sees (section 3.2): probabilities; the
    picture times each; or true maps with tau at least for the true label, the others sharing the rest. First the cross-entropy alone.
    """
    height, width, tau = 8, 8, 0.9
    game = Game(name, "adversarial-segmentation", (2, height, width), settings=[f"view={view}", "realism=0.5", "alone-share=1", "joint-share=1", "generator.final-learning-rate=1e-3"] + ([] if ignored is None else [f"ignored={ignored}"]))
    game.paper = ["view=basic", "least-true=0.9", "objective=non-saturating", "realism=3", "penalty.gamma=0.1", "averaging=0.99"]
    game.fields = {"picture": (2, height, width), "map": (1, height, width)}
    labels = 3 if ignored is None else 2
    segmenter = Network(game, "segmenter", game.item, *parsing(game.width, labels))
    discriminator = Network(game, "discriminator", (2 * labels if view == "product" else labels, height, width), *regions(2 * game.width))
    optimizers = adam(game, 1e-3)

    def truth(move):
        """Labels among those that count, and which pixels do."""
        given = move.field("map")[:, 0].long()
        if ignored is None:
            return given, torch.ones_like(given, dtype=torch.bool)
        return torch.where(given > ignored, given - 1, torch.where(given == ignored, 0, given)), given != ignored

    def seen(move, logits):
        p = F.softmax(logits, 1)
        y, counts = truth(move)
        one = F.one_hot(y, labels).permute(0, 3, 1, 2).double()
        if view == "scaling":
            right = p.gather(1, y[:, None])
            kept = right.clamp(min=tau)
            one = torch.where(one > 0, kept, p * (1 - kept) / (1 - right))
        shown = [maps * counts[:, None] for maps in (one, p)]
        if view == "product":
            shown = [(maps[:, :, None] * move.field("picture")[:, None]).flatten(1, 2) for maps in shown]
        return shown

    def judge(move):
        true, made = seen(move, segmenter.still(move, move.field("picture")))
        real, fake = discriminator(move, true), discriminator(move, made)
        move.measure_accuracy(real, fake)
        # The score of a map is the mean of those of its places.
        score = lambda maps: discriminator.still(move, maps).mean((1, 2, 3))
        return paying(cross_entropy(real, 1.0) + cross_entropy(fake, 0.0), move, at_real(0.1), score, true, made)

    def misread(move, logits):
        y, counts = truth(move)
        misread = F.cross_entropy(logits.permute(0, 2, 3, 1)[counts], y[counts])
        move.measure("misread", misread)
        return misread

    def alone(move):
        return misread(move, segmenter(move, move.field("picture")))

    def joint(move):
        logits = segmenter(move, move.field("picture"))
        return misread(move, logits) + 0.5 * cross_entropy(discriminator.still(move, seen(move, logits)[1]), 1.0)

    game.player("discriminator", [discriminator], judge, optimizers[0])
    average = game.average(0.99, segmenter)
    game.player("cross-entropy", [segmenter], alone, optimizers[1], average=average)
    game.player("generator", [segmenter], joint, Adam(1e-3, 0.5, epsilon=0.01), average=average)
    for player in game.players[1:]:
        player.limit = 1
    game.order, game.steps = lambda step: [[1], [0, 2]][step], 2
    return game


def basic():
    return segment("adversarial-segmentation", "basic", ignored=1)


def scaling():
    return segment("adversarial-segmentation-scaling", "scaling")


GAMES = [basic, scaling]
