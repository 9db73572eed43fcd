"""Games whose generators make pictures of pictures."""

import torch
from torch import nn
from torch.nn import functional

from .play import adam, count, move, scaled


class Residual(nn.Module):
    """x + f(x)."""

    def __init__(self, *block):
        super().__init__()
        self.block = nn.Sequential(*block)

    def forward(self, x):
        return x + self.block(x)


class Skip(nn.Module):
    """x beside f(x), as further channels."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return torch.cat([x, self.inner(x)], 1)


def normalized(convolution, maps):
    return [convolution, nn.InstanceNorm2d(maps, affine=True), nn.ReLU(inplace=True)]


def residual_translator(channels, width, blocks):
    wide = 4 * width
    return nn.Sequential(
        nn.ReflectionPad2d(3), *normalized(nn.Conv2d(channels, width, 7, bias=False), width),
        *normalized(nn.Conv2d(width, 2 * width, 3, 2, 1, bias=False), 2 * width),
        *normalized(nn.Conv2d(2 * width, wide, 3, 2, 1, bias=False), wide),
        *(Residual(nn.ReflectionPad2d(1), *normalized(nn.Conv2d(wide, wide, 3, bias=False), wide),
                   nn.ReflectionPad2d(1), nn.Conv2d(wide, wide, 3, bias=False), nn.InstanceNorm2d(wide, affine=True)) for _ in range(blocks)),
        *normalized(nn.ConvTranspose2d(wide, 2 * width, 3, 2, 1, 1, bias=False), 2 * width),
        *normalized(nn.ConvTranspose2d(2 * width, width, 3, 2, 1, 1, bias=False), width),
        nn.ReflectionPad2d(3), nn.Conv2d(width, channels, 7), nn.Tanh())


def patch_critic(channels, width, halvings):
    layers = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)]
    for stage in range(1, halvings + 1):
        fewer, maps = width << stage - 1, width << stage
        place = dict(stride=2, padding=1) if stage < halvings else dict(padding="same")
        layers += [nn.Conv2d(fewer, maps, 4, bias=False, **place), nn.InstanceNorm2d(maps, affine=True), nn.LeakyReLU(0.2, inplace=True)]
    return nn.Sequential(*layers, nn.Conv2d(width << halvings, 1, 4, padding="same"))


def u_net(channels, width, halvings, stage=0):
    """Down, all stages within, and up again."""
    outermost, innermost = stage == 0, stage == halvings - 1
    maps, outer = width * min(8, 1 << stage), channels if outermost else width * min(8, 1 << stage - 1)
    # What goes beside the way down must not be changed on it.
    layers = [] if outermost else [nn.LeakyReLU(0.2)]
    layers.append(nn.Conv2d(outer, maps, 4, 2, 1, bias=outermost or innermost))
    if not outermost and not innermost:
        layers.append(nn.InstanceNorm2d(maps, affine=True))
    if not innermost:
        layers.append(Skip(u_net(channels, width, halvings, stage + 1)))
    layers += [nn.ReLU(inplace=True), nn.ConvTranspose2d(maps * (1 if innermost else 2), outer, 4, 2, 1, bias=outermost)]
    if outermost:
        return nn.Sequential(*layers, nn.Tanh())
    layers.append(nn.InstanceNorm2d(outer, affine=True))
    if halvings - 1 - stage < 3:
        layers.append(nn.Dropout(0.5))
    return nn.Sequential(*layers)


def super_resolver(channels, width, blocks, doublings):
    def block():
        return Residual(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.PReLU(width),
                        nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    layers = [nn.Conv2d(channels, width, 9, 1, 4), nn.PReLU(width),
              Residual(*(block() for _ in range(blocks)), nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))]
    for _ in range(doublings):
        layers += [nn.Conv2d(width, 4 * width, 3, 1, 1), nn.PixelShuffle(2), nn.PReLU(width)]
    return nn.Sequential(*layers, nn.Conv2d(width, channels, 9, 1, 4))


def picture_critic(channels, width, side):
    layers = [nn.Conv2d(channels, width, 3, 1, 1), nn.LeakyReLU(0.2, inplace=True)]
    for stage in range(1, 8):
        maps = width << stage // 2
        layers += [nn.Conv2d(width << (stage - 1) // 2, maps, 3, 1 + stage % 2, 1, bias=False), nn.BatchNorm2d(maps), nn.LeakyReLU(0.2, inplace=True)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(8 * width * (side // 16) ** 2, 16 * width), nn.LeakyReLU(0.2, inplace=True), nn.Linear(16 * width, 1))


def features(channels, maps):
    """In the manner of VGG."""
    return nn.Sequential(
        nn.Conv2d(channels, maps, 3, 1, 1), nn.ReLU(inplace=True), nn.Conv2d(maps, maps, 3, 1, 1), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(maps, 2 * maps, 3, 1, 1), nn.ReLU(inplace=True), nn.Conv2d(2 * maps, 2 * maps, 3, 1, 1))


def pictures(batch, side):
    return torch.rand(batch, 3, side, side) * 2 - 1


def cycle_step(batch, side):
    a_to_b, b_to_a = scaled(residual_translator(3, 32, 6)), scaled(residual_translator(3, 32, 6))
    judge_a, judge_b = scaled(patch_critic(3, 32, 3)), scaled(patch_critic(3, 32, 3))
    judges, translators = nn.ModuleList([judge_a, judge_b]), nn.ModuleList([a_to_b, b_to_a])
    critic_optimizer, generator_optimizer = adam(judges), adam(translators)
    a, b = pictures(batch, side), pictures(batch, side)

    def tell(judge, real, made):
        return ((judge(real) - 1).square().mean() + judge(made).square().mean()) / 2

    def run():
        with torch.no_grad():
            made_a, made_b = b_to_a(b), a_to_b(a)
        move(critic_optimizer, tell(judge_a, a, made_a) + tell(judge_b, b, made_b))
        judges.requires_grad_(False)
        made_b, made_a = a_to_b(a), b_to_a(b)
        back = functional.l1_loss(b_to_a(made_b), a) + functional.l1_loss(a_to_b(made_a), b)
        same = functional.l1_loss(a_to_b(b), b) + functional.l1_loss(b_to_a(a), a)
        real = (judge_a(made_a) - 1).square().mean() + (judge_b(made_b) - 1).square().mean()
        move(generator_optimizer, real + 10 * back + 5 * same)
        judges.requires_grad_(True)

    return run, count(judges, translators)


def pair_step(batch, side):
    generator, critic = scaled(u_net(3, 64, 6)), scaled(patch_critic(6, 64, 2))
    critic_optimizer, generator_optimizer = adam(critic), adam(generator)
    x, y = pictures(batch, side), pictures(batch, side)

    def run():
        with torch.no_grad():
            made = generator(x)
        real, generated = critic(torch.cat([x, y], 1)), critic(torch.cat([x, made], 1))
        move(critic_optimizer, 0.5 * (functional.softplus(-real).mean() + functional.softplus(generated).mean()))
        critic.requires_grad_(False)
        made = generator(x)
        move(generator_optimizer, functional.softplus(-critic(torch.cat([x, made], 1))).mean() + 100 * functional.l1_loss(made, y))
        critic.requires_grad_(True)

    return run, count(generator, critic)


def super_resolution_step(batch, side):
    maps, large = 32, 4 * side
    generator, critic, vgg = scaled(super_resolver(3, maps, 8, 2)), scaled(picture_critic(3, maps, large)), scaled(features(3, maps)).requires_grad_(False)
    critic_optimizer, generator_optimizer = adam(critic), adam(generator)
    x, y = pictures(batch, side), pictures(batch, large)

    def run():
        with torch.no_grad():
            made = generator(x)
        move(critic_optimizer, functional.softplus(-critic(y)).mean() + functional.softplus(critic(made)).mean())
        critic.requires_grad_(False)
        made = generator(x)
        content = functional.mse_loss(vgg(made), vgg(y))
        move(generator_optimizer, content + 1e-3 * functional.softplus(-critic(made)).mean())
        critic.requires_grad_(True)

    return run, count(generator, critic)


WORKLOADS = {
    "cyclegan64 step, batch 4": lambda: cycle_step(4, 64),
    "pix2pix64 step, batch 16": lambda: pair_step(16, 64),
    "srgan24 step, batch 16": lambda: super_resolution_step(16, 24),
}
