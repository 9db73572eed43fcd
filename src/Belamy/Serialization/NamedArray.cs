namespace Belamy.Serialization;

/// <summary>Numbers with a name and a shape.</summary>
/// <param name="Name">The name.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Values">The numbers, row-major.</param>
internal sealed record NamedArray(string Name, int[] Shape, float[] Values);
