"""Games of two networks on vectors and pictures."""

from torch import nn

from .play import normal, penalty_step, sample, step


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


def discriminator28(in_place):
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, in_place),
        nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2, in_place),
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


WORKLOADS = {
    "mlp-gan step, batch 32": lambda: step(dense_generator(), dense_discriminator(), 32, [784], normal(32)),
    "mlp-gan step, batch 128": lambda: step(dense_generator(), dense_discriminator(), 128, [784], normal(128)),
    "dcgan28 step, batch 64": lambda: step(generator28(), discriminator28(in_place=True), 64, [1, 28, 28], normal(64)),
    # An activation in place would overwrite what the second derivative needs.
    "wgan-gp28 step (5 critic + 1), batch 64":
        lambda: penalty_step(generator28(), discriminator28(in_place=False), 5, 64, [1, 28, 28], normal(64)),
    "dcgan64 step, batch 64": lambda: step(generator64(), discriminator64(), 64, [3, 64, 64], normal(64)),
    "dcgan28 sample, batch 256": lambda: sample(generator28(), normal(256)),
}
