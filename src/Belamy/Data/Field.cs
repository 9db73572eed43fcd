using Belamy.Data.Kinds;

namespace Belamy.Data;

/// <summary>A named part of data: <c>picture</c>, <c>class</c>, <c>input</c>, <c>target</c>, <c>mask</c>, <c>caption</c>.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="Kind">What its values are.</param>
public sealed record Field(string Name, Kind Kind);
