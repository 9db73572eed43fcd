using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Onnx.Recording;

namespace Belamy.Onnx;

/// <summary>What inputs and outputs are, in words.</summary>
internal static class PortText
{
    /// <summary>What the values of a kind are.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="prior">What latent vectors are drawn from, where that is known.</param>
    public static string Describe(Kind kind, LatentPrior? prior) => kind switch
    {
        LatentVectors => $"{kind.Description}, each drawn from {(prior?.Distribution == LatentDistribution.Uniform ? "U(-1, 1)" : "N(0, 1)")}",
        Classes classes => $"number of a class: {string.Join(", ", classes.Names.Take(20).Select((name, at) => $"{at} {name}"))}{(classes.Names.Count > 20 ? ", …" : "")}",
        Pictures => $"{kind.Description}, channels first, values in [-1, 1]; a pixel's byte is round((value + 1) * 127.5)",
        _ => kind.Range is { } range ? $"{kind.Description}, values in [{range.Low}, {range.High}]" : kind.Description,
    };

    /// <summary>What random numbers to give.</summary>
    public static string Describe(DrawnNoise noise) => $"random numbers, fresh for each run, drawn from {(noise.IsNormal ? "N(0, 1)" : "U[0, 1)")}";
}
