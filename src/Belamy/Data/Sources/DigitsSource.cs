using System.IO.Compression;

namespace Belamy.Data;

/// <summary>Ten thousand handwritten digits that come inside the library: the first thousand of each class of MNIST's training set.</summary>
/// <remarks>The images are held as one gzipped IDX file, in the order 0 1 2 … 9 0 1 2 …, so that a label is the index modulo ten.</remarks>
internal sealed class DigitsSource : DataSource
{
    private const string Resource = "Belamy.Data.digits.idx3.gz";
    private const int ClassCount = 10;

    public override string Name => "digits";

    public override string Description => "10,000 handwritten digits, 28 x 28 grey, 1,000 of each class; comes with the library";

    public override string License => MnistSource.Terms;

    public override Dataset Open(DataOptions options)
    {
        using Stream resource = typeof(DigitsSource).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {Resource}.");
        using var content = new GZipStream(resource, CompressionMode.Decompress);
        (int[] extents, byte[] pixels) = IdxReader.Read(content, Resource);
        var labels = new int[extents[0]];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = i % ClassCount;
        return new ImageDataset(Name, channels: 1, extents[1], extents[2], pixels, labels, MnistSource.Digits);
    }
}
