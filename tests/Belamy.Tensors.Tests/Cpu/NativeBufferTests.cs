using Belamy.Tensors.Cpu;

namespace Belamy.Tensors.Tests.Cpu;

public class NativeBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000_003)]
    public void Buffer_of_any_length_starts_on_a_cache_line_and_is_zero(long bytes)
    {
        // Several at once, and again where others were before, so that luck is no explanation.
        for (int round = 0; round < 3; round++)
        {
            NativeBuffer[] buffers = [.. Enumerable.Range(0, 16).Select(_ => new NativeBuffer(bytes))];
            foreach (NativeBuffer buffer in buffers)
            {
                Assert.Equal(bytes, buffer.ByteLength);
                Assert.Equal(0, buffer.Address % NativeBuffer.Alignment);
                Assert.False(buffer.AsSpan<byte>().ContainsAnyExcept((byte)0));
                buffer.AsSpan<byte>().Fill(0xFF);
            }

            foreach (NativeBuffer buffer in buffers)
                buffer.Dispose();
        }
    }
}
