#!/usr/bin/env python3
"""Records convolutions in groups from PyTorch: their products, and the layers, and layers with dilation. Run in this folder: python3 groups.py"""

import torch.nn.functional as F

from cases import File, grid

CONVOLVE = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
TRANSPOSE = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}
file = File("groups.json")


def convolve(name, batch, channels, outputs, groups, size, kernel, stride, low, high, dilation):
    def function(x, w):
        padding = [value for pair in zip(reversed(low), reversed(high)) for value in pair]
        return CONVOLVE[len(size)](F.pad(x, padding), w, stride=stride, dilation=dilation, groups=groups)

    file.case(name, "Convolve", function, {"x": grid(batch, channels, *size), "w": grid(outputs, channels // groups, *kernel)},
              {"stride": stride, "low": low, "high": high, "dilation": dilation, "groups": groups})


def transpose(name, batch, channels, outputs, groups, size, kernel, stride, padding):
    rank = len(size)
    file.case(name, "ConvolveTransposed",
              lambda x, w: TRANSPOSE[rank](x, w, stride=stride, padding=padding, groups=groups),
              {"x": grid(batch, channels, *size), "w": grid(channels, outputs // groups, *kernel)},
              {"stride": stride, "padding": padding, "outputPadding": [0] * rank, "dilation": [1] * rank, "groups": groups})


convolve("2d groups of 16", 1, 32, 32, 2, [4, 3], [3, 3], [1, 1], [1, 1], [1, 1], [1, 1])
convolve("2d groups of 4 to 6, lanes left over", 2, 20, 30, 5, [5, 4], [3, 2], [2, 1], [1, 1], [1, 0], [1, 2])
convolve("2d groups of 6 to 2", 2, 24, 8, 4, [4, 4], [4, 4], [2, 2], [1, 1], [1, 1], [1, 1])
convolve("2d depthwise of 19", 2, 19, 19, 19, [5, 4], [3, 3], [1, 1], [1, 1], [1, 1], [1, 1])
convolve("2d depthwise, three outputs a channel, dilated", 1, 6, 18, 6, [6, 7], [3, 3], [2, 1], [2, 2], [2, 2], [2, 2])
convolve("1d groups of 2", 3, 6, 6, 3, [11], [5], [4], [2], [2], [1])
convolve("3d groups of 3", 1, 6, 6, 2, [4, 3, 4], [2, 3, 2], [1, 2, 1], [1, 1, 0], [0, 1, 1], [1, 1, 1])
convolve("3d depthwise", 1, 5, 5, 5, [4, 4, 4], [4, 4, 4], [2, 2, 2], [1, 1, 1], [1, 1, 1], [1, 1, 1])
transpose("transposed 2d groups of 4 to 3", 2, 8, 6, 2, [3, 4], [4, 4], [2, 2], [1, 1])
transpose("transposed 2d depthwise", 2, 7, 7, 7, [3, 3], [3, 3], [2, 2], [1, 1])
transpose("transposed 3d groups of 2 to 3", 1, 4, 6, 2, [2, 2, 3], [4, 4, 4], [2, 2, 2], [1, 1, 1])

file.case("convolution in groups with bias", "Convolution", lambda x, weight, bias: F.conv2d(x, weight, bias, stride=1, padding=1, groups=2),
          {"x": grid(2, 6, 5, 4), "weight": grid(4, 3, 3, 3), "bias": grid(4)}, {"stride": 1, "padding": 1, "groups": 2})
file.case("depthwise convolution with bias", "Convolution", lambda x, weight, bias: F.conv2d(x, weight, bias, stride=2, padding=1, groups=3),
          {"x": grid(2, 3, 6, 6), "weight": grid(3, 1, 4, 4), "bias": grid(3)}, {"stride": 2, "padding": 1, "groups": 3})
file.case("transposed convolution in groups with bias", "TransposedConvolution",
          lambda x, weight, bias: F.conv_transpose2d(x, weight, bias, stride=2, padding=1, groups=2),
          {"x": grid(2, 4, 3, 4), "weight": grid(4, 3, 4, 4), "bias": grid(6)}, {"stride": 2, "padding": 1, "groups": 2})
file.case("dilated convolution with bias", "Convolution", lambda x, weight, bias: F.conv2d(x, weight, bias, stride=1, padding=4, dilation=4),
          {"x": grid(2, 3, 6, 7), "weight": grid(4, 3, 3, 3), "bias": grid(4)}, {"stride": 1, "padding": 4, "dilation": 4})
file.case("dilated convolution in groups with stride", "Convolution", lambda x, weight, bias: F.conv2d(x, weight, bias, stride=2, padding=1, dilation=2, groups=2),
          {"x": grid(2, 4, 7, 6), "weight": grid(4, 2, 3, 3), "bias": grid(4)}, {"stride": 2, "padding": 1, "dilation": 2, "groups": 2})
file.write()
