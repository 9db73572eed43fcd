#!/usr/bin/env python3
"""The workloads of bench/Belamy.Bench in PyTorch: the same networks, the same steps, one JSON object a line.

    python3 pytorch_workloads.py [--threads 2] [--filter text | --workload name] [--seconds 2]

Needs torch 1.12 or later and a fast BLAS behind it; Debian's torch takes whichever is installed, so install
libopenblas0-openmp, or it falls back to a reference that is tens of times slower: refused here. Layers, sizes and paddings
are those of the C# workloads; weights are N(0, 0.02²), which decides no time.
"""

import argparse
import json
import pathlib
import sys
import time

import torch
from torch import nn
from torch.nn import functional

WARM_UP = 1.0
LEARNING_RATE, BETAS = 2e-4, (0.5, 0.999)
LATENT = 100


def dense_generator():
    return nn.Sequential(
        nn.Linear(100, 256), nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(256, 512), nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(512, 1024), nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(1024, 784), nn.Tanh())


def dense_discriminator():
    return nn.Sequential(
        nn.Linear(784, 512), nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(512, 256), nn.LeakyReLU(0.2, inplace=True),
        nn.Linear(256, 1))


def doubling(channels, maps):
    """Transposed convolution 4x4 with stride 2, batch norm, ReLU."""
    return [nn.ConvTranspose2d(channels, maps, 4, 2, 1, bias=False), nn.BatchNorm2d(maps), nn.ReLU(inplace=True)]


def halving(channels, maps):
    """Convolution 4x4 with stride 2, batch norm, leaky ReLU."""
    return [nn.Conv2d(channels, maps, 4, 2, 1, bias=False), nn.BatchNorm2d(maps), nn.LeakyReLU(0.2, inplace=True)]


def generator28():
    return nn.Sequential(
        nn.Linear(100, 6272, bias=False), nn.Unflatten(1, (128, 7, 7)), nn.BatchNorm2d(128), nn.ReLU(inplace=True),
        *doubling(128, 128),
        *doubling(128, 64),
        nn.Conv2d(64, 1, 7, 1, 3), nn.Tanh())


def discriminator28():
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True),
        nn.Flatten(), nn.Linear(6272, 1))


def discriminator28_for_penalty():
    # An activation in place would overwrite what the second derivative needs.
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(6272, 1))


def generator64():
    return nn.Sequential(
        nn.Linear(100, 8192, bias=False), nn.Unflatten(1, (512, 4, 4)), nn.BatchNorm2d(512), nn.ReLU(inplace=True),
        *doubling(512, 256),
        *doubling(256, 128),
        *doubling(128, 64),
        nn.ConvTranspose2d(64, 3, 4, 2, 1), nn.Tanh())


def discriminator64():
    return nn.Sequential(
        nn.Conv2d(3, 64, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True),
        *halving(64, 128),
        *halving(128, 256),
        *halving(256, 512),
        nn.Flatten(), nn.Linear(8192, 1))


def scaled(network):
    for parameter in network.parameters():
        nn.init.normal_(parameter, 0, 0.02)
    return network


def step(generator, discriminator, batch, item):
    """One move of the discriminator and one of the generator on a batch that is in memory already."""
    generator, discriminator = scaled(generator()), scaled(discriminator())
    discriminator_optimizer = torch.optim.Adam(discriminator.parameters(), LEARNING_RATE, BETAS, foreach=True)
    generator_optimizer = torch.optim.Adam(generator.parameters(), LEARNING_RATE, BETAS, foreach=True)
    data = torch.rand(batch, *item) * 2 - 1

    def run():
        with torch.no_grad():
            items = generator(torch.randn(batch, LATENT))
        loss = functional.softplus(-discriminator(data)).mean() + functional.softplus(discriminator(items)).mean()
        discriminator_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        discriminator_optimizer.step()

        discriminator.requires_grad_(False)
        loss = functional.softplus(-discriminator(generator(torch.randn(batch, LATENT)))).mean()
        generator_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        generator_optimizer.step()
        discriminator.requires_grad_(True)

    return run


def penalty_step(generator, critic, moves, batch, item):
    """Moves of a critic with a gradient penalty, then one of the generator."""
    generator, critic = scaled(generator()), scaled(critic())
    critic_optimizer = torch.optim.Adam(critic.parameters(), 1e-4, (0.5, 0.9), foreach=True)
    generator_optimizer = torch.optim.Adam(generator.parameters(), 1e-4, (0.5, 0.9), foreach=True)
    data = torch.rand(batch, *item) * 2 - 1

    def run():
        for _ in range(moves):
            with torch.no_grad():
                items = generator(torch.randn(batch, LATENT))
            share = torch.rand(batch, *(1 for _ in item))
            between = (items + share * (data - items)).requires_grad_(True)
            slope, = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
            norm = (slope.flatten(1).square().sum(1) + 1e-12).sqrt()
            loss = critic(items).mean() - critic(data).mean() + 10 * (norm - 1).square().mean()
            critic_optimizer.zero_grad(set_to_none=True)
            loss.backward()
            critic_optimizer.step()

        critic.requires_grad_(False)
        loss = -critic(generator(torch.randn(batch, LATENT))).mean()
        generator_optimizer.zero_grad(set_to_none=True)
        loss.backward()
        generator_optimizer.step()
        critic.requires_grad_(True)

    return run


def sample(generator, batch):
    """The generator alone, with running statistics."""
    generator = scaled(generator()).eval()

    def run():
        with torch.no_grad():
            return generator(torch.randn(batch, LATENT))

    return run


def product(size):
    left, right = torch.rand(size, size) * 2 - 1, torch.rand(size, size) * 2 - 1
    return lambda: torch.mm(left, right)


def convolution(transposed):
    large, small = torch.rand(64, 64, 28, 28) * 2 - 1, torch.rand(64, 128, 14, 14) * 2 - 1
    kernel = torch.rand(128, 64, 4, 4) * 2 - 1

    def run():
        with torch.no_grad():
            if transposed:
                return functional.conv_transpose2d(small, kernel, None, 2, 1)
            return functional.conv2d(large, kernel, None, 2, 1)

    return run


WORKLOADS = {
    "gemm1024": lambda: product(1024),
    "gemm2048": lambda: product(2048),
    "conv 64x64x28x28 -> 128, k4 s2": lambda: convolution(transposed=False),
    "conv transposed back": lambda: convolution(transposed=True),
    "mlp-gan step, batch 32": lambda: step(dense_generator, dense_discriminator, 32, [784]),
    "mlp-gan step, batch 128": lambda: step(dense_generator, dense_discriminator, 128, [784]),
    "dcgan28 step, batch 64": lambda: step(generator28, discriminator28, 64, [1, 28, 28]),
    "wgan-gp28 step (5 critic + 1), batch 64": lambda: penalty_step(generator28, discriminator28_for_penalty, 5, 64, [1, 28, 28]),
    "dcgan64 step, batch 64": lambda: step(generator64, discriminator64, 64, [3, 64, 64]),
    "dcgan28 sample, batch 256": lambda: sample(generator28, 256),
}


def repeat(run, seconds, least):
    times = []
    begin = time.perf_counter()
    while len(times) < least or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return sorted(times)[len(times) // 2]


def refuse_reference_blas():
    """A ratio to a BLAS that nobody would use says nothing: ends the process when only the reference BLAS is loaded."""
    maps = pathlib.Path("/proc/self/maps")
    libraries = maps.read_text() if maps.exists() else ""
    if "libblas.so" in libraries and not any(name in libraries for name in ("openblas", "mkl", "blis", "atlas")):
        sys.exit("pytorch_workloads.py: torch runs on the reference BLAS; install a fast one (apt-get install libopenblas0-openmp)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--filter", default="", help="part of the names of the workloads to run")
    parser.add_argument("--workload", help="one workload, by its whole name")
    parser.add_argument("--seconds", type=float, default=2, help="seconds that each workload is measured")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    refuse_reference_blas()
    for name, prepare in WORKLOADS.items():
        if arguments.filter.lower() not in name.lower() or arguments.workload not in (None, name):
            continue
        run = prepare()
        repeat(run, WARM_UP, 1)
        print(json.dumps({"workload": name, "ms": round(repeat(run, arguments.seconds, 3) * 1e3, 4)}), flush=True)


if __name__ == "__main__":
    main()
