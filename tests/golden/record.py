#!/usr/bin/env python3
"""Records values and gradients from PyTorch, the outside witness of Belamy's tests. README.md explains the files.

Run in this folder:  python3 record.py
Needs PyTorch 1.13 or newer and scikit-image 0.19 or newer (Debian: python3-torch, python3-skimage). The same versions write
the same bytes.
"""

import itertools
import math

import skimage.metrics
import torch
import torch.nn.functional as F

import moves
from cases import File, distinct, grid

def primitives():
    file = File("primitives.json")
    anywhere = torch.cat([grid(3, 4), torch.tensor([[-100.0, -30.0, 30.0, 100.0]]), torch.tensor([[-9.5, -4.25, 4.25, 9.5]])])
    moderate = torch.cat([grid(4, 4), torch.tensor([[-6.5, -3.25, 3.25, 6.5]])])
    positive = torch.cat([grid(4, 4, low=0.0, high=4.0), torch.tensor([[1 / 1024, 1.0, 100.0, 5000.0]])])
    above_minus_one = torch.cat([grid(4, 4, low=-0.9, high=3.0), torch.tensor([[1 / 65536, -1 / 65536, 0.0, 1000.0]])])
    for kind, function, domain in [
        ("Negate", torch.neg, moderate), ("Exp", torch.exp, moderate), ("Log", torch.log, positive),
        ("Log1p", torch.log1p, above_minus_one), ("Sqrt", torch.sqrt, positive), ("Rsqrt", torch.rsqrt, positive),
        ("Sin", torch.sin, moderate), ("Cos", torch.cos, moderate), ("Tanh", torch.tanh, anywhere),
        ("Sigmoid", torch.sigmoid, anywhere), ("Softplus", lambda x: F.softplus(x, threshold=1000), anywhere),
        ("Erf", torch.erf, moderate), ("Abs", torch.abs, moderate), ("Sign", torch.sign, moderate), ("Floor", torch.floor, moderate),
    ]:
        file.case(kind, kind, lambda x, f=function: f(x), {"x": domain})
    file.case("Softplus at 0", "Softplus", lambda x: F.softplus(x), {"x": torch.zeros(1)})
    for exponent in [2.0, 3.0, -1.5, 0.5]:
        file.case(f"Power {exponent:g}", "Power", lambda x, e=exponent: x.pow(e), {"x": positive}, {"exponent": exponent})
    file.case("Power 3 of any sign", "Power", lambda x: x.pow(3.0), {"x": moderate}, {"exponent": 3.0})

    for kind, function in [
        ("Add", torch.add), ("Subtract", torch.sub), ("Multiply", torch.mul), ("Divide", torch.div),
        ("Max", torch.maximum), ("Min", torch.minimum),
    ]:
        for name, left, right in [("same shape", (3, 5), (3, 5)), ("broadcast", (2, 3, 1, 5), (4, 1)), ("scalar", (), (2, 3))]:
            # Moved off the grid, so that no two elements tie.
            file.case(f"{kind} {name}", kind, lambda a, b, f=function: f(a, b), {"a": grid(*left), "b": grid(*right) + 1 / 256})
    a, b = grid(4, 6, low=-0.1, high=0.1), grid(4, 6, low=-0.1, high=0.1)
    file.case("Less", "Less", lambda a, b: a < b, {"a": a, "b": b})
    file.case("Equal", "Equal", lambda a, b: a == b, {"a": a, "b": b})
    file.case("Select", "Select", lambda a, b, condition: torch.where(condition, a, b),
              {"a": grid(3, 1, 4), "b": grid(5, 4)}, constants={"condition": grid(5, 1) > 0})
    file.case("Cast to Int32", "Cast", lambda x: x.to(torch.int32), {"x": grid(10, low=-9, high=9)}, {"to": "Int32"})
    file.case("Cast to Float32", "Cast", lambda x: x.to(torch.float32), {"x": grid(10)}, {"to": "Float32"})
    file.case("Cast from Boolean", "Cast", lambda x: x.to(torch.float64), {}, {"to": "Float64"}, {"x": grid(10) > 0})
    file.case("StopGradient", "StopGradient", lambda x: x.detach() * x, {"x": grid(6)})

    for name, shape, axes in [("all", (2, 3, 4), [0, 1, 2]), ("first", (5, 3), [0]), ("last", (3, 7), [1]), ("middle", (2, 5, 3), [1]),
                              ("outer and inner", (3, 2, 5), [0, 2]), ("channels", (4, 3, 2, 5), [0, 2, 3])]:
        file.case(f"Sum {name}", "Sum", lambda x, a=axes: x.sum(dim=a), {"x": grid(*shape)}, {"axes": axes})
        file.case(f"Mean {name}", "Mean", lambda x, a=axes: x.mean(dim=a), {"x": grid(*shape)}, {"axes": axes})
        file.case(f"ReduceMax {name}", "ReduceMax", lambda x, a=axes: x.amax(dim=a), {"x": distinct(*shape)}, {"axes": axes})
    file.case("ReduceMin last", "ReduceMin", lambda x: x.amin(dim=[1]), {"x": distinct(4, 6)}, {"axes": [1]})
    file.case("ReduceMax with ties", "ReduceMax", lambda x: x.amax(dim=[1]),
              {"x": torch.tensor([[1.0, 2.0, 2.0], [3.0, 3.0, 3.0], [0.5, -1.0, 0.0]])}, {"axes": [1]})
    file.case("ArgMax last", "ArgMax", lambda x: x.argmax(dim=1), {"x": distinct(4, 7)}, {"axis": 1})
    file.case("ArgMax first", "ArgMax", lambda x: x.argmax(dim=0), {"x": distinct(4, 7)}, {"axis": 0})

    file.case("Reshape", "Reshape", lambda x: x.reshape(4, 6), {"x": grid(2, 3, 4)}, {"shape": [4, 6]})
    file.case("Permute", "Permute", lambda x: x.permute(3, 0, 2, 1), {"x": grid(2, 3, 4, 5)}, {"order": [3, 0, 2, 1]})
    file.case("Reshape of Permute", "ReshapeOfPermute", lambda x: x.permute(2, 0, 1).reshape(6, 4), {"x": grid(3, 4, 2)},
              {"order": [2, 0, 1], "shape": [6, 4]})
    file.case("Broadcast", "Broadcast", lambda x: x.expand(2, 3, 4, 5), {"x": grid(3, 1, 5)}, {"shape": [2, 3, 4, 5]})
    file.case("Slice", "Slice", lambda x: x[1:4, ::2, 2:7:3], {"x": grid(5, 4, 8)}, {"start": [1, 0, 2], "size": [3, 2, 2], "step": [1, 2, 3]})
    file.case("Pad", "Pad", lambda x: pad(x, [1, 0], [2, 3], [0, 0]), {"x": grid(2, 3)}, {"low": [1, 0], "high": [2, 3], "interior": [0, 0]})
    file.case("Pad interior", "Pad", lambda x: pad(x, [0, 2, 1], [1, 0, 0], [1, 0, 2]), {"x": grid(3, 1, 4)},
              {"low": [0, 2, 1], "high": [1, 0, 0], "interior": [1, 0, 2]})
    file.case("Reverse", "Reverse", lambda x: x.flip(0, 2), {"x": grid(3, 2, 4)}, {"axes": [0, 2]})
    file.case("Concat", "Concat", lambda a, b, c: torch.cat([a, b, c], dim=1), {"a": grid(2, 3, 2), "b": grid(2, 1, 2), "c": grid(2, 4, 2)}, {"axis": 1})

    for left, right in itertools.product([False, True], repeat=2):
        for name, batch in [("plain", ()), ("batched", (2, 3))]:
            m, k, n = 5, 7, 3
            a, b = grid(*batch, *((k, m) if left else (m, k))), grid(*batch, *((n, k) if right else (k, n)))
            file.case(f"MatMul {name} {'T' if left else 'N'}{'T' if right else 'N'}", "MatMul",
                      lambda a, b, l=left, r=right: (a.mT if l else a) @ (b.mT if r else b), {"a": a, "b": b},
                      {"transposeLeft": left, "transposeRight": right})

    for axis in [0, 1]:
        indices = torch.tensor([2, 0, 2, 3, 2], dtype=torch.int32)
        file.case(f"Gather axis {axis}", "Gather", lambda x, indices, a=axis: x.index_select(a, indices), {"x": grid(4, 4, 3)},
                  {"axis": axis}, {"indices": indices})
        updates = grid(5, 4, 3) if axis == 0 else grid(4, 5, 3)
        file.case(f"ScatterAdd axis {axis}", "ScatterAdd", lambda x, updates, indices, a=axis: x.index_add(a, indices, updates),
                  {"x": grid(4, 4, 3), "updates": updates}, {"axis": axis}, {"indices": indices})
    file.case("OneHot", "OneHot", lambda labels: F.one_hot(labels.long(), 5).to(torch.float64), {}, {"classes": 5},
              {"labels": torch.tensor([3, 0, 4, 3], dtype=torch.int32)})
    file.case("Iota", "Iota", lambda: torch.arange(4, dtype=torch.int32).reshape(4, 1).expand(2, 4, 3), {}, {"shape": [2, 4, 3], "axis": 1})
    file.case("Constant", "Constant", lambda: torch.full((2, 3), 0.1), {}, {"value": 0.1, "shape": [2, 3]})
    file.write()


def pad(x, low, high, interior):
    shape = [l + h + n + (n - 1) * i for n, l, h, i in zip(x.shape, low, high, interior)]
    result = torch.zeros(shape)
    result[tuple(slice(l, l + (n - 1) * (i + 1) + 1, i + 1) for n, l, i in zip(x.shape, low, interior))] = x
    return result


def convolutions():
    file = File("convolutions.json")
    convolve = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
    transpose = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
    sizes = {1: [13], 2: [7, 8], 3: [4, 5, 6]}
    kernels = {1: [3], 2: [3, 2], 3: [2, 3, 2]}

    def add(name, batch, channels, outputs, size, kernel, stride, low, high, dilation, groups):
        rank = len(size)

        def function(x, w):
            padding = [value for pair in zip(reversed(low), reversed(high)) for value in pair]
            return convolve[rank](F.pad(x, padding), w, stride=stride, dilation=dilation, groups=groups)

        file.case(name, "Convolve", function, {"x": grid(batch, channels, *size), "w": grid(outputs, channels // groups, *kernel)},
                  {"stride": stride, "low": low, "high": high, "dilation": dilation, "groups": groups})

    for rank in [1, 2, 3]:
        for stride in [1, 2, 3]:
            for padding, dilation, groups in [(0, 1, 1), (1, 1, 2), (2, 2, 1)]:
                add(f"{rank}d stride {stride} padding {padding} dilation {dilation} groups {groups}", 2 if rank < 3 else 1,
                    2 * groups if rank < 3 else 2, 3 if groups == 1 else 4, sizes[rank], kernels[rank],
                    [stride] * rank, [padding] * rank, [padding] * rank, [dilation] * rank, groups)
        add(f"{rank}d asymmetric padding", 1, 2, 3, sizes[rank], kernels[rank], [2] * rank, [0, 2, 1][:rank], [1, 0, 2][:rank], [1] * rank, 1)
        add(f"{rank}d negative padding", 1, 2, 3, sizes[rank], kernels[rank], [1] * rank, [-1] * rank, [1, -1, 0][:rank], [1] * rank, 1)
    add("1d depthwise", 2, 4, 4, [9], [3], [1], [1], [1], [1], 4)
    add("2d depthwise, two outputs a channel", 2, 3, 6, [5, 5], [3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 3)
    add("2d different along each axis", 2, 2, 3, [9, 8], [2, 4], [3, 1], [1, 2], [0, 1], [2, 1], 1)
    add("3d different along each axis", 1, 1, 2, [6, 5, 7], [2, 1, 3], [2, 1, 3], [0, 1, 2], [1, 0, 2], [1, 1, 2], 1)
    add("2d kernel 1", 3, 5, 4, [4, 3], [1, 1], [1, 1], [0, 0], [0, 0], [1, 1], 1)
    add("2d kernel 1 stride 2", 3, 3, 4, [5, 6], [1, 1], [2, 2], [0, 0], [0, 0], [1, 1], 1)
    add("2d kernel 4 stride 2 padding 1", 2, 3, 4, [8, 8], [4, 4], [2, 2], [1, 1], [1, 1], [1, 1], 1)
    add("2d kernel 7 padding 3, one output channel", 1, 3, 1, [9, 9], [7, 7], [1, 1], [3, 3], [3, 3], [1, 1], 1)
    add("2d kernel as large as the input", 3, 4, 5, [4, 4], [4, 4], [1, 1], [0, 0], [0, 0], [1, 1], 1)
    add("2d stride above the kernel", 2, 2, 3, [8, 7], [2, 2], [3, 3], [0, 0], [0, 0], [1, 1], 1)

    def add_transposed(name, batch, channels, outputs, size, kernel, stride, padding, output_padding, dilation, groups):
        def function(x, w):
            return transpose[len(size)](x, w, stride=stride, padding=padding, output_padding=output_padding, groups=groups, dilation=dilation)

        file.case(name, "ConvolveTransposed", function,
                  {"x": grid(batch, channels, *size), "w": grid(channels, outputs // groups, *kernel)},
                  {"stride": stride, "padding": padding, "outputPadding": output_padding, "dilation": dilation, "groups": groups})

    small = {1: [6], 2: [4, 3], 3: [3, 2, 3]}
    for rank in [1, 2, 3]:
        for stride, padding, extra, dilation, groups in [(1, 0, 0, 1, 1), (2, 1, 1, 1, 1), (3, 0, 2, 1, 2), (2, 1, 1, 2, 1)]:
            add_transposed(f"transposed {rank}d stride {stride} padding {padding} output padding {extra} dilation {dilation} groups {groups}",
                           2 if rank < 3 else 1, 2, 2, small[rank], kernels[rank], [stride] * rank, [padding] * rank,
                           [extra] * rank, [dilation] * rank, groups)
    add_transposed("transposed 2d kernel 4 stride 2 padding 1", 2, 4, 3, [4, 4], [4, 4], [2, 2], [1, 1], [0, 0], [1, 1], 1)
    add_transposed("transposed 2d from 1x1", 3, 5, 4, [1, 1], [4, 4], [1, 1], [0, 0], [0, 0], [1, 1], 1)
    add_transposed("transposed 2d output padding along one axis", 1, 2, 3, [3, 4], [3, 3], [2, 3], [1, 1], [0, 2], [1, 1], 1)
    file.write()


def layers():
    file = File("layers.json")
    file.case("dense", "Dense", lambda x, weight, bias: F.linear(x, weight, bias),
              {"x": grid(4, 6), "weight": grid(5, 6), "bias": grid(5)})
    file.case("convolution 2d with bias", "Convolution", lambda x, weight, bias: F.conv2d(x, weight, bias, stride=2, padding=1),
              {"x": grid(2, 3, 6, 6), "weight": grid(4, 3, 4, 4), "bias": grid(4)}, {"stride": 2, "padding": 1})
    file.case("transposed convolution 2d with bias", "TransposedConvolution",
              lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, stride=2, padding=1),
              {"x": grid(2, 3, 3, 4), "weight": grid(3, 2, 4, 4), "bias": grid(2)}, {"stride": 2, "padding": 1, "outputPadding": 0})
    file.case("transposed convolution 2d with output padding", "TransposedConvolution",
              lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, stride=2, padding=2, output_padding=1),
              {"x": grid(2, 3, 3, 4), "weight": grid(3, 2, 5, 5), "bias": grid(2)}, {"stride": 2, "padding": 2, "outputPadding": 1})

    for name, shape in [("batch norm of features", (6, 3)), ("batch norm of maps", (3, 4, 2, 3))]:
        channels = shape[1]

        def training(x, weight, bias, running_mean, running_var, momentum=0.1, epsilon=1e-5):
            mean, variance = running_mean.clone(), running_var.clone()
            y = F.batch_norm(x, mean, variance, weight, bias, True, momentum, epsilon)
            return {"y": y, "running_mean": mean, "running_var": variance}

        state = {"running_mean": grid(channels), "running_var": grid(channels, low=0.5, high=2)}
        scaled = {"weight": grid(channels, low=0.5, high=2), "bias": grid(channels)}
        attributes = {"momentum": 0.1, "epsilon": 1e-5}
        file.case(f"{name}, training", "BatchNormTraining", training, {"x": grid(*shape), **scaled}, attributes, state)
        file.case(f"{name}, training, momentum 0.01 epsilon 0.001", "BatchNormTraining",
                  lambda momentum=0.01, epsilon=1e-3, **rest: training(momentum=momentum, epsilon=epsilon, **rest),
                  {"x": grid(*shape), **scaled}, {"momentum": 0.01, "epsilon": 1e-3}, state)
        file.case(f"{name}, evaluation", "BatchNormEvaluation",
                  lambda x, weight, bias, running_mean, running_var: F.batch_norm(x, running_mean, running_var, weight, bias, False, 0.1, 1e-5),
                  {"x": grid(*shape), **scaled}, attributes, state)

    for name, function, attributes in [
        ("ReLU", F.relu, {}), ("leaky ReLU", lambda x: F.leaky_relu(x, 0.2), {"slope": 0.2}), ("ELU", F.elu, {"alpha": 1.0}),
        ("tanh", torch.tanh, {}), ("sigmoid", torch.sigmoid, {}), ("softplus", F.softplus, {}),
        ("softmax", lambda x: F.softmax(x, 1), {"axis": 1}), ("log softmax", lambda x: F.log_softmax(x, 1), {"axis": 1}),
    ]:
        kind = "".join(word[0].upper() + word[1:] for word in name.split())
        file.case(name, kind, lambda x, f=function: f(x), {"x": grid(5, 7, low=-4, high=4)}, attributes)
    file.case("softmax of large logits", "Softmax", lambda x: F.softmax(x, 1), {"x": torch.tensor([[1000.0, 999.0, 0.0], [-1000.0, -1001.0, -999.5]])}, {"axis": 1})

    file.case("nearest upsampling 1d by 2", "NearestUpsampling", lambda x: F.interpolate(x, scale_factor=2), {"x": grid(2, 3, 5)}, {"scale": 2})
    file.case("nearest upsampling 2d by 2", "NearestUpsampling", lambda x: F.interpolate(x, scale_factor=2), {"x": grid(2, 3, 3, 4)}, {"scale": 2})
    file.case("nearest upsampling 2d by 3", "NearestUpsampling", lambda x: F.interpolate(x, scale_factor=3), {"x": grid(1, 2, 3, 2)}, {"scale": 3})
    file.case("max pooling 2", "MaxPooling", lambda x: F.max_pool2d(x, 2), {"x": distinct(2, 2, 4, 6)}, {"size": 2, "stride": 2})
    file.case("max pooling 3 stride 2", "MaxPooling", lambda x: F.max_pool2d(x, 3, 2), {"x": distinct(1, 3, 7, 5)}, {"size": 3, "stride": 2})
    file.case("average pooling 2", "AveragePooling", lambda x: F.avg_pool2d(x, 2), {"x": grid(2, 2, 4, 6)}, {"size": 2, "stride": 2})
    file.case("average pooling 3 stride 2", "AveragePooling", lambda x: F.avg_pool2d(x, 3, 2), {"x": grid(1, 3, 7, 5)}, {"size": 3, "stride": 2})
    file.write()


def losses():
    file = File("losses.json")
    logits = torch.cat([grid(6, low=-5, high=5), torch.tensor([-80.0, -20.0, 20.0, 80.0])])
    binary = torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0])
    soft = torch.tensor([0.9, 0.1, 0.9, 0.0, 1.0, 0.25, 0.5, 0.75, 0.9, 0.1])
    for name, targets in [("0 and 1", binary), ("soft", soft)]:
        file.case(f"binary cross-entropy with logits, targets {name}", "BinaryCrossEntropyWithLogits",
                  lambda x, targets: F.binary_cross_entropy_with_logits(x, targets), {"x": logits}, constants={"targets": targets})
    labels = torch.tensor([2, 0, 4, 4, 1], dtype=torch.int32)
    file.case("softmax cross-entropy", "SoftmaxCrossEntropy", lambda x, labels: F.cross_entropy(x, labels.long()),
              {"x": grid(5, 6, low=-4, high=4)}, constants={"labels": labels})
    file.case("softmax cross-entropy of large logits", "SoftmaxCrossEntropy", lambda x, labels: F.cross_entropy(x, labels.long()),
              {"x": torch.tensor([[1000.0, 990.0, 3.0], [-1000.0, -1002.0, -999.0]])}, constants={"labels": labels.new_tensor([1, 0])})
    file.case("mean squared error", "MeanSquaredError", lambda x, targets: F.mse_loss(x, targets), {"x": grid(4, 3), "targets": grid(4, 3)})

    scores = {"real": torch.cat([grid(8, low=-4, high=4), torch.tensor([-60.0, 60.0])]),
              "fake": torch.cat([grid(8, low=-4, high=4), torch.tensor([-60.0, 60.0])])}
    one = lambda like: torch.ones_like(like)
    bce = F.binary_cross_entropy_with_logits
    # Goodfellow et al. 2014, equation 1: the discriminator minimises the negative value of the game. The generator's
    # two objectives are written with log sigmoid, which does not overflow.
    file.case("discriminator, binary cross-entropy", "DiscriminatorCrossEntropy",
              lambda real, fake: bce(real, one(real)) + bce(fake, torch.zeros_like(fake)), scores)
    file.case("generator, minimax", "GeneratorMinimax", lambda fake: F.logsigmoid(-fake).mean(), {"fake": scores["fake"]})
    file.case("generator, non-saturating", "GeneratorNonSaturating", lambda fake: -F.logsigmoid(fake).mean(), {"fake": scores["fake"]})
    file.case("discriminator, hinge", "DiscriminatorHinge", lambda real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean(), scores)
    file.case("discriminator, least squares", "DiscriminatorLeastSquares",
              lambda real, fake: 0.5 * ((real - 1) ** 2).mean() + 0.5 * (fake ** 2).mean(), scores)
    file.case("generator, least squares", "GeneratorLeastSquares", lambda fake: 0.5 * ((fake - 1) ** 2).mean(), {"fake": scores["fake"]})

    def critic(x, w1, w2):
        return torch.tanh(x @ w1) @ w2

    def penalty(x, w1, w2):
        gradient, = torch.autograd.grad(critic(x, w1, w2).sum(), x, create_graph=True)
        return ((gradient.pow(2).sum(1) + 1e-12).sqrt() - 1).pow(2).mean()

    def zero_centred(x, w1, w2):
        gradient, = torch.autograd.grad(critic(x, w1, w2).sum(), x, create_graph=True)
        return gradient.pow(2).sum(1).mean()

    network = {"x": grid(4, 5), "w1": grid(5, 6, low=-1, high=1), "w2": grid(6, 1, low=-1, high=1)}
    file.case("gradient penalty", "GradientPenalty", penalty, network)
    file.case("zero-centred gradient penalty", "ZeroCentredGradientPenalty", zero_centred, network)

    def convolutional_penalty(x, w1, w2):
        score = (F.leaky_relu(F.conv2d(x, w1, stride=2, padding=1), 0.2).flatten(1) @ w2).tanh()
        gradient, = torch.autograd.grad(score.sum(), x, create_graph=True)
        return gradient.pow(2).sum((1, 2, 3)).mean()

    file.case("zero-centred gradient penalty of a convolution", "ZeroCentredGradientPenaltyOfConvolution", convolutional_penalty,
              {"x": grid(2, 2, 6, 6), "w1": grid(3, 2, 4, 4, low=-0.5, high=0.5), "w2": grid(27, 1, low=-0.25, high=0.25)})
    file.write()


def optimizers():
    file = File("optimizers.json")
    steps = 6
    for name, kind, create, attributes in [
        ("SGD", "Sgd", torch.optim.SGD, {"lr": 0.1}),
        ("SGD momentum 0.9", "Sgd", torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
        ("SGD momentum 0.5", "Sgd", torch.optim.SGD, {"lr": 0.1, "momentum": 0.5}),
        ("SGD Nesterov momentum 0.9", "Sgd", torch.optim.SGD, {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
        ("RMSprop", "RmsProp", torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.99, "eps": 1e-8}),
        ("RMSprop alpha 0.9 epsilon 1e-6", "RmsProp", torch.optim.RMSprop, {"lr": 0.001, "alpha": 0.9, "eps": 1e-6}),
        ("Adam", "Adam", torch.optim.Adam, {"lr": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
        ("Adam beta1 0.5", "Adam", torch.optim.Adam, {"lr": 2e-4, "beta1": 0.5, "beta2": 0.999, "eps": 1e-8}),
        ("Adam beta1 0 beta2 0.99 epsilon 0.001", "Adam", torch.optim.Adam, {"lr": 0.1, "beta1": 0.0, "beta2": 0.99, "eps": 1e-3}),
    ]:
        start = {"a": grid(3, 4), "b": grid(5)}
        gradients = [{key: grid(*value.shape) for key, value in start.items()} for _ in range(steps)]
        parameters = {key: value.clone().requires_grad_() for key, value in start.items()}
        arguments = {key: value for key, value in attributes.items() if key not in ("beta1", "beta2")}
        if kind == "Adam":
            arguments["betas"] = (attributes["beta1"], attributes["beta2"])
        optimizer = create(parameters.values(), **arguments)
        inputs, outputs = dict(start), {}
        for step, gradient in enumerate(gradients, 1):
            for key, parameter in parameters.items():
                parameter.grad = gradient[key].clone()
                inputs[f"gradient {key} {step}"] = gradient[key]
            optimizer.step()
            outputs.update({f"{key} {step}": parameter.detach().clone() for key, parameter in parameters.items()})
        file.add({"name": name, "kind": kind, "attributes": {**attributes, "steps": steps}, "inputs": inputs, "outputs": outputs})
    file.write()


def objectives():
    file = File("objectives.json")
    bce = F.binary_cross_entropy_with_logits
    scores = {"real": grid(6, 1, low=-4, high=4), "fake": grid(6, 1, low=-4, high=4)}

    def certain(x, target=1.0):
        return bce(x, torch.full_like(x, target))

    def squares(x, target):
        return 0.5 * F.mse_loss(x, torch.full_like(x, target))

    for name, discriminator, generator in [
        ("minimax", lambda real, fake: certain(real) + certain(fake, 0.0), lambda real, fake: F.logsigmoid(-fake).mean()),
        ("non-saturating", lambda real, fake: certain(real) + certain(fake, 0.0), lambda real, fake: -F.logsigmoid(fake).mean()),
        ("smoothed", lambda real, fake: certain(real, 0.9) + certain(fake, 0.0), lambda real, fake: certain(fake)),
        ("noisy-labels", lambda real, fake: certain(real, 0.91) + certain(fake, 0.19), lambda real, fake: certain(fake)),
        ("least-squares", lambda real, fake: squares(real, 1.0) + squares(fake, 0.0), lambda real, fake: squares(fake, 1.0)),
        ("wasserstein", lambda real, fake: fake.mean() - real.mean(), lambda real, fake: -fake.mean()),
        ("hinge", lambda real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean(), lambda real, fake: -fake.mean()),
        ("boundary-seeking", lambda real, fake: certain(real) + certain(fake, 0.0),
         lambda real, fake: 0.5 * (torch.sigmoid(fake).log() - (1 - torch.sigmoid(fake)).log()).pow(2).mean()),
    ]:
        file.case(f"{name}, discriminator", "Discriminator", discriminator, scores, {"objective": name})
        file.case(f"{name}, generator", "Generator", generator, scores, {"objective": name})

    chi_squared = {"objective": "least-squares", "generated": -1, "real": 1, "target": 0}
    file.case("least-squares of chi squared, discriminator", "Discriminator", lambda real, fake: squares(real, 1.0) + squares(fake, -1.0), scores, chi_squared)
    file.case("least-squares of chi squared, generator", "Generator", lambda real, fake: squares(fake, 0.0), scores, chi_squared)

    for base, wanted in [("CrossEntropy", certain), ("LeastSquares", lambda d: F.mse_loss(d, torch.ones_like(d))),
                         ("Hinge", lambda d: F.hinge_embedding_loss(d, -torch.ones_like(d)))]:
        for name, discriminator, generator in [
            ("relativistic", lambda real, fake, f=wanted: f(real - fake), lambda real, fake, f=wanted: f(fake - real)),
            ("relativistic-average", lambda real, fake, f=wanted: f(real - fake.mean()) + f(real.mean() - fake),
             lambda real, fake, f=wanted: f(fake.mean() - real) + f(fake - real.mean())),
        ]:
            attributes = {"objective": name, "base": base}
            file.case(f"{name} of {base}, discriminator", "Discriminator", discriminator, scores, attributes)
            file.case(f"{name} of {base}, generator", "Generator", generator, scores, attributes)

    energies = {"real": grid(6, low=0, high=4), "generated": grid(6, low=0, high=4)}
    file.case("energy with a margin", "EnergyMargin",
              lambda real, generated, margin: real.mean() + F.relu(margin - generated).mean(), energies, constants={"margin": torch.tensor(2.0)})
    file.case("pulling away", "PullingAway", lambda codes: pulling_away(codes), {"codes": grid(4, 5)})
    mean_energies = {"k": torch.tensor(0.25), "real": torch.tensor(1.5), "generated": torch.tensor(0.375)}
    file.case("BEGAN's balance", "BeganBalance",
              lambda k, real, generated: (k + 0.1 * (0.5 * real - generated)).clamp(0, 1), mean_energies, {"gamma": 0.5, "rate": 0.1})
    file.case("BEGAN's convergence", "BeganConvergence",
              lambda k, real, generated: real + (0.5 * real - generated).abs() + 0 * k, mean_energies, {"gamma": 0.5})

    classes = {"real": grid(4, 3, low=-3, high=3), "generated": grid(4, 3, low=-3, high=3)}
    zero = torch.zeros(4, 1)
    file.case("K+1 classes, unlabelled", "KPlusOneUnlabelled", lambda real, generated: 0.5 * (
        -(1 - F.softmax(torch.cat([real, zero], 1), 1)[:, 3]).log().mean() - F.log_softmax(torch.cat([generated, zero], 1), 1)[:, 3].mean()), classes)
    labels = torch.tensor([2, 0, 1, 2], dtype=torch.int32)
    file.case("K+1 classes, labelled", "KPlusOneLabelled", lambda logits, labels: F.cross_entropy(logits, labels.long()),
              {"logits": classes["real"]}, constants={"labels": labels})
    file.case("entropy of the mean verdict", "MarginalEntropy",
              lambda logits: torch.distributions.Categorical(probs=F.softmax(logits, 1).mean(0)).entropy(), {"logits": classes["real"]})
    file.case("mean entropy of a verdict", "ConditionalEntropy",
              lambda logits: torch.distributions.Categorical(logits=logits).entropy().mean(), {"logits": classes["real"]})
    file.case("mutual information of classes", "MutualInformationOfClasses", lambda logits, codes: F.cross_entropy(logits, codes.long()),
              {"logits": classes["generated"]}, constants={"codes": labels})
    codes = {"means": grid(4, 2), "codes": grid(4, 2)}
    half_log_two_pi = 0.5 * math.log(2 * math.pi)
    file.case("mutual information of numbers", "MutualInformationOfNumbers",
              lambda means, codes: (-torch.distributions.Normal(means, 1.0).log_prob(codes) - half_log_two_pi).sum(1).mean(), codes)
    file.case("mutual information of numbers with a variance", "MutualInformationWithVariance",
              lambda means, log_variances, codes: (-torch.distributions.Normal(means, (0.5 * log_variances).exp()).log_prob(codes)
                                                   - half_log_two_pi).sum(1).mean(), {"means": codes["means"], "log_variances": grid(4, 2, low=-1, high=1), "codes": codes["codes"]})
    file.case("feature matching", "FeatureMatching", lambda real, generated: F.mse_loss(real.mean(0), generated.mean(0)), classes)
    file.case("importance weighted loss", "ImportanceWeightedLoss",
              lambda logits, log_likelihoods: -(F.softmax(logits, 1).detach() * log_likelihoods).sum(1).mean(),
              {"logits": grid(4, 3), "log_likelihoods": grid(4, 3, low=-4, high=0)})
    file.case("effective number of samples", "EffectiveSize", lambda weights: (1 / weights.pow(2).sum(1)).mean(), {"weights": grid(4, 3, low=0.1, high=1)})

    standard = torch.distributions.Normal(0.0, 1.0)
    normal = lambda means, log_variances: torch.distributions.Normal(means, (0.5 * log_variances).exp())
    posterior = {"means": grid(4, 3), "log_variances": grid(4, 3)}
    divergence = lambda means, log_variances: torch.distributions.kl_divergence(normal(means, log_variances), standard).sum(1)
    file.case("divergence of each item", "Divergence", divergence, posterior)
    # The mean is the one that noise leads from to the latent values.
    file.case("ratio of prior and posterior", "LogDensityRatio", lambda noise, latent, log_variances: (
        standard.log_prob(latent) - normal(latent - (0.5 * log_variances).exp() * noise, log_variances).log_prob(latent)).sum(1),
        {"noise": grid(4, 3), "latent": grid(4, 3), "log_variances": posterior["log_variances"]})
    file.case("importance weighted bound", "ImportanceBound", lambda log_weights: torch.logsumexp(log_weights, 1) - math.log(5),
              {"log_weights": grid(3, 5, low=-4, high=4)})
    pixels = {"original": grid(3, 2, 2, low=0, high=1), "copy": grid(3, 2, 2)}
    file.case("log-likelihood of bits", "BernoulliLogLikelihood",
              lambda original, copy: -bce(copy, original, reduction="none").flatten(1).sum(1), pixels)
    file.case("reconstruction, absolute", "ReconstructionAbsolute", lambda original, copy: F.l1_loss(copy, original), pixels)
    file.case("reconstruction, squared", "ReconstructionSquared", lambda original, copy: F.mse_loss(copy, original), pixels)
    file.write()


def pulling_away(codes):
    """Zhao et al. 2016, equation 4."""
    count = codes.shape[0]
    cosines = F.cosine_similarity(codes[:, None], codes[None], dim=2)
    return (cosines.pow(2).sum() - cosines.diagonal().pow(2).sum()) / (count * (count - 1))


def penalties():
    file = File("penalties.json")
    network = {"w1": grid(4, 5, low=-1, high=1), "b1": grid(5, low=-1, high=1), "w2": grid(5, 1, low=-1, high=1)}
    real, generated = grid(4, 4), grid(4, 4)

    def critic(x, w1, b1, w2):
        return torch.tanh(F.linear(x, w1.t(), b1)) @ w2

    def slopes(x, **weights):
        x = x.detach().requires_grad_()
        gradient, = torch.autograd.grad(critic(x, **weights).sum(), x, create_graph=True)
        return gradient.norm(dim=1)

    def add(name, kind, function, attributes=None, at=None):
        constants = {"real": real, "generated": generated}
        if at is not None:
            constants["at"] = at
        file.case(name, kind, lambda real, generated, at=None, **weights: function(weights, at), network, attributes, constants)

    between = generated + grid(4, 1, low=0, high=1) * (real - generated)
    for point, items in [("Real", real), ("Generated", generated), ("Interpolated", between)]:
        for target in [1.0, 0.0]:
            add(f"gradient penalty, {point}, target {target:g}", "GradientPenalty",
                lambda weights, at, i=items, t=target: 10 * (slopes(i, **weights) - t).pow(2).mean(),
                {"point": point, "target": target, "oneSided": False}, at=between if point == "Interpolated" else None)
    add("gradient penalty, Real, one-sided", "GradientPenalty", lambda weights, at: 10 * F.relu(slopes(real, **weights) - 0.75).pow(2).mean(),
        {"point": "Real", "target": 0.75, "oneSided": True})
    add("R1", "R1", lambda weights, at: 5 * slopes(real, **weights).pow(2).mean())
    add("R2", "R2", lambda weights, at: 5 * slopes(generated, **weights).pow(2).mean())
    noise = 0.5 * real.std(unbiased=False) * grid(4, 4, low=0, high=1) * grid(4, 1, low=0, high=1)
    add("DRAGAN", "Dragan", lambda weights, at: 10 * (slopes(at, **weights) - 1).pow(2).mean(), at=real + noise)
    add("drift", "Drift", lambda weights, at: 1e-3 * critic(real, **weights).pow(2).mean())
    # Zhang et al. 2019, arXiv:1910.12027, equation 3; the changed items are given.
    add("consistency", "Consistency", lambda weights, at: 10 * F.mse_loss(critic(at, **weights), critic(real, **weights)), at=real.flip(1))
    file.write()


def blocks():
    file = File("blocks.json")
    labels = {"labels": torch.tensor([2, 0, 1, 2], dtype=torch.int32)}
    maps = lambda channels=4: grid(2, channels, 3, 2)
    affine = lambda channels=4: {"scale": grid(channels, low=0.5, high=2), "shift": grid(channels)}
    wide = lambda v: v[:, :, None, None]
    file.case("conditional batch norm", "ConditionalBatchNorm", lambda x, scale, shift, labels: F.batch_norm(x, None, None, training=True)
              * wide(F.embedding(labels.long(), scale)) + wide(F.embedding(labels.long(), shift)),
              {"x": grid(4, 2, 3, 2), "scale": grid(3, 2), "shift": grid(3, 2)}, constants=labels)
    file.case("instance norm", "InstanceNorm", lambda x, scale, shift: F.instance_norm(x, weight=scale, bias=shift), {"x": maps(), **affine()})
    file.case("layer norm", "LayerNorm", lambda x, scale, shift: F.group_norm(x, 1, scale, shift), {"x": maps(), **affine()})
    file.case("group norm", "GroupNorm", lambda x, scale, shift: F.group_norm(x, 2, scale, shift), {"x": maps(), **affine()}, {"groups": 2})
    file.case("pixel norm", "PixelNorm", lambda x: x / (x.pow(2).mean(1, keepdim=True) + 1e-8).sqrt(), {"x": maps()})
    file.case("weight norm", "WeightNorm", lambda x, weight, length, bias: F.linear(x, torch._weight_norm(weight.t(), length[:, None], 0), bias),
              {"x": grid(3, 4), "weight": grid(4, 5), "length": grid(5, low=0.5, high=2), "bias": grid(5)})

    def spectral(x, weight, bias, spectrum):
        matrix = weight.t()
        with torch.no_grad():
            right = F.normalize(matrix.t() @ F.normalize(spectrum, dim=0), dim=0)
            left = F.normalize(matrix @ right, dim=0)
        return {"y": F.linear(x, matrix / (left @ matrix @ right), bias), "spectrum": left}

    file.case("spectral norm", "SpectralNorm", spectral, {"x": grid(3, 4), "weight": grid(4, 5), "bias": grid(5)}, constants={"spectrum": grid(5)})
    file.case("equalized learning rate", "EqualizedLearningRate", lambda x, weight, bias: F.linear(x, weight.t() * math.sqrt(2 / 4), bias),
              {"x": grid(3, 4), "weight": grid(4, 5), "bias": grid(5)})

    def discrimination(x, weight):
        projected = (x @ weight).reshape(4, 3, 2).transpose(0, 1)
        return torch.cat([x, (torch.exp(-torch.cdist(projected, projected, p=1)).sum(2) - 1).t()], 1)

    file.case("minibatch discrimination", "MinibatchDiscrimination", discrimination, {"x": grid(4, 5), "weight": grid(5, 6, low=-0.5, high=0.5)},
              {"kernels": 3, "dimensions": 2})
    file.case("minibatch deviation", "MinibatchDeviation",
              lambda x: torch.cat([x, (x.var(0, unbiased=False) + 1e-8).sqrt().mean().expand(x.shape[0], 1, *x.shape[2:])], 1), {"x": grid(3, 2, 3, 2)})
    file.case("maxout", "Maxout", lambda x, weight, bias: F.max_pool1d(F.linear(x, weight.t(), bias)[:, None], 3)[:, 0],
              {"x": grid(3, 4), "weight": grid(4, 6), "bias": grid(6)}, {"units": 2, "pieces": 3})

    def attention(x, gain, **convolutions):
        query, key, value = (F.conv2d(x, convolutions[f"{part}/kernel"], convolutions[f"{part}/bias"]).flatten(2) for part in ("query", "key", "value"))
        # Zhang et al. 2018, arXiv:1805.08318, equations 1 to 3: column j of beta is where pixel j looks.
        beta = F.softmax(torch.bmm(query.transpose(1, 2), key), 1)
        return gain * torch.bmm(value, beta).reshape(x.shape) + x

    # The query's bias moves a column of scores as a whole, so its gradient is 0 and what is computed is rounding.
    file.case("self-attention", "SelfAttention", attention, constants={"query/bias": grid(1)}, inputs={
        "x": grid(2, 8, 2, 3), "gain": grid(1), "query/kernel": grid(1, 8, 1, 1, low=-0.5, high=0.5), "key/kernel": grid(1, 8, 1, 1, low=-0.5, high=0.5), "key/bias": grid(1),
        "value/kernel": grid(8, 8, 1, 1), "value/bias": grid(8)})
    file.case("pixel shuffle", "PixelShuffle", lambda x: F.pixel_shuffle(x, 2), {"x": maps(8)}, {"factor": 2})
    file.case("average pooling", "AveragePool", lambda x: F.avg_pool2d(x, 2), {"x": grid(2, 2, 4, 6)}, {"size": 2})
    file.case("maximum pooling", "MaxPool", lambda x: F.max_pool2d(x, 2), {"x": distinct(2, 2, 4, 6)}, {"size": 2})
    file.case("label embedding, multiplied", "LabelEmbeddingMultiply", lambda x, weight, labels: x * F.embedding(labels.long(), weight),
              {"x": grid(4, 5), "weight": grid(3, 5)}, constants=labels)
    file.case("label embedding, concatenated", "LabelEmbeddingConcatenate", lambda x, weight, labels: torch.cat([x, F.embedding(labels.long(), weight)], 1),
              {"x": grid(4, 5), "weight": grid(3, 2)}, {"size": 2}, labels)
    file.case("projection", "ProjectionHead", lambda x, weight, bias, labels, **embedding:
              F.linear(x, weight.t(), bias) + (F.embedding(labels.long(), embedding["embedding/weight"]) * x).sum(1, keepdim=True),
              {"x": grid(4, 5), "weight": grid(5, 1), "bias": grid(1), "embedding/weight": grid(3, 5)}, constants=labels)
    convolution = {"block/1/kernel": grid(4, 4, 3, 3, low=-0.5, high=0.5), "block/1/bias": grid(4)}
    residual = lambda x, w: F.conv2d(F.relu(x), w["block/1/kernel"], w["block/1/bias"], padding=1)
    file.case("residual block", "Residual", lambda x, **w: x + residual(x, w), {"x": maps(), **convolution})
    file.case("residual block with a shortcut", "ResidualShortcut", lambda x, **w: F.conv2d(x, w["shortcut/kernel"], w["shortcut/bias"]) + residual(x, w),
              {"x": maps(3), "block/1/kernel": grid(4, 3, 3, 3, low=-0.5, high=0.5), "block/1/bias": grid(4), "shortcut/kernel": grid(4, 3, 1, 1), "shortcut/bias": grid(4)})

    def virtual(x, scale, shift):
        # An item is normalized as one more of the reference batch, which are the first three; these are by themselves.
        normal = lambda items: F.batch_norm(items, None, None, scale, shift, training=True)
        return torch.cat([normal(x[:3]), *(normal(torch.cat([x[:3], item[None]]))[3:] for item in x[3:])])

    file.case("virtual batch norm", "VirtualBatchNorm", virtual, {"x": grid(5, 4, 3, 2), **affine()}, {"reference": 3})
    file.case("virtual batch norm of features", "VirtualBatchNorm", virtual, {"x": grid(5, 4), **affine()}, {"reference": 3})
    file.case("sum over all places", "GlobalSumPool", lambda x: x.sum((2, 3)), {"x": grid(2, 3, 2, 3)})
    file.write()


def similarities():
    """SSIM by scikit-image, MS-SSIM from PyTorch's convolutions and pooling. The pictures follow from their size; see README.md."""
    file = File("similarities.json")
    shares = torch.tensor([0.0448, 0.2856, 0.3001, 0.2363, 0.1333])
    taps = torch.exp(-((torch.arange(11) - 5) / 1.5) ** 2 / 2)
    window = torch.outer(taps, taps)[None, None] / taps.sum() ** 2

    def terms(first, second):
        mean = lambda values: F.conv2d(values, window)
        a, b = mean(first), mean(second)
        c1, c2 = (0.01 * 2) ** 2, (0.03 * 2) ** 2
        structure = (2 * (mean(first * second) - a * b) + c2) / (mean(first * first) + mean(second * second) - a * a - b * b + c2)
        return (structure * (2 * a * b + c1) / (a * a + b * b + c1)).mean((1, 2, 3)), structure.mean((1, 2, 3))

    def multiple(first, second, scales):
        product = torch.ones(first.shape[0])
        for scale in range(scales):
            similarity, structure = terms(first, second)
            product *= (similarity if scale == scales - 1 else structure) ** (shares[scale] / shares[:scales].sum())
            first, second = F.avg_pool2d(first, 2), F.avg_pool2d(second, 2)
        return product.mean()

    for channels, height, width, scales in [(1, 28, 28, 2), (3, 32, 48, 2), (1, 64, 64, 3), (1, 90, 100, 4), (3, 176, 180, 5)]:
        c, y, x = torch.meshgrid(torch.arange(channels), torch.arange(height), torch.arange(width), indexing="ij")
        wave = lambda period: ((x + 2 * y + 5 * c) % period - period / 2).abs() / (period / 4) - 1
        first = (wave(32) + wave(128)) / 2
        second = 0.75 * first + ((7 * x + 5 * y + x * y) % 17 - 8) / 32
        single = skimage.metrics.structural_similarity(
            first.numpy(), second.numpy(), channel_axis=0, data_range=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
        file.add({"name": f"{channels}x{height}x{width}", "kind": "StructuralSimilarity",
                  "attributes": {"channels": channels, "height": height, "width": width, "scales": scales}, "inputs": {},
                  "outputs": {"similarity": torch.tensor(single), "multi-scale": multiple(first[:, None], second[:, None], scales)}})
    file.write()


if __name__ == "__main__":
    primitives()
    convolutions()
    layers()
    losses()
    optimizers()
    objectives()
    penalties()
    blocks()
    similarities()
    moves.record()
