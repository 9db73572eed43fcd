"""R3GAN: bottlenecks with grouped convolutions and without normalization, a relativistic game, flat at real and at generated items."""

import torch
from torch import nn
from torch.nn import functional

from .play import adam, count, move, normal, scaled, slope
from .translation import Residual

START, LATENT = 4, 64
MAPS = [128, 128, 128, 64]


class ScaledStart(nn.Module):
    """Learned maps, each times a number that is a linear function of the latent vector."""

    def __init__(self, maps):
        super().__init__()
        self.scales = nn.Linear(LATENT, maps, bias=False)
        self.maps = nn.Parameter(torch.randn(maps, START, START))

    def forward(self, latent):
        return self.scales(latent)[:, :, None, None] * self.maps


def block(maps):
    return Residual(
        nn.Conv2d(maps, 2 * maps, 1), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * maps, 2 * maps, 3, 1, 1, groups=2 * maps // 16), nn.LeakyReLU(0.2),
        nn.Conv2d(2 * maps, maps, 1, bias=False))


def widened(fewer, maps):
    return [] if fewer == maps else [nn.Conv2d(fewer, maps, 1, bias=False)]


def generator():
    layers = [ScaledStart(MAPS[0]), block(MAPS[0])]
    for fewer, maps in zip(MAPS, MAPS[1:]):
        layers += [nn.Upsample(scale_factor=2, mode="nearest"), *widened(fewer, maps), block(maps)]
    return nn.Sequential(*layers, nn.Conv2d(MAPS[-1], 3, 1, bias=False))


def discriminator():
    layers = [nn.Conv2d(3, MAPS[-1], 1, bias=False), block(MAPS[-1])]
    for fewer, maps in zip(MAPS[::-1], MAPS[-2::-1]):
        layers += [nn.AvgPool2d(2), *widened(fewer, maps), block(maps)]
    return nn.Sequential(*layers, nn.Conv2d(MAPS[0], MAPS[0], START, groups=MAPS[0], bias=False), nn.Flatten(), nn.Linear(MAPS[0], 1, bias=False))


def flat_step(batch, side):
    made_by, judge = scaled(generator()), scaled(discriminator())
    judge_optimizer, maker_optimizer = adam(judge, 2e-4, (0, 0.99)), adam(made_by, 2e-4, (0, 0.99))
    data, latent = torch.rand(batch, 3, side, side) * 2 - 1, normal(batch, LATENT)

    def steepness(scores, items):
        return slope(scores, items).square().sum((1, 2, 3)).mean()

    def run():
        with torch.no_grad():
            items = made_by(latent())
        items.requires_grad_(True)
        data.requires_grad_(True)
        real, generated = judge(data), judge(items)
        move(judge_optimizer, functional.softplus(generated - real).mean() + 0.025 * (steepness(real, data) + steepness(generated, items)))
        data.grad = None
        data.requires_grad_(False)
        judge.requires_grad_(False)
        move(maker_optimizer, functional.softplus(judge(data) - judge(made_by(latent()))).mean())
        judge.requires_grad_(True)

    return run, count(made_by, judge)


WORKLOADS = {"r3gan32 step, batch 64": lambda: flat_step(64, 32)}
