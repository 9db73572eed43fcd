namespace Belamy.Runs;

/// <summary>The run whose weights another began with.</summary>
/// <param name="Run">Its folder, whole.</param>
/// <param name="Step">The step that its weights were of.</param>
/// <param name="Model">Its model.</param>
/// <param name="Data">What its data were opened by.</param>
/// <param name="Weights">The SHA-256 of its weights, in hexadecimal digits.</param>
public sealed record RunOrigin(string Run, long Step, string Model, string Data, string Weights)
{
    /// <summary>It in a few words: <c>runs/digits at step 5,000, dcgan on digits</c>.</summary>
    public override string ToString() => $"{Run} at step {Quantity.Count(Step)}, {Model} on {Path.GetFileName(Path.TrimEndingDirectorySeparator(Data))}";
}
