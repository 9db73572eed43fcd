#!/usr/bin/env python3
"""Records layers of sequences from PyTorch: torch.nn.LSTM and torch.nn.GRU, and embeddings of words. Run in this folder: python3 sequences.py"""

import random

import torch
import torch.nn.functional as F

import cases
from cases import File, grid

BATCH, STEPS, FEATURES, UNITS = 3, 4, 2, 5


def lstm(x, input, state, bias):
    """What torch.nn.LSTM computes: its weights are transposed, [4 units, features], and of its two biases one is 0. Gates lie in the order i, f, g, o."""
    zeros = torch.zeros(1, BATCH, UNITS)
    weights = [input.t(), state.t(), bias, torch.zeros(4 * UNITS)]
    return torch._VF.lstm(x, (zeros, zeros), weights, True, 1, 0.0, True, False, True)


def gru(x, input, state, bias, **rest):
    """What torch.nn.GRU computes: its weights are transposed, and of its second bias the first two thirds are 0. Gates lie in the order r, z, n."""
    weights = [input.t(), state.t(), bias, torch.cat([torch.zeros(2 * UNITS), rest["state-bias"]])]
    return torch._VF.gru(x, torch.zeros(1, BATCH, UNITS), weights, True, 1, 0.0, True, False, True)


def record():
    cases.numbers = random.Random("sequences")
    file = File("sequences.json")
    weights = lambda: {"x": grid(BATCH, STEPS, FEATURES), "input": grid(FEATURES, 4 * UNITS), "state": grid(UNITS, 4 * UNITS, low=-1, high=1), "bias": grid(4 * UNITS)}
    file.case("LSTM", "Lstm", lambda **w: lstm(**w)[0], weights())
    file.case("LSTM after the last step", "LstmLast", lambda **w: lstm(**w)[1][0], weights())
    file.case("embedding of shares", "Embedding", lambda x, rows: x @ rows, {"x": grid(BATCH, STEPS, 6), "rows": grid(6, 2)})
    # What the test looks up word by word is what PyTorch finds as rows of one and the same matrix.
    words = torch.tensor([[5, 0, 1, 0], [2, 2, 4, 3], [3, 1, 1, 5]], dtype=torch.int32)
    file.case("embedding of words", "EmbeddingOfWords", lambda rows, words: F.embedding(words.long(), rows), {"rows": grid(6, 2)}, constants={"words": words})
    gates = lambda: {"x": grid(BATCH, STEPS, FEATURES), "input": grid(FEATURES, 3 * UNITS), "state": grid(UNITS, 3 * UNITS, low=-1, high=1), "bias": grid(3 * UNITS), "state-bias": grid(UNITS)}
    file.case("GRU", "Gru", lambda **w: gru(**w)[0], gates())
    file.case("GRU after the last step", "GruLast", lambda **w: gru(**w)[1][0], gates())
    file.write()


if __name__ == "__main__":
    record()
