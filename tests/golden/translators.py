#!/usr/bin/env python3
"""Records networks that make pictures of pictures, and the one that judges them, from PyTorch. Run in this folder: python3 translators.py"""

import random

import torch
import torch.nn.functional as F

import cases
from cases import File, grid
from moves.streams import Draws

SEED, STEP = 5, 7


def normal(x, weights, at):
    """Ulyanov et al. 2016."""
    return F.instance_norm(x, weight=weights[f"{at}/scale"], bias=weights[f"{at}/shift"])


def u_net(x, halvings, channels, width):
    """
    Isola et al. 2017, appendix 6.1: C64-C128-C256-C512-C512 ... with kernels of 4, and up again; instance norm, the first three stages
    on the way up with dropout of a half. The function, and the weights it takes: a stage's modules are numbered, the stage within it is "inner".
    """
    weights, stages = {}, []
    path, inputs = "", x.shape[1]
    for stage in range(halvings):
        first, last = stage == 0, stage == halvings - 1
        maps, outer = width * min(8, 2 ** stage), channels if first else width * min(8, 2 ** (stage - 1))
        numbers = iter(range(20))
        if not first:
            next(numbers)
        down = f"{path}{next(numbers)}"
        down_norm = None if first or last else f"{path}{next(numbers)}"
        inner = None if last else f"{path}{next(numbers)}/inner/"
        next(numbers)
        up = f"{path}{next(numbers)}"
        up_norm = None if first else f"{path}{next(numbers)}"
        dropout = f"layer/{path}{next(numbers)}" if not first and halvings - 1 - stage < 3 else None
        weights[f"{down}/kernel"] = grid(maps, inputs, 4, 4, low=-0.25, high=0.25)
        if first or last:
            weights[f"{down}/bias"] = grid(maps, low=-0.25, high=0.25)
        weights[f"{up}/kernel"] = grid(maps if last else 2 * maps, outer, 4, 4, low=-0.25, high=0.25)
        if first:
            weights[f"{up}/bias"] = grid(outer, low=-0.25, high=0.25)
        for norm, count in [(down_norm, maps), (up_norm, outer)]:
            if norm:
                weights[f"{norm}/scale"], weights[f"{norm}/shift"] = grid(count, low=0.5, high=1.5), grid(count, low=-0.5, high=0.5)
        stages.append((down, down_norm, up, up_norm, dropout))
        path, inputs = inner, maps

    def function(x, **w):
        draws = Draws(SEED, STEP)

        def at(stage, x):
            down, down_norm, up, up_norm, dropout = stages[stage]
            x = F.conv2d(x if stage == 0 else F.leaky_relu(x, 0.2), w[f"{down}/kernel"], w.get(f"{down}/bias"), stride=2, padding=1)
            if down_norm:
                x = normal(x, w, down_norm)
            if stage + 1 < halvings:
                x = torch.cat([x, at(stage + 1, x)], 1)
            x = F.conv_transpose2d(F.relu(x), w[f"{up}/kernel"], w.get(f"{up}/bias"), stride=2, padding=1)
            if not up_norm:
                return torch.tanh(x)
            x = normal(x, w, up_norm)
            return x * (draws.uniform(dropout, *x.shape) >= 0.5) * 2 if dropout else x

        return at(0, x)

    return function, {"x": x, **weights}


def patch_critic(x, halvings, width):
    """Appendix 6.1.2: C64-C128-C256-C512 and one map, the last two of stride 1. Kernels of 4 have an odd zero behind."""
    weights, maps = {}, x.shape[1]
    for stage in range(halvings + 2):
        outputs = 1 if stage > halvings else width * min(8, 2 ** stage)
        number = 0 if stage == 0 else 3 * stage - 1
        weights[f"{number}/kernel"] = grid(outputs, maps, 4, 4, low=-0.5, high=0.5)
        if stage in (0, halvings + 1):
            weights[f"{number}/bias"] = grid(outputs)
        else:
            weights[f"{number + 1}/scale"], weights[f"{number + 1}/shift"] = grid(outputs, low=0.5, high=1.5), grid(outputs)
        maps = outputs

    def function(x, **w):
        x = F.leaky_relu(F.conv2d(x, w["0/kernel"], w["0/bias"], stride=2, padding=1), 0.2)
        for stage in range(1, halvings + 1):
            number = 3 * stage - 1
            x = F.conv2d(x, w[f"{number}/kernel"], stride=2, padding=1) if stage < halvings else F.conv2d(F.pad(x, [1, 2, 1, 2]), w[f"{number}/kernel"])
            x = F.leaky_relu(normal(x, w, number + 1), 0.2)
        last = 3 * halvings + 2
        return F.conv2d(F.pad(x, [1, 2, 1, 2]), w[f"{last}/kernel"], w[f"{last}/bias"])

    return function, {"x": x, **weights}


def residual_translator(x, blocks, channels, width):
    """Zhu et al. 2017, appendix 7.2: c7s1-w, d2w, d4w, R4w ..., u2w, uw, c7s1; reflected borders, instance norm, ReLU."""
    weights = {}

    def add(path, maps, *shape):
        weights[f"{path}/kernel"] = grid(*shape, low=-0.25, high=0.25)
        head, _, number = path.rpartition("/")
        norm = f"{head}/{int(number) + 1}" if head else f"{int(number) + 1}"
        weights[f"{norm}/scale"], weights[f"{norm}/shift"] = grid(maps, low=0.5, high=1.5), grid(maps, low=-0.5, high=0.5)

    add("1", width, width, x.shape[1], 7, 7)
    add("4", 2 * width, 2 * width, width, 3, 3)
    add("7", 4 * width, 4 * width, 2 * width, 3, 3)
    for block in range(blocks):
        add(f"{10 + block}/block/1", 4 * width, 4 * width, 4 * width, 3, 3)
        add(f"{10 + block}/block/5", 4 * width, 4 * width, 4 * width, 3, 3)
    up = 10 + blocks
    # Kernels of transposed convolutions have the maps that come out second.
    add(f"{up}", 2 * width, 4 * width, 2 * width, 3, 3)
    add(f"{up + 3}", width, 2 * width, width, 3, 3)
    weights[f"{up + 7}/kernel"] = grid(channels, width, 7, 7, low=-0.25, high=0.25)
    weights[f"{up + 7}/bias"] = grid(channels, low=-0.25, high=0.25)

    def function(x, **w):
        reflected = lambda x, pixels: F.pad(x, [pixels] * 4, mode="reflect")
        layer = lambda x, path, norm, **how: F.relu(normal(F.conv2d(x, w[f"{path}/kernel"], **how), w, norm))
        x = layer(reflected(x, 3), 1, 2)
        x = layer(layer(x, 4, 5, stride=2, padding=1), 7, 8, stride=2, padding=1)
        for block in range(blocks):
            within = f"{10 + block}/block"
            inner = layer(reflected(x, 1), f"{within}/1", f"{within}/2")
            x = x + normal(F.conv2d(reflected(inner, 1), w[f"{within}/5/kernel"]), w, f"{within}/6")
        for at in (up, up + 3):
            # Without padding there are 2n + 1 rows and columns; the last one is cut off.
            x = F.relu(normal(F.conv_transpose2d(x, w[f"{at}/kernel"], stride=2)[:, :, :-1, :-1], w, at + 1))
        return torch.tanh(F.conv2d(reflected(x, 3), w[f"{up + 7}/kernel"], w[f"{up + 7}/bias"]))

    return function, {"x": x, **weights}


def encoder_decoder(x, halvings, channels, width):
    """Kim et al. 2017, section 3.1: layers of Radford's discriminator, then of its generator; in use, with batch norm's first statistics, mean 0 and variance 1."""
    weights, stages = {}, []
    sizes = [x.shape[1], *(width * 2 ** stage for stage in range(halvings))]
    outputs = [*sizes[-2:0:-1], channels]
    inputs = sizes[0]
    number = 0
    for up, maps in [*((False, maps) for maps in sizes[1:]), *((True, maps) for maps in outputs)]:
        plain = number == 0 or len(stages) == 2 * halvings - 1
        weights[f"{number}/kernel"] = grid(*((inputs, maps) if up else (maps, inputs)), 4, 4, low=-0.25, high=0.25)
        if plain:
            weights[f"{number}/bias"] = grid(maps)
        else:
            weights[f"{number + 1}/scale"], weights[f"{number + 1}/shift"] = grid(maps, low=0.5, high=1.5), grid(maps)
        stages.append((number, up, plain))
        inputs, number = maps, number + (2 if plain else 3)

    def function(x, **w):
        for at, (number, up, plain) in enumerate(stages):
            x = (F.conv_transpose2d if up else F.conv2d)(x, w[f"{number}/kernel"], w.get(f"{number}/bias"), stride=2, padding=1)
            if not plain:
                x = F.batch_norm(x, torch.zeros(x.shape[1]), torch.ones(x.shape[1]), w[f"{number + 1}/scale"], w[f"{number + 1}/shift"])
            x = torch.tanh(x) if at == 2 * halvings - 1 else F.relu(x) if up else F.leaky_relu(x, 0.2)
        return x

    return function, {"x": x, **weights}


def record():
    cases.numbers = random.Random("translators")
    file = File("translators.json")
    state = {"seed": SEED, "step": STEP}
    function, inputs = u_net(grid(2, 2, 16, 8), 3, channels=1, width=2)
    file.case("U-Net of 16x8, three halvings", "UNet", function, inputs, {"channels": 1, "width": 2, **state})
    # Five halvings: 8 maps at most, and one stage on the way up without dropout.
    function, inputs = u_net(grid(1, 1, 32, 32), 5, channels=2, width=1)
    file.case("U-Net of 32x32, five halvings", "UNet", function, inputs, {"channels": 2, "width": 1, **state})
    function, inputs = patch_critic(grid(2, 3, 12, 10), 1, width=3)
    file.case("patches of 16x16", "PatchCritic", function, inputs, {"width": 3, "halvings": 1})
    function, inputs = patch_critic(grid(2, 1, 16, 24), 2, width=2)
    file.case("patches of 34x34", "PatchCritic", function, inputs, {"width": 2, "halvings": 2})
    function, inputs = residual_translator(grid(2, 2, 8, 12), 2, channels=3, width=1)
    file.case("residual translator of 8x12", "ResidualTranslator", function, inputs, {"channels": 3, "width": 1, "blocks": 2})
    # Pathak et al. 2016, section 3.1: each map by a matrix of its own.
    file.case("channel-wise dense", "ChannelwiseDense", lambda x, weight, bias: (torch.einsum("bmp,mpq->bmq", x.flatten(2), weight) + bias).reshape(x.shape),
              {"x": grid(2, 3, 2, 3), "weight": grid(3, 6, 6), "bias": grid(3, 6)})
    function, inputs = encoder_decoder(grid(2, 2, 16, 24), 2, channels=3, width=2)
    file.case("encoder and decoder of 16x24, two halvings", "EncoderDecoder", function, inputs, {"channels": 3, "width": 2})
    function, inputs = encoder_decoder(grid(1, 1, 28, 28), 2, channels=1, width=1)
    file.case("encoder and decoder of 28x28, down to 7", "EncoderDecoder", function, inputs, {"channels": 1, "width": 1})
    file.write()


if __name__ == "__main__":
    record()
