"""Networks as chains of layers, in PyTorch. A layer's parameters have the names that Belamy gives them: NETWORK/NUMBER/NAME.

A layer has build(make, shape), which creates its parameters for items of a shape and returns the shape of what comes out, and
apply(at, x): `at[name]` is a parameter, `at.change` moves a statistic, `at.uniform` and `at.normal` draw, `at.labels` are the
classes of the batch.
"""

import math

import torch
import torch.nn.functional as F


class Place:
    """One layer within one move."""

    def __init__(self, move, path, still, labels):
        self.move, self.path, self.still, self.labels = move, path, still, labels

    def __getitem__(self, name):
        return self.move.values[f"{self.path}/{name}"]

    def change(self, name, value):
        if not self.still:
            self.move.change(f"{self.path}/{name}", value)

    def uniform(self, *shape):
        return self.move.uniform(self.path, *shape)

    def normal(self, *shape):
        return self.move.normal(self.path, *shape)

    def below(self, name):
        return Place(self.move, f"{self.path}/{name}", self.still, self.labels)


class Chain:
    """Layers one behind the other; their paths are their numbers."""

    def __init__(self, *layers):
        self.layers = layers

    def build(self, make, shape):
        for number, layer in enumerate(self.layers):
            shape = layer.build(lambda name, *rest, n=number, **how: make(f"{n}/{name}", *rest, **how), shape)
        return shape

    def apply(self, at, x):
        for number, layer in enumerate(self.layers):
            x = layer.apply(at.below(number), x)
        return x

    def idle_biases(self):
        """Biases that batch norm behind them takes out again."""
        for number, layer in enumerate(self.layers):
            if getattr(layer, "bias", False) and isinstance(next(iter(self.layers[number + 1:]), None), BatchNorm):
                yield f"{number}/bias"
            elif hasattr(layer, "idle_biases"):
                yield from (f"{number}/{path}" for path in layer.idle_biases())


class Network:
    """A chain under a name of a game. Called, it is the network of the player who moves: its statistics move too."""

    def __init__(self, game, name, item, *layers, bare=False):
        """Bare: a layer that is no chain, whose parameters stand right under the network's name."""
        self.name, self.chain = name, layers[0] if bare else Chain(*layers)
        before = len(game.parameters)
        self.output = self.chain.build(lambda part, *rest, **how: game.parameter(f"{name}/{part}", *rest, **how), tuple(item))
        created = list(game.parameters)[before:]
        if isinstance(self.chain, Chain):
            for path in self.chain.idle_biases():
                game.idle_bias(f"{name}/{path}")
        self.statistics = [path for path in created if path in game.statistics]
        self.parameters = [path for path in created if path not in game.statistics]

    def __call__(self, move, x, labels=None):
        return self.chain.apply(Place(move, self.name, False, labels), x)

    def still(self, move, x, labels=None):
        """The network in another player's move: as in training, but its statistics stay."""
        return self.chain.apply(Place(move, self.name, True, labels), x)


class Function:
    """A layer without parameters that keeps the shape."""

    def __init__(self, function):
        self.function = function

    def build(self, make, shape):
        return shape

    def apply(self, at, x):
        return self.function(x)


def relu():
    return Function(F.relu)


def leaky(slope=0.2):
    return Function(lambda x: F.leaky_relu(x, slope))


def tanh():
    return Function(torch.tanh)


def sigmoid():
    return Function(torch.sigmoid)


def affine(scale, offset):
    return Function(lambda x: scale * x + offset)


class Reshape:
    def __init__(self, *item):
        self.item = item

    def build(self, make, shape):
        assert math.prod(self.item) == math.prod(shape)
        return self.item

    def apply(self, at, x):
        return x.reshape(x.shape[0], *self.item)


class Flatten:
    def build(self, make, shape):
        return (math.prod(shape),)

    def apply(self, at, x):
        return x.flatten(1)


class Dense:
    """y = x W + b, W [inputs, outputs]."""

    def __init__(self, outputs, bias=True, norm=None):
        self.outputs, self.bias, self.norm = outputs, bias, norm

    def build(self, make, shape):
        inputs, = shape
        make("weight", (inputs, self.outputs), fan=inputs)
        if self.norm:
            self.norm.build(make, self.outputs)
        if self.bias:
            make("bias", (self.outputs,), low=-0.5, high=0.5)
        return (self.outputs,)

    def apply(self, at, x):
        weight = at["weight"]
        if self.norm:
            weight = self.norm.apply(at, weight.t()).t()
        y = x @ weight
        return y + at["bias"] if self.bias else y


class Convolution:
    """Kernel [maps, channels, k ...] along one to three axes; the output has ceil(size / stride) pixels, an odd zero goes behind."""

    def __init__(self, maps, kernel, stride=1, bias=True, norm=None, dilation=1):
        self.maps, self.kernel, self.stride, self.bias, self.norm, self.dilation = maps, kernel, stride, bias, norm, dilation

    def build(self, make, shape):
        channels, *size = shape
        make("kernel", (self.maps, channels, *[self.kernel] * len(size)), fan=channels * self.kernel ** len(size))
        if self.norm:
            self.norm.build(make, self.maps)
        if self.bias:
            make("bias", (self.maps,), low=-0.5, high=0.5)
        return (self.maps, *(-(-pixels // self.stride) for pixels in size))

    def apply(self, at, x):
        kernel = at["kernel"]
        if self.norm:
            kernel = self.norm.apply(at, kernel.flatten(1)).reshape(kernel.shape)
        zeros = []
        for pixels in reversed(x.shape[2:]):
            total = max((-(-pixels // self.stride) - 1) * self.stride + self.dilation * (self.kernel - 1) + 1 - pixels, 0)
            zeros += [total // 2, total - total // 2]
        convolve = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[x.dim() - 2]
        return convolve(F.pad(x, zeros), kernel, at["bias"] if self.bias else None, stride=self.stride, dilation=self.dilation)


class Growing:
    """
    Transposed convolution along one to three axes: kernel [channels, maps, k ...], `stride` times as many pixels along each; of the
    k - stride that are too many half are cut off in front, an odd one behind.
    """

    def __init__(self, maps, kernel=4, stride=2, bias=True):
        self.maps, self.kernel, self.stride, self.bias = maps, kernel, stride, bias

    def build(self, make, shape):
        channels, *size = shape
        make("kernel", (channels, self.maps, *[self.kernel] * len(size)), fan=channels * (self.kernel / self.stride) ** len(size))
        if self.bias:
            make("bias", (self.maps,), low=-0.5, high=0.5)
        return (self.maps, *(self.stride * pixels for pixels in size))

    def apply(self, at, x):
        grow = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}[x.dim() - 2]
        y = grow(x, at["kernel"], at["bias"] if self.bias else None, stride=self.stride)
        first = (self.kernel - self.stride) // 2
        for axis in range(2, x.dim()):
            y = y.narrow(axis, first, self.stride * x.shape[axis])
        return y


def Doubling(maps, bias=True):
    """Transposed convolution 4x4 with stride 2: kernel [channels, maps, 4, 4], twice as many pixels along each side."""
    return Growing(maps, 4, 2, bias)


class Maxout:
    """The greatest of several affine functions; the pieces of a unit lie side by side."""

    def __init__(self, units, pieces):
        self.units, self.pieces = units, pieces

    def build(self, make, shape):
        inputs, = shape
        make("weight", (inputs, self.units * self.pieces), fan=inputs)
        make("bias", (self.units * self.pieces,), low=-0.5, high=0.5)
        return (self.units,)

    def apply(self, at, x):
        return (x @ at["weight"] + at["bias"]).reshape(-1, self.units, self.pieces).amax(2)


class BatchNorm:
    """Ioffe and Szegedy 2015. The statistics take the unbiased variance; `momentum` is the share that stays."""

    def __init__(self, momentum=0.9, classes=None):
        self.momentum, self.classes = momentum, classes

    def build(self, make, shape):
        channels = shape[0]
        below = ""
        if self.classes:
            below = "norm/"
        else:
            make("scale", (channels,), low=0.5, high=1.5)
            make("shift", (channels,), low=-0.5, high=0.5)
        make(below + "mean", (channels,), low=-0.25, high=0.25, statistic=True)
        make(below + "variance", (channels,), low=0.5, high=1.5, statistic=True)
        if self.classes:
            make("scale", (self.classes, channels), low=0.5, high=1.5)
            make("shift", (self.classes, channels), low=-0.5, high=0.5)
        return shape

    def apply(self, at, x):
        below = "norm/" if self.classes else ""
        mean, variance = at[below + "mean"].clone(), at[below + "variance"].clone()
        wide = lambda v: v.reshape(*v.shape, *([1] * (x.dim() - 2)))
        y = F.batch_norm(x, mean, variance, training=True, momentum=1 - self.momentum)
        at.change(below + "mean", mean)
        at.change(below + "variance", variance)
        if self.classes:
            return y * wide(at["scale"][at.labels]) + wide(at["shift"][at.labels])
        return y * wide(at["scale"]) + wide(at["shift"])


class Dropout:
    def __init__(self, rate):
        self.rate = rate

    def build(self, make, shape):
        return shape

    def apply(self, at, x):
        kept = at.uniform(*x.shape) >= self.rate
        return x * kept / (1 - self.rate)


class SpectralNorm:
    """Miyato et al. 2018, algorithm 1: v = W'u / |W'u|, u = Wv / |Wv|, sigma = u'Wv with u and v held fixed."""

    def build(self, make, outputs):
        make("spectrum", (outputs,), statistic=True)

    def apply(self, at, matrix):
        with torch.no_grad():
            right = F.normalize(matrix.t() @ at["spectrum"], dim=0)
            left = F.normalize(matrix @ right, dim=0)
        at.change("spectrum", left)
        return matrix / (left @ matrix @ right)


class LabelBranch:
    """Mirza and Osindero 2014: one way in for the item, one for its class as one 1 among zeros; both side by side."""

    def __init__(self, classes, item, label):
        self.classes, self.item, self.label = classes, item, label

    def build(self, make, shape):
        below = lambda part: lambda name, *rest, **how: make(f"{part}/{name}", *rest, **how)
        left, = self.item.build(below("item"), shape)
        right, = self.label.build(below("label"), (self.classes,))
        return (left + right,)

    def apply(self, at, x):
        one = F.one_hot(at.labels, self.classes).to(x.dtype)
        return torch.cat([self.item.apply(at.below("item"), x), self.label.apply(at.below("label"), one)], 1)

    def idle_biases(self):
        yield from (f"item/{path}" for path in self.item.idle_biases())
        yield from (f"label/{path}" for path in self.label.idle_biases())


class Projection:
    """Miyato and Koyama 2018, equation 3: V_y . phi + w . phi + b, both weights spectrally normalized."""

    def __init__(self, classes):
        self.classes, self.norm = classes, SpectralNorm()

    def build(self, make, shape):
        features, = shape
        make("embedding/weight", (self.classes, features), fan=features)
        self.norm.build(lambda name, *rest, **how: make(f"embedding/{name}", *rest, **how), self.classes)
        make("weight", (features, 1), fan=features)
        self.norm.build(make, 1)
        make("bias", (1,), low=-0.5, high=0.5)
        return (1,)

    def apply(self, at, x):
        embedding = self.norm.apply(at.below("embedding"), at["embedding/weight"])
        weight = self.norm.apply(at, at["weight"].t())
        return (embedding[at.labels] * x).sum(1, keepdim=True) + F.linear(x, weight, at["bias"])


class MinibatchDiscrimination:
    """Salimans et al. 2016, section 3.2: o(x_i)_b = sum over j of exp(-|M_ib - M_jb|), without j = i."""

    def __init__(self, kernels, dimensions):
        self.kernels, self.dimensions = kernels, dimensions

    def build(self, make, shape):
        features, = shape
        make("weight", (features, self.kernels * self.dimensions), fan=features * self.dimensions)
        return (features + self.kernels,)

    def apply(self, at, x):
        m = (x @ at["weight"]).reshape(-1, self.kernels, self.dimensions).transpose(0, 1)
        return torch.cat([x, (torch.exp(-torch.cdist(m, m, p=1)).sum(2) - 1).t()], 1)
