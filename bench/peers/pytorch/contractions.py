"""Single products and convolutions."""

import torch
from torch.nn import functional


def product(size):
    left, right = torch.rand(size, size) * 2 - 1, torch.rand(size, size) * 2 - 1
    return lambda: torch.mm(left, right), 0


def convolution(transposed):
    large, small = torch.rand(64, 64, 28, 28) * 2 - 1, torch.rand(64, 128, 14, 14) * 2 - 1
    kernel = torch.rand(128, 64, 4, 4) * 2 - 1

    def run():
        with torch.no_grad():
            if transposed:
                functional.conv_transpose2d(small, kernel, None, 2, 1)
            else:
                functional.conv2d(large, kernel, None, 2, 1)

    return run, 0


WORKLOADS = {
    "gemm1024": lambda: product(1024),
    "gemm2048": lambda: product(2048),
    "conv 64x64x28x28 -> 128, k4 s2": lambda: convolution(transposed=False),
    "conv transposed back": lambda: convolution(transposed=True),
}
