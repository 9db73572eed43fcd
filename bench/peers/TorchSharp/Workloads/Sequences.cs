using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Belamy.Bench.Peers.Workloads;

/// <summary>Layers over sequences, forward and backward: what they put out, and the gradients of their weights and their input.</summary>
internal static class Sequences
{
    public static IEnumerable<Workload> All() =>
    [
        new("lstm step, 64×32×256", () => LstmStep(64, 32, 256)),
        new("gru step, 64×32×256", () => GruStep(64, 32, 256)),
        new("attention step, 64×256×64, 4 heads", () => AttentionStep(64, 256, 64, 4)),
    ];

    private static Prepared LstmStep(long steps, long batch, long units)
    {
        LSTM network = LSTM(units, units, bidirectional: true);
        Tensor sequence = rand([steps, batch, units], requires_grad: true), slope = rand(steps, batch, 2 * units);
        Tensor[] sources = [sequence, .. network.parameters()];
        // A second bias is added to the first: one bias in two parts.
        long parameters = network.named_parameters().Where(one => !one.name.StartsWith("bias_hh", StringComparison.Ordinal)).Sum(one => one.parameter.numel());
        return new Prepared(() => autograd.grad([network.call(sequence).Item1], sources, [slope]), parameters);
    }

    private static Prepared GruStep(long steps, long batch, long units)
    {
        GRU network = GRU(units, units, bidirectional: true);
        Tensor sequence = rand([steps, batch, units], requires_grad: true), slope = rand(steps, batch, 2 * units);
        Tensor[] sources = [sequence, .. network.parameters()];
        // Of a second bias two thirds are added to the first: one bias in two parts.
        long parameters = network.named_parameters().Sum(one => one.name.StartsWith("bias_hh", StringComparison.Ordinal) ? units : one.parameter.numel());
        return new Prepared(() => autograd.grad([network.call(sequence).Item1], sources, [slope]), parameters);
    }

    private static Prepared AttentionStep(long batch, long places, long features, long heads)
    {
        Linear[] projections = [.. Enumerable.Range(0, 4).Select(_ => Linear(features, features))];
        Tensor sequence = rand([batch, places, features], requires_grad: true), slope = rand(batch, places, features);
        Tensor[] sources = [sequence, .. projections.SelectMany(projection => projection.parameters())];
        return new Prepared(
            () =>
            {
                Tensor seen = functional.scaled_dot_product_attention(Head(0), Head(1), Head(2)).transpose(1, 2).reshape(batch, places, features);
                autograd.grad([projections[3].call(seen)], sources, [slope]);
            },
            Play.Count(projections));

        Tensor Head(int projection) => projections[projection].call(sequence).view(batch, places, heads, -1).transpose(1, 2);
    }
}
