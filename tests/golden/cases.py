"""What all recordings share: numbers that are exact in float32, and the files of cases. README.md has the format."""

import math
import pathlib
import random

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

FOLDER = pathlib.Path(__file__).resolve().parent
numbers = random.Random(20240607)


def grid(*shape, low=-2.0, high=2.0):
    """Odd multiples of 1/128: exact in float32 and in few digits, and never 0, where slopes jump."""
    count = math.prod(shape)
    values = [(2 * numbers.randrange(int(low * 64), int(high * 64)) + 1) / 128 for _ in range(count)]
    return torch.tensor(values).reshape(shape)


def distinct(*shape):
    """Like grid, but no two elements are equal, so that a greatest one is unique."""
    count = math.prod(shape)
    values = [(2 * value + 1) / 128 for value in numbers.sample(range(-4 * count, 4 * count), count)]
    return torch.tensor(values).reshape(shape)


class File:
    """The cases of one file."""

    def __init__(self, name):
        self.name = name
        self.cases = []

    def case(self, name, kind, function, inputs, attributes=None, constants=None):
        """Records function(**inputs, **constants) and the gradient of sum(first output * cotangent) for each input."""
        leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
        outputs = function(**leaves, **(constants or {}))
        if isinstance(outputs, torch.Tensor):
            outputs = {"y": outputs}
        first = next(iter(outputs.values()))
        recorded = {"name": name, "kind": kind, "attributes": attributes or {}, "inputs": {**inputs, **(constants or {})},
                    "outputs": {key: value.detach() for key, value in outputs.items()}}
        if first.requires_grad:
            cotangent = grid(*first.shape)
            gradients = torch.autograd.grad((first * cotangent).sum(), list(leaves.values()), allow_unused=True)
            recorded["cotangent"] = cotangent
            recorded["gradients"] = {
                key: torch.zeros_like(leaf) if gradient is None else gradient
                for (key, leaf), gradient in zip(leaves.items(), gradients)}
        self.add(recorded)

    def add(self, case):
        assert all(case["name"] != other["name"] for other in self.cases), case["name"]
        self.cases.append(case)

    def write(self):
        text = "[\n" + ",\n".join(encode(case) for case in self.cases) + "\n]\n"
        (FOLDER / self.name).write_text(text)
        print(f"{self.name}: {len(self.cases)} cases, {len(text)} bytes")


def encode(value):
    """JSON with floating-point numbers of 9 significant digits, which float32 needs to be exact."""
    if isinstance(value, torch.Tensor):
        kind = "Float64" if value.is_floating_point() else "Boolean" if value.dtype == torch.bool else "Int32"
        return encode({"type": kind, "shape": list(value.shape), "values": value.reshape(-1).tolist()})
    if isinstance(value, dict):
        return "{" + ",".join(f'"{key}":{encode(item)}' for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(encode(item) for item in value) + "]"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        assert math.isfinite(value)
        return f"{value:.9g}"
    return f'"{value}"' if isinstance(value, str) else str(value)
