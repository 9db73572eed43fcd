namespace Belamy.Data;

/// <summary>A file or folder that a folder's data set leaves out.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record LeftOut(string Path, string Reason);
