"""Games along three spatial axes and along one."""

import random

from torch import nn
from torch.nn import functional

from .play import penalty_step, step, uniform


def volume_generator():
    def doubling(channels, maps):
        return [nn.ConvTranspose3d(channels, maps, 4, 2, 1, bias=False), nn.BatchNorm3d(maps), nn.ReLU(inplace=True)]

    return nn.Sequential(
        nn.Linear(200, 8192, bias=False), nn.Unflatten(1, (128, 4, 4, 4)), nn.BatchNorm3d(128), nn.ReLU(inplace=True),
        *doubling(128, 64),
        *doubling(64, 32),
        nn.ConvTranspose3d(32, 1, 4, 2, 1), nn.Sigmoid())


def volume_discriminator():
    def halving(channels, maps):
        return [nn.Conv3d(channels, maps, 4, 2, 1, bias=False), nn.BatchNorm3d(maps), nn.LeakyReLU(0.2, inplace=True)]

    return nn.Sequential(
        nn.Conv3d(1, 32, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True),
        *halving(32, 64),
        *halving(64, 128),
        nn.Flatten(), nn.Linear(8192, 1))


class PhaseShuffle(nn.Module):
    """A shift of at most 2 samples for the whole batch, as in the authors' code: less work than ours, one for each item."""

    def forward(self, x):
        shift = random.randint(0, 4)
        return functional.pad(x, (2, 2), "reflect")[:, :, shift:shift + x.shape[2]]


def wave_generator():
    def doubling(channels, maps):
        return nn.ConvTranspose1d(channels, maps, 25, 4, 11, 1)

    return nn.Sequential(
        nn.Linear(100, 2048), nn.Unflatten(1, (128, 16)), nn.ReLU(inplace=True),
        doubling(128, 64), nn.ReLU(inplace=True),
        doubling(64, 32), nn.ReLU(inplace=True),
        doubling(32, 16), nn.ReLU(inplace=True),
        doubling(16, 1), nn.Tanh())


def wave_critic():
    return nn.Sequential(
        nn.Conv1d(1, 16, 25, 4, 11), nn.LeakyReLU(0.2), PhaseShuffle(),
        nn.Conv1d(16, 32, 25, 4, 11), nn.LeakyReLU(0.2), PhaseShuffle(),
        nn.Conv1d(32, 64, 25, 4, 11), nn.LeakyReLU(0.2), PhaseShuffle(),
        nn.Conv1d(64, 128, 25, 4, 11), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(2048, 1))


WORKLOADS = {
    "gan3d32 step, batch 16": lambda: step(volume_generator(), volume_discriminator(), 16, [1, 32, 32, 32], uniform(16, 200)),
    "wavegan4096 step (5+1), batch 32": lambda: penalty_step(wave_generator(), wave_critic(), 5, 32, [1, 4096], uniform(32, 100)),
}
