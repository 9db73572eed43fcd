"""Layers over sequences, forward and backward: what they put out, and the gradients of their weights and their input."""

import torch
from torch import nn
from torch.nn import functional


def lstm_step(steps, batch, units):
    network = nn.LSTM(units, units, bidirectional=True)
    sequence, slope = torch.rand(steps, batch, units, requires_grad=True), torch.rand(steps, batch, 2 * units)
    sources = [sequence, *network.parameters()]
    # A second bias is added to the first: one bias in two parts.
    parameters = sum(parameter.numel() for name, parameter in network.named_parameters() if not name.startswith("bias_hh"))
    return lambda: torch.autograd.grad(network(sequence)[0], sources, slope), parameters


def gru_step(steps, batch, units):
    network = nn.GRU(units, units, bidirectional=True)
    sequence, slope = torch.rand(steps, batch, units, requires_grad=True), torch.rand(steps, batch, 2 * units)
    sources = [sequence, *network.parameters()]
    # Of a second bias two thirds are added to the first: one bias in two parts.
    parameters = sum(units if name.startswith("bias_hh") else parameter.numel() for name, parameter in network.named_parameters())
    return lambda: torch.autograd.grad(network(sequence)[0], sources, slope), parameters


def attend(query, key, value):
    if hasattr(functional, "scaled_dot_product_attention"):
        return functional.scaled_dot_product_attention(query, key, value)
    return torch.softmax(query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5, -1) @ value


def attention_step(batch, places, features, heads):
    projections = nn.ModuleList(nn.Linear(features, features) for _ in range(4))
    sequence, slope = torch.rand(batch, places, features, requires_grad=True), torch.rand(batch, places, features)
    sources = [sequence, *projections.parameters()]

    def run():
        query, key, value = (projection(sequence).view(batch, places, heads, -1).transpose(1, 2) for projection in projections[:3])
        seen = attend(query, key, value).transpose(1, 2).reshape(batch, places, features)
        torch.autograd.grad(projections[3](seen), sources, slope)

    return run, sum(parameter.numel() for parameter in projections.parameters())


WORKLOADS = {
    "lstm step, 64×32×256": lambda: lstm_step(64, 32, 256),
    "gru step, 64×32×256": lambda: gru_step(64, 32, 256),
    "attention step, 64×256×64, 4 heads": lambda: attention_step(64, 256, 64, 4),
}
