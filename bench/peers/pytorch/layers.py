"""Single layers, forward and backward."""

import torch
from torch.nn import functional


def gradients(function, *shapes):
    """What a function puts out, and the gradients of all that it takes."""
    values = [(torch.rand(*shape) * 2 - 1).requires_grad_(True) for shape in shapes]
    slope = torch.rand_like(function(*values))
    return lambda: torch.autograd.grad(function(*values), values, slope), 0


def convolution(batch, channels, side, groups=1, dilation=1):
    return gradients(
        lambda x, kernel: functional.conv2d(x, kernel, None, 1, dilation, dilation, groups), [batch, channels, side, side], [channels, channels // groups, 3, 3])


def upsampling(mode):
    align = {} if mode == "nearest" else {"align_corners": False}
    return gradients(lambda x: functional.interpolate(x, scale_factor=2, mode=mode, **align), [32, 64, 32, 32])


def embedding():
    words = torch.arange(4096) * 7919 % 10_000
    return gradients(lambda rows: functional.embedding(words, rows), [10_000, 256])


WORKLOADS = {
    "layer: depthwise conv 32x128x32x32, k3": lambda: convolution(32, 128, 32, groups=128),
    "layer: grouped conv 32x128x32x32, k3, 8 groups": lambda: convolution(32, 128, 32, groups=8),
    "layer: dilated conv 32x64x32x32, k3, dilation 4": lambda: convolution(32, 64, 32, dilation=4),
    "layer: instance norm 32x64x64x64": lambda: gradients(functional.instance_norm, [32, 64, 64, 64]),
    "layer: pixel shuffle 32x256x32x32": lambda: gradients(lambda x: functional.pixel_shuffle(x, 2), [32, 256, 32, 32]),
    "layer: nearest upsampling 32x64x32x32": lambda: upsampling("nearest"),
    "layer: bilinear upsampling 32x64x32x32": lambda: upsampling("bilinear"),
    "layer: embedding 4096 of 10000x256": embedding,
    "layer: batched products 256 of 256x16x256": lambda: gradients(lambda left, right: torch.bmm(left, right.transpose(1, 2)), [256, 256, 16], [256, 256, 16]),
}
