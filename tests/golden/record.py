#!/usr/bin/env python3
"""Records values and gradients from PyTorch, the outside witness of Belamy's tests. README.md explains the files.

Run in this folder:  python3 record.py
Needs PyTorch 1.13 or newer (Debian: python3-torch). The same version writes the same bytes.
"""

import itertools
import math
import pathlib
import random

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

FOLDER = pathlib.Path(__file__).resolve().parent
numbers = random.Random(20240607)


def grid(*shape, low=-2.0, high=2.0):
    """Odd multiples of 1/128: exact in float32 and in few digits, and never 0, where slopes jump."""
    count = math.prod(shape)
    values = [(2 * numbers.randrange(int(low * 64), int(high * 64)) + 1) / 128 for _ in range(count)]
    return torch.tensor(values).reshape(shape)


def distinct(*shape):
    """Like grid, but no two elements are equal, so that a greatest one is unique."""
    count = math.prod(shape)
    values = [(2 * value + 1) / 128 for value in numbers.sample(range(-4 * count, 4 * count), count)]
    return torch.tensor(values).reshape(shape)


class File:
    """The cases of one file."""

    def __init__(self, name):
        self.name = name
        self.cases = []

    def case(self, name, kind, function, inputs, attributes=None, constants=None):
        """Records function(**inputs, **constants) and the gradient of sum(first output * cotangent) for each input."""
        leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
        outputs = function(**leaves, **(constants or {}))
        if isinstance(outputs, torch.Tensor):
            outputs = {"y": outputs}
        first = next(iter(outputs.values()))
        recorded = {"name": name, "kind": kind, "attributes": attributes or {}, "inputs": {**inputs, **(constants or {})},
                    "outputs": {key: value.detach() for key, value in outputs.items()}}
        if first.requires_grad:
            cotangent = grid(*first.shape)
            gradients = torch.autograd.grad((first * cotangent).sum(), list(leaves.values()), allow_unused=True)
            recorded["cotangent"] = cotangent
            recorded["gradients"] = {
                key: torch.zeros_like(leaf) if gradient is None else gradient
                for (key, leaf), gradient in zip(leaves.items(), gradients)}
        self.add(recorded)

    def add(self, case):
        assert all(case["name"] != other["name"] for other in self.cases), case["name"]
        self.cases.append(case)

    def write(self):
        text = "[\n" + ",\n".join(encode(case) for case in self.cases) + "\n]\n"
        (FOLDER / self.name).write_text(text)
        print(f"{self.name}: {len(self.cases)} cases, {len(text)} bytes")


def encode(value):
    """JSON with floating-point numbers of 9 significant digits, which float32 needs to be exact."""
    if isinstance(value, torch.Tensor):
        kind = "Float64" if value.is_floating_point() else "Boolean" if value.dtype == torch.bool else "Int32"
        return encode({"type": kind, "shape": list(value.shape), "values": value.reshape(-1).tolist()})
    if isinstance(value, dict):
        return "{" + ",".join(f'"{key}":{encode(item)}' for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(encode(item) for item in value) + "]"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        assert math.isfinite(value)
        return f"{value:.9g}"
    return f'"{value}"' if isinstance(value, str) else str(value)


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


if __name__ == "__main__":
    primitives()
    convolutions()
    layers()
    losses()
    optimizers()
