"""Holes in pictures and what fills them: Pathak et al. 2016, Iizuka et al. 2017, Denton et al. 2016, Li et al. 2017; what is pasted into them: Wu et al. 2017."""

import torch
import torch.nn.functional as F

from .adversarial import adam, cross_entropy, differences, wasserstein
from .classes import few_labels
from .layers import BatchNorm, Chain, Convolution, Dense, Doubling, Dropout, Flatten, Network, leaky, relu, tanh
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


def completion(width, channels, dilations):
    """Table 1 of Iizuka et al. 2017."""
    convolve = lambda maps, kernel=3, stride=1, dilation=1: [Convolution(maps, kernel, stride, bias=False, dilation=dilation), BatchNorm(), relu()]
    grow = lambda maps: [Doubling(maps, bias=False), BatchNorm(), relu()]
    layers = convolve(width, 5) + convolve(2 * width, 3, 2) + convolve(2 * width) + convolve(4 * width, 3, 2) + convolve(4 * width) + convolve(4 * width)
    for dilation in dilations:
        layers += convolve(4 * width, dilation=dilation)
    layers += convolve(4 * width) + convolve(4 * width) + grow(2 * width) + convolve(2 * width) + grow(width) + convolve(max(1, width // 2))
    return layers + [Convolution(channels, 3), tanh()]


def context(width, halvings):
    """Tables 2 and 3: what a discriminator sees, as a vector."""
    layers = []
    for halving in range(halvings):
        layers += [Convolution(width << halving, 5, 2), leaky()]
    return layers + [Flatten(), Dense(16 * width), leaky()]


def window(pictures, masks):
    """The part of half the height and width whose middle is that of the hole, within the picture."""
    parts = []
    for picture, mask in zip(pictures, masks[:, 0]):
        firsts = []
        for axis, pixels in enumerate(mask.shape):
            touched = mask.amax(1 - axis).nonzero().flatten().tolist()
            first = (touched[0] + touched[-1] + 1 - pixels // 2) // 2
            firsts.append(min(max(first, 0), pixels - pixels // 2))
        parts.append(picture[:, firsts[0]:firsts[0] + mask.shape[0] // 2, firsts[1]:firsts[1] + mask.shape[1] // 2])
    return torch.stack(parts)


def glcic():
    """The completion network alone, the discriminator alone, then both by alpha, which is large here so that it is seen."""
    height, width = 8, 20
    game = Game("glcic", "glcic", (2, height, width), width=1, settings=["realism=0.25", "completion-share=1", "joint-share=2"])
    game.paper = ["realism=0.0004", "completion-share=9", "discriminator-share=1", "joint-share=40", "holes=anywhere", "objective=non-saturating"]
    # A dozen layers with batch norm over 80 values each.
    game.looseness = 20
    generator = Network(game, "generator", (3, height, width), *completion(game.width, 2, (2, 4)))
    whole = Network(game, "discriminator-global", (2, height, width), *context(game.width, 3))
    around = Network(game, "discriminator-local", (2, height // 2, width // 2), *context(game.width, 2))
    judge = Network(game, "discriminator", (32 * game.width,), Dense(1), bare=True)
    adam(game)
    seen = lambda x, masks: torch.cat([cut(x, masks), masks], 1)

    def score(apply, pictures, masks):
        return apply(judge, torch.cat([apply(whole, pictures), apply(around, window(pictures, masks))], 1))

    def discriminate(move):
        x, masks = move.data, anywhere(move, height, width)
        filled = fill(x, masks, generator.still(move, seen(x, masks)))
        own = lambda network, items: network(move, items)
        real, fake = score(own, x, masks), score(own, filled, masks)
        move.measure_accuracy(real, fake)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)

    def complete(move, x, masks):
        made = generator(move, seen(x, masks))
        error = ((x - made).square() * masks).sum() / (masks.sum() * 2)
        move.measure("error", error)
        return made, error

    def alone(move):
        return complete(move, move.data, anywhere(move, height, width))[1]

    def deceive(move):
        x, masks = move.data, anywhere(move, height, width)
        made, error = complete(move, x, masks)
        return error + 0.25 * cross_entropy(score(lambda network, items: network.still(move, items), fill(x, masks, made), masks), 1.0)

    game.player("discriminator", [whole, around, judge], discriminate, Adam(1e-4, 0.5, epsilon=0.01))
    game.player("completion", [generator], alone, Adam(1e-3, 0.5, epsilon=0.01))
    game.player("generator", [generator], deceive, Adam(1e-3, 0.5, epsilon=0.01))
    # Shares of 1, 1 and 2 of four steps.
    game.order, game.steps = lambda step: [[1], [0], [0, 2], [0, 2]][step], 4
    return game


def cc_gan():
    """One trunk, a head for true and filled pictures and one for classes, which count lambda = 10."""
    height, width = 8, 8
    game = Game("cc-gan", "cc-gan", (1, height, width), classes=2)
    game.least_batches = 10
    game.paper = ["class-weight=10", "holes=anywhere", "objective=non-saturating", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5", "averaging=0.99"]
    generator = Network(game, "generator", game.item, *encoder_8(game.width, 1))
    trunk = Network(game, "discriminator", game.item, *small_critic(game.width, 1)[:-1])
    source = Network(game, "source", trunk.output, Dense(1), bare=True)
    heads = Network(game, "classes", trunk.output, Dense(game.classes), bare=True)
    adam(game)

    def filled(move, x, network):
        masks = anywhere(move, height, width)
        return fill(x, masks, network(move, cut(x, masks)))

    def judge(move):
        x = move.data
        made = filled(move, x, generator.still)
        real, fake = source(move, trunk(move, x)), source(move, trunk(move, made))
        move.measure_accuracy(real, fake)
        items, labels = few_labels(move, game)
        classes = F.cross_entropy(heads(move, trunk(move, items)), labels)
        move.measure("class-loss", classes)
        return cross_entropy(real, 1.0) + cross_entropy(fake, 0.0) + 10 * classes

    def paint(move):
        x = move.data
        made = filled(move, x, generator)
        # Its logits of true pictures have dropout of their own, though nobody asks for them.
        trunk.still(move, x)
        return cross_entropy(source.still(move, trunk.still(move, made)), 1.0)

    game.player("discriminator", [trunk, source, heads], judge, Adam(1e-3, 0.5, epsilon=0.01))
    game.player("generator", [generator], paint, Adam(1e-3, 0.5, epsilon=0.01), average=game.average(0.99, generator, trunk, source, heads))
    return game


class Beside:
    """x and what an inner chain makes of it, as channels of one picture."""

    def __init__(self, *layers):
        self.inner = Chain(*layers)

    def build(self, make, shape):
        maps, *size = self.inner.build(lambda name, *rest, **how: make(f"inner/{name}", *rest, **how), shape)
        return (shape[0] + maps, *size)

    def apply(self, at, x):
        return torch.cat([x, self.inner.apply(at.below("inner"), x)], 1)


def parsing(width, labels):
    """Two resolutions below that of the picture, each seen beside the way up to it."""
    deepest = [Convolution(2 * width * 2, 4, 2), relu(), Convolution(4 * width, 3), relu(), Doubling(2 * width), relu()]
    deeper = [Convolution(2 * width, 4, 2), relu(), Convolution(2 * width, 3), relu(), Beside(*deepest), Convolution(2 * width, 3), relu(), Doubling(width), relu()]
    return [Convolution(width, 3), relu(), Beside(*deeper), Convolution(width, 3), relu(), Convolution(labels, 1)]


def face_completion():
    """L_r, then with the discriminator of holes, then with that of pictures and the parser, whose reading of the true picture is the target (the authors' program)."""
    height, width = 8, 8
    game = Game("face-completion", "face-completion", (2, height, width),
                settings=["local-realism=0.25", "global-realism=0.5", "parsing=0.125", "parser-share=1", "completion-share=1", "local-share=1", "joint-share=1"])
    game.paper = ["local-realism=0.006", "global-realism=0.006", "parsing=0.017", "holes=anywhere", "objective=non-saturating", "averaging=0"]
    game.fields = {"picture": (2, height, width), "map": (1, height, width)}
    game.looseness = 10
    parser = Network(game, "parser", game.item, *parsing(game.width, 3))
    # Where no label is favoured everywhere, what is read follows what is seen.
    game.parameters["parser/5/bias"] *= 0
    generator = Network(game, "generator", game.item, *encoder_8(game.width, 2))
    near = Network(game, "discriminator-local", (2, height // 2, width // 2), Chain(*context(game.width, 1)), Dense(1))
    whole = Network(game, "discriminator-global", game.item, Chain(*context(game.width, 1)), Dense(1))
    adam(game)
    views = {near: window, whole: lambda pictures, masks: pictures}

    def read(move):
        logits = parser(move, move.field("picture"))
        labels = move.field("map")[:, 0].long()
        move.measure("accuracy-parser", (logits.argmax(1) == labels).double().mean())
        return F.cross_entropy(logits, labels)

    def critic(*judges):
        def judge(move):
            x, masks = move.field("picture"), anywhere(move, height, width)
            filled = fill(x, masks, generator.still(move, cut(x, masks)))
            loss = 0
            for network in judges:
                real, fake = network(move, views[network](x, masks)), network(move, views[network](filled, masks))
                loss = loss + cross_entropy(real, 1.0) + cross_entropy(fake, 0.0)
            move.measure_accuracy(real, fake)
            return loss
        return judge

    def painter(judges, reads=False):
        def paint(move):
            x, masks = move.field("picture"), anywhere(move, height, width)
            made = generator(move, cut(x, masks))
            filled = fill(x, masks, made)
            squares = (x - made).square()
            move.measure("error", (squares * masks).sum() / (masks.sum() * 2))
            loss = squares.mean()
            for network, weight in judges.items():
                loss = loss + weight * cross_entropy(network.still(move, views[network](filled, masks)), 1.0)
            if reads:
                read, right = parser.still(move, filled), parser.still(move, x).argmax(1)
                # What is read of one is not what is read of the other everywhere, or it would not be seen which of them is the target.
                assert (read.argmax(1) != right).sum() > 4
                misread = F.cross_entropy(read, right)
                move.measure("parsing", misread)
                loss = loss + 0.125 * misread
            return loss
        return paint

    maker = lambda: Adam(1e-3, 0.5, epsilon=0.01)
    game.player("discriminator", [near, whole], critic(near, whole), Adam(1e-4, 0.5, epsilon=0.01))
    game.player("discriminator-local", [near], critic(near), Adam(1e-4, 0.5, epsilon=0.01))
    game.player("parser", [parser], read, maker())
    game.player("completion", [generator], painter({}), maker())
    game.player("generator-local", [generator], painter({near: 0.25}), maker())
    game.player("generator", [generator], painter({near: 0.25, whole: 0.5}, reads=True), maker())
    game.order, game.steps = lambda step: [[2], [3], [1, 4], [0, 5]][step], 4
    return game


def gp_gan():
    """0.999 of the squared error and 0.001 of a critic with clipped weights; a rectangle of the picture is pasted in another light."""
    channels, height, width = 2, 8, 8
    game = Game("gp-gan", "gp-gan", (channels, height, width), settings=["realism=0.25", "penalty.bound=0.375", "discriminator-moves=2", "pretraining=1"])
    game.paper = ["faithfulness=0.999", "realism=0.001", "objective=wasserstein", "penalty=weight-clipping", "penalty.bound=0.01", "discriminator-moves=5", "colour-weight=1", "blur=0.5",
                  "generator.learning-rate=2e-3", "discriminator.learning-rate=2e-4", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    generator = Network(game, "generator", game.item, *encoder_8(game.width, channels))
    discriminator = Network(game, "discriminator", game.item, *small_critic(game.width, 1))
    differences((generator, discriminator), game)
    adam(game)
    discriminator_loss, generator_loss = wasserstein()

    def paste(move):
        x, masks = move.data, anywhere(move, height, width)
        drawn = 0.5 * (2 * move.uniform("light", BATCH, 2 * channels) - 1)
        return fill(x, masks, (x * (1 + drawn[:, :channels, None, None]) + drawn[:, channels:, None, None]).clamp(-1, 1))

    def judge(move):
        made = generator.still(move, paste(move))
        real, fake = discriminator(move, move.data), discriminator(move, made)
        move.measure_accuracy(real, fake, False)
        return discriminator_loss(move, real, fake)

    def blend(move):
        made = generator(move, paste(move))
        error = (move.data - made).square().mean()
        move.measure("error", error)
        # Its logits of true pictures have dropout of their own, though nobody asks for them.
        discriminator.still(move, move.data)
        return 0.999 * error + 0.25 * generator_loss(None, discriminator.still(move, made))

    game.player("discriminator", [discriminator], judge, Adam(2e-4, 0.5, epsilon=0.01), constrain=lambda w: w.clamp(-0.375, 0.375))
    game.player("generator", [generator], blend, Adam(2e-3, 0.5, epsilon=0.01), average=game.average(0.99, generator))
    game.order = lambda step: [0] * (3 if step == 0 else 2) + [1]
    return game


GAMES = [context_encoder, context_encoder_anywhere, glcic, cc_gan, face_completion, gp_gan]
