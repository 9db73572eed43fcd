namespace Belamy.Data;

/// <summary>A named set of stacked digits, after Metz, Poole, Pfau and Sohl-Dickstein 2017 (unrolled GANs).</summary>
internal abstract class StackedSource : DataSource
{
    public override string License => MnistSource.Terms;

    /// <summary>Where the digits come from.</summary>
    protected abstract DataSource Digits { get; }

    public override Dataset Open(DataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StackedDigitsDataset(Name, (ImageDataset)Digits.Open(options), seed: options.Split == DataSplit.Train ? 0 : 1);
    }
}

/// <summary>Triples of MNIST's digits.</summary>
internal sealed class StackedMnistSource : StackedSource
{
    public override string Name => "stacked-mnist";

    public override string Description => "128,000 pictures, 28 x 28 colour, of three digits of mnist each: 1,000 modes";

    protected override DataSource Digits { get; } = new MnistSource();
}

/// <summary>Triples of the digits that come with the library.</summary>
internal sealed class StackedDigitsSource : StackedSource
{
    public override string Name => "stacked-digits";

    public override string Description => "128,000 pictures, 28 x 28 colour, of three digits of the library each: 1,000 modes";

    protected override DataSource Digits { get; } = new DigitsSource();
}
