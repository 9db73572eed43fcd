using Belamy.Tensors;

namespace Belamy.Games;

/// <summary>How a function changes pictures of any size: by values that another says of each, at the size that was trained on.</summary>
/// <param name="Of">Says the values of a picture.</param>
/// <param name="Apply">Changes pixels, [batch, channels, height, width], each by itself, by the values, [batch, values].</param>
public sealed record PixelChange(Function Of, Func<Tensor, Tensor, Tensor> Apply);
