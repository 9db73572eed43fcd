namespace Belamy.Data;

/// <summary>Fashion-MNIST: 70,000 pictures of clothes in the format of MNIST. Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747.</summary>
internal sealed class FashionSource : IdxSource
{
    public override string Name => "fashion";

    public override string Description => "70,000 pictures of clothes, 28 x 28 grey: 60,000 to train on, 10,000 to test";

    public override string License => "Fashion-MNIST by Zalando SE; MIT";

    public override IReadOnlyList<string> ClassNames =>
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    protected override IReadOnlyList<string> Places => ["data/FashionMNIST/raw", "/usr/share/datasets/fashion-mnist"];

    protected override IReadOnlyList<string> Mirrors =>
        ["https://storage.googleapis.com/tensorflow/tf-keras-datasets/", "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"];

    protected override string OfflineHelp => "install Debian's package dataset-fashion-mnist";

    public override (IdxFile Images, IdxFile Labels) Files(DataSplit split) => split == DataSplit.Train
        ? (new("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888", 47_040_016),
            new("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9", 60_008))
        : (new("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b", 7_840_016),
            new("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34", 10_008));
}
