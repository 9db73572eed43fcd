#!/usr/bin/env python3
"""Records the parts of style-based generators from PyTorch (Karras et al. 2018, arXiv:1812.04948, and 2019, arXiv:1912.04958). Run in this folder: python3 styles.py"""

import math
import random

import torch
import torch.nn.functional as F

import cases
from cases import File, grid

ITEMS, CHANNELS, MAPS, STYLES = 4, 3, 2, 3
ROOT = math.sqrt(2)
FILTER = torch.tensor([1.0, 3.0, 3.0, 1.0]) / 8


def filtered(x, low, high, gain=1.0, step=1):
    """Each channel by the filter along both axes, with zeros around."""
    kernel = (gain * FILTER)[:, None] * (gain * FILTER)[None, :]
    channels = x.shape[1]
    return F.conv2d(F.pad(x, (low, high, low, high)), kernel.expand(channels, 1, 4, 4), stride=step, groups=channels)


def doubled(x):
    """Zeros between the pixels, and the filter over them: a sum of 2 along each axis."""
    wide = torch.zeros(x.shape[0], x.shape[1], 2 * x.shape[2], 2 * x.shape[3])
    wide[:, :, ::2, ::2] = x
    return filtered(wide, 2, 1, gain=2.0)


def affine(style, values):
    """What a style is for one layer, by a dense layer with an equalized learning rate."""
    return style @ values["affine/weight"] / math.sqrt(style.shape[1]) + values["affine/bias"]


def modulated(x, style, doubles, demodulates, gain, **values):
    """2019, equations 1 to 3, with weights of each item's own."""
    scale, kernel = 1 + affine(style, values), values["kernel"]
    weight = kernel / math.sqrt(x.shape[1] * kernel.shape[-1] ** 2)
    made = []
    for item in range(x.shape[0]):
        own = weight * (scale[item, :, None, None, None] if doubles else scale[item, None, :, None, None])
        if demodulates:
            own = own / (own.square().sum((0, 2, 3) if doubles else (1, 2, 3), keepdim=True) + 1e-8).sqrt()
        one = x[item:item + 1]
        made.append(filtered(F.conv_transpose2d(one, gain * own, stride=2), 1, 1, 2.0) if doubles else F.conv2d(one, gain * own, padding=kernel.shape[-1] // 2))
    return torch.cat(made) + values["bias"][:, None, None]


def adaptive_norm(x, style, **values):
    """2018, equation 1."""
    scale, shift = affine(style, values)[:, :, None, None].chunk(2, 1)
    centred = x - x.mean((2, 3), keepdim=True)
    return (1 + scale) * centred / (centred.square().mean((2, 3), keepdim=True) + 1e-8).sqrt() + shift


def mapping(x, mean, **values):
    """Two dense layers behind z / |z|, which move a hundredth as fast as others; the mean of w follows it."""
    x = x / (x.square().mean(1, keepdim=True) + 1e-8).sqrt()
    for layer in range(2):
        x = F.leaky_relu(x @ (0.01 * ROOT / math.sqrt(x.shape[1]) * values[f"{layer}/weight"]) + 0.01 * values[f"{layer}/bias"], 0.2)
    return {"y": x, "mean": 0.995 * mean + 0.005 * x.mean(0)}


def deviation(x):
    """2017, arXiv:1710.10196, section 3, over groups of four as the authors' program makes them."""
    groups = x.reshape(4, -1, *x.shape[1:])
    each = (groups.var(0, unbiased=False) + 1e-8).sqrt().mean((1, 2, 3)).repeat(4)
    return torch.cat([x, each[:, None, None, None].expand(-1, 1, *x.shape[2:])], 1)


def path_length(styles, matrix, noise):
    """Pictures of a nonlinear generator, one channel of 2x2 pixels, and the slope of <picture, noise> / 2 by the styles of two layers."""
    pictures = torch.tanh(styles.flatten(1) @ matrix).reshape(-1, 1, 2, 2)
    slope, = torch.autograd.grad((pictures * noise).sum() / 2, styles, create_graph=True)
    return slope.square().sum(2).mean(1).sqrt()


def record():
    cases.numbers = random.Random("styles")
    file = File("styles.json")
    x, style = lambda side=4: grid(ITEMS, CHANNELS, side, side), lambda: grid(ITEMS, STYLES)
    dense = lambda outputs: {"affine/weight": grid(STYLES, outputs, low=-1, high=1), "affine/bias": grid(outputs, low=-1, high=1)}
    for name, kernel, how in [
        ("modulated convolution", (MAPS, CHANNELS, 3, 3), {"doubles": False, "demodulates": True, "gain": ROOT}),
        ("modulated convolution, doubling", (CHANNELS, MAPS, 3, 3), {"doubles": True, "demodulates": True, "gain": ROOT}),
        ("modulated convolution to a picture", (MAPS, CHANNELS, 1, 1), {"doubles": False, "demodulates": False, "gain": 1.0}),
    ]:
        file.case(name, "ModulatedConvolution", lambda h=how, **values: modulated(**values, **h), {"x": x(), "style": style(), **dense(CHANNELS), "kernel": grid(*kernel), "bias": grid(MAPS)},
                  {"maps": MAPS, "kernel": kernel[-1], **how})
    file.case("adaptive instance norm", "AdaptiveInstanceNorm", adaptive_norm, {"x": x(), "style": style(), **dense(2 * CHANNELS)})
    file.case("blur", "Blur", lambda x: filtered(x, 2, 1, 2.0), {"x": x()}, {"low": 2, "high": 1, "gain": 2.0})
    file.case("bilinear upsampling", "BilinearUpsampling", doubled, {"x": x(3)})
    file.case("bilinear downsampling", "BilinearDownsampling", lambda x: filtered(x, 1, 1, step=2), {"x": x(6)})
    weights = {f"{layer}/{name}": grid(*shape, low=-100, high=100) for layer in range(2) for name, shape in (("weight", (STYLES, STYLES)), ("bias", (STYLES,)))}
    file.case("mapping network", "MappingNetwork", mapping, {"x": style(), **weights}, constants={"mean": grid(STYLES)})
    file.case("minibatch deviation of fours", "MinibatchDeviation", deviation, {"x": grid(2 * ITEMS, 2, 2, 2)}, {"group": 4})
    file.case("slow dense layer", "EqualizedLearningRate", lambda x, weight, bias: x @ weight * (0.25 * ROOT / math.sqrt(STYLES)) + bias,
              {"x": style(), "weight": grid(STYLES, 2), "bias": grid(2)}, {"speed": 0.25})
    file.case("path length", "PathLength", path_length, {"styles": grid(ITEMS, 2, STYLES), "matrix": grid(2 * STYLES, 4, low=-1, high=1)}, constants={"noise": grid(ITEMS, 1, 2, 2)})
    file.write()


if __name__ == "__main__":
    record()
