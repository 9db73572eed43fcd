namespace Belamy.Reproduction;

/// <summary>
/// Marks the method that measures a model against what its paper reported. It stands in the model's file and takes a
/// <see cref="ReproductionRun"/>; the marked ones are found, nothing lists them.
/// </summary>
/// <param name="model">The name of the model.</param>
/// <param name="data">What it is measured on, in words: <c>25 Gaussians on a grid</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CheckAttribute(string model, string data) : Attribute
{
    /// <summary>The name of the model.</summary>
    public string Model { get; } = model;

    /// <summary>What it is measured on, in words.</summary>
    public string Data { get; } = data;

    /// <summary>Raise it when the check changes, so that <c>belamy reproduce --all</c> repeats it.</summary>
    public int Revision { get; init; } = 1;
}
