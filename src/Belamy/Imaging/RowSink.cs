namespace Belamy.Imaging;

/// <summary>Takes a row of an upright picture.</summary>
/// <param name="y">Which row, from 0 at the top; they come in order.</param>
/// <param name="samples">Its samples, those of a pixel side by side.</param>
internal delegate void RowSink(int y, ReadOnlySpan<byte> samples);
