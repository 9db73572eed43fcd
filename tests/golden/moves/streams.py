"""The random numbers that a program draws: Philox 4x32-10, written from Salmon et al. 2011, "Parallel random numbers: as easy
as 1, 2, 3". A move of Belamy draws the same ones, so that a formula here sees the very noise that the program sees.
"""

import math

import torch

MASK = 0xFFFFFFFF


def block(counter, key):
    """Ten rounds on four words."""
    (a, b, c, d), (low, high) = counter, key
    for _ in range(10):
        first, second = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (second >> 32) ^ b ^ low, second & MASK, (first >> 32) ^ d ^ high, first & MASK
        low, high = (low + 0x9E3779B9) & MASK, (high + 0xBB67AE85) & MASK
    return a, b, c, d


def stream(name):
    """The number of a stream: FNV-1a of its name."""
    number = 2166136261
    for byte in name.encode():
        number = ((number ^ byte) * 16777619) & MASK
    return number


class Draws:
    """What one run of a move draws. The second draw under a name is the stream name#1, the third name#2 ..."""

    def __init__(self, seed, step):
        self.key, self.step, self.taken = (seed & MASK, seed >> 32), step, {}

    def number(self, name):
        count = self.taken.get(name, 0)
        self.taken[name] = count + 1
        return stream(name if count == 0 else f"{name}#{count}")

    def words(self, number, shape):
        rows, columns = shape[0], math.prod(shape[1:])
        values = []
        for row in range(rows):
            blocks = [block((at, row, self.step, number), self.key) for at in range((columns + 3) // 4)]
            values += [(word >> 8) / (1 << 24) for words in blocks for word in words][:columns]
        return torch.tensor(values).reshape(shape)

    def uniform(self, name, *shape):
        """U[0, 1)."""
        return self.words(self.number(name), shape)

    def normal(self, name, *shape):
        """N(0, 1) after Box and Muller 1958; the angle has a stream of its own."""
        number = self.number(name)
        radius, angle = 1 - self.words(number, shape), self.words(number ^ 0x9E3779B9, shape)
        return (-2 * radius.log()).sqrt() * (2 * math.pi * angle).cos()
