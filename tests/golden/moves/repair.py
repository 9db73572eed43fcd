"""Holes in pictures and what fills them: Pathak et al. 2016."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy
from .layers import BatchNorm, Convolution, Dense, Doubling, Dropout, Flatten, Network, leaky, relu, tanh
from .play import BATCH, Adam, Game


class EachMapDense:
    """Section 3.1: a dense layer for each map, from all of its pixels to all of them."""

    def build(self, make, shape):
        maps, height, width = shape
        make("weight", (maps, height * width, height * width), fan=height * width)
        make("bias", (maps, height * width), low=-0.5, high=0.5)
        return shape

    def apply(self, at, x):
        return (torch.einsum("bmp,mpq->bmq", x.flatten(2), at["weight"]) + at["bias"]).reshape(x.shape)


def anywhere(move, height, width):
    """Rectangles of a quarter to half of the sides."""
    numbers = move.uniform("holes", BATCH, 4)
    masks = torch.zeros(BATCH, 1, height, width)
    for item in range(BATCH):
        spans = []
        for size, place, pixels in ((numbers[item, 0], numbers[item, 1], height), (numbers[item, 2], numbers[item, 3], width)):
            length = int(size * (pixels // 2 - pixels // 4 + 1)) + pixels // 4
            first = int(place * (pixels + 1 - length))
            spans.append(slice(first, first + length))
        masks[item, 0, spans[0], spans[1]] = 1
    return masks


def centre(move, height, width):
    masks = torch.zeros(BATCH, 1, height, width)
    masks[:, :, height // 4:height // 4 + height // 2, width // 4:width // 4 + width // 2] = 1
    return masks


def cut(x, masks):
    return torch.where(masks > 0, torch.zeros_like(x), x)


def fill(x, masks, made):
    return torch.where(masks > 0, made, x)


def encoder_8(width, channels):
    """Pictures of 8x8 are halved once."""
    return [Convolution(width, 4, 2), leaky(), EachMapDense(), Convolution(width, 1, bias=False), BatchNorm(), relu(), Doubling(channels), tanh()]


def encoder_16(width, channels):
    return [Convolution(width, 4, 2), leaky(), Convolution(2 * width, 4, 2, bias=False), BatchNorm(), leaky(), EachMapDense(), Convolution(2 * width, 1, bias=False), BatchNorm(), relu(),
            Doubling(width, bias=False), BatchNorm(), relu(), Doubling(channels), tanh()]


def small_critic(width, halvings):
    layers = []
    for halving in range(halvings):
        layers += [Convolution(width << halving, 4, 2), leaky()]
    return layers + [Convolution(width << halvings, 3, 2), leaky(), Flatten(), Dropout(0.2), Dense(16 * width), leaky(), Dropout(0.2), Dense(16 * width), leaky(), Dropout(0.2), Dense(1)]


def encode(name, item, encoder, halvings, holes, settings=(), overlap=2):
    """Equations 1 to 3: 0.999 L_rec + 0.001 L_adv, non-saturating; known pixels around the hole count tenfold (section 4.1)."""
    game = Game(name, "context-encoder", item, settings=list(settings))
    game.paper = ["faithfulness=0.999", "realism=0.001", "overlap-weight=10", "objective=non-saturating", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "averaging=0"]
    channels, height, width = item
    generator = Network(game, "generator", item, *encoder(game.width, channels))
    discriminator = Network(game, "discriminator", item, *small_critic(game.width, halvings))
    adam(game)

    def judge(move):
        x = move.data
        masks = holes(move, height, width)
        filled = fill(x, masks, generator.still(move, cut(x, masks)))
        real, fake = discriminator(move, x), discriminator(move, filled)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def paint(move):
        x = move.data
        masks = holes(move, height, width)
        made = generator(move, cut(x, masks))
        squares = (x - made).square()
        count = masks.sum() * channels
        move.measure("error", (squares * masks).sum() / count)
        # The tenfold band: a pooling of the mask takes in what is so near to it.
        near = F.max_pool2d(masks, 2 * overlap + 1, 1, overlap)
        error = (squares * torch.where(masks > 0, torch.ones_like(masks), 10 * near)).sum() / count
        # Its logits of true pictures have dropout of their own, though nobody asks for them.
        discriminator.still(move, x)
        return 0.999 * error + 0.001 * cross_entropy(discriminator.still(move, fill(x, masks, made)), 1.0)

    game.player("discriminator", [discriminator], judge, Adam(1e-4, 0.5, epsilon=0.01))
    game.player("generator", [generator], paint, Adam(1e-3, 0.5, epsilon=0.01))
    return game


def context_encoder():
    return encode("context-encoder", (1, 8, 8), encoder_8, 1, centre)


def context_encoder_anywhere():
    return encode("context-encoder-anywhere", (2, 16, 16), encoder_16, 2, anywhere, ["holes=anywhere", "overlap=1"], overlap=1)


GAMES = [context_encoder, context_encoder_anywhere]
