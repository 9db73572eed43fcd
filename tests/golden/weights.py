"""Records weights.json: networks of PyTorch with their state_dict and what they compute; and reads files of weights.

python3 weights.py            records
python3 weights.py FILE.pt    reads a file of weights as PyTorch and NumPy do, and prints names, shapes and sums
"""

import json
import sys

import numpy
import torch
from torch import nn


def read(path):
    if path.endswith(".npz"):
        return {name: torch.from_numpy(values) for name, values in numpy.load(path).items()}
    if path.endswith(".safetensors"):
        with open(path, "rb") as file:
            content = file.read()
        start = 8 + int.from_bytes(content[:8], "little")
        header = json.loads(content[8:start])
        header.pop("__metadata__", None)
        return {name: torch.from_numpy(numpy.frombuffer(content[start + at["data_offsets"][0]:start + at["data_offsets"][1]], dtype="<f4").reshape(at["shape"]).copy())
                for name, at in header.items()}
    return torch.load(path, weights_only=True)


def array(values):
    values = values.detach()
    return {"type": "Float64", "shape": list(values.shape), "values": [float(f"{value:.9g}") for value in values.double().flatten().tolist()]}


def record():
    torch.manual_seed(1)
    networks = {
        "pictures": ((5,), nn.Sequential(
            nn.Linear(5, 24), nn.Unflatten(1, (6, 2, 2)), nn.BatchNorm2d(6), nn.ReLU(), nn.ConvTranspose2d(6, 4, 4, 2, 1), nn.InstanceNorm2d(4, affine=True),
            nn.PReLU(4, init=0.3), nn.Conv2d(4, 3, 3, 1, 1), nn.LeakyReLU(0.2), nn.Flatten(), nn.Linear(48, 2), nn.Tanh())),
        "spectral": ((7,), nn.Sequential(nn.utils.spectral_norm(nn.Linear(7, 4)), nn.Tanh())),
    }
    cases = []
    for name, (shape, network) in networks.items():
        for values in network.parameters():
            values.data = torch.randn_like(values) * 0.4
        for values in network.buffers():
            if values.dtype == torch.float32 and name == "pictures":
                values.data = torch.rand_like(values) + 0.5
        x = torch.randn(3, *shape)
        for _ in range(300 if name == "spectral" else 0):
            network(x)  # each is a power iteration: a spectrum that has settled is the same however many more there are
        network.eval()
        state = {key: values for key, values in network.state_dict().items() if values.dtype == torch.float32}
        outputs = {"y": network(x)}
        if name == "spectral":
            # What is used in place of the weight, and what training changes.
            outputs["0.weight"] = network[0].weight
        cases.append({"name": name, "kind": "Weights", "attributes": {}, "inputs": {"x": array(x), **{key: array(values) for key, values in state.items()}}, "outputs": {key: array(values) for key, values in outputs.items()}})
    with open("weights.json", "w") as file:
        json.dump(cases, file, indent=1)
        file.write("\n")


if len(sys.argv) > 1:
    for name, values in read(sys.argv[1]).items():
        print(name, tuple(values.shape), f"{values.double().sum():.6f}")
else:
    record()
