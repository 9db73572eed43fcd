using System.IO.Compression;
using System.Text;
using Belamy.Games;
using Belamy.Networks;
using Belamy.Serialization;
using Belamy.Tensors;
using Belamy.TestSupport;

namespace Belamy.Tests;

/// <summary>Weights under PyTorch's names, with PyTorch's values as a witness, and the files that they are written to.</summary>
public sealed class WeightFileTests
{
    private static readonly GoldenFile Golden = GoldenFile.Load("weights.json");

    private static readonly NamedArray[] Two = [new("a.weight", [2, 3], [1, 2, 3, 4, 5, 6]), new("b", [1], [-0.5f])];

    [Fact]
    public void Weights_have_the_names_shapes_and_values_of_pytorch_s_state_dict()
    {
        GoldenCase golden = Golden["pictures"];
        Module network = Build(golden, out _);
        NamedArray[] state = [.. NetworkState.Of(network, value => value)];
        Assert.Equal(golden.Inputs.Keys.Where(name => name != "x").Order(), state.Select(array => array.Name).Order());
        Assert.All(state, array =>
        {
            Assert.Equal(golden.Inputs[array.Name].Shape.ToArray(), array.Shape);
            Assert.Equal(Floats(golden.Inputs[array.Name]), array.Values);
        });
        // What they compute shows that the layouts are those that PyTorch means.
        Assert.Equal(Floats(golden.Outputs["y"]), Forward(network, golden), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void Weights_that_are_normed_are_written_as_they_are_used()
    {
        GoldenCase golden = Golden["spectral"];
        using var store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        Module network = new Sequential(new Dense(4, weight: new SpectralNorm()), new Tanh()).Build(scope, [7]);
        scope.Initialize();
        Transposed(golden.Inputs["0.weight_orig"]).CopyTo(store["0/weight"].AsSpan<float>());
        Floats(golden.Inputs["0.bias"]).CopyTo(store["0/bias"].AsSpan<float>());
        Floats(golden.Inputs["0.weight_u"]).CopyTo(store["0/spectrum"].AsSpan<float>());
        NamedArray[] state = [.. NetworkState.Of(network, value => value)];
        Assert.Equal(["0.bias", "0.weight"], state.Select(array => array.Name).Order());
        Assert.Equal(Floats(golden.Outputs["0.weight"]), state.Single(array => array.Name == "0.weight").Values, (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.Equal(Floats(golden.Outputs["y"]), Forward(network, golden), (left, right) => Math.Abs(left - right) < 1e-5);
    }

    [Fact]
    public void Safetensors_hold_each_array()
    {
        using var folder = new TemporaryFolder();
        WeightFile.Write(folder["w.safetensors"], Two);
        using SafetensorsFile file = SafetensorsFile.Open(folder["w.safetensors"]);
        Assert.All(Two, array => Assert.Equal(array.Values, file.Read<float>(array.Name)));
    }

    [Fact]
    public void Numpy_archive_holds_an_array_a_file()
    {
        using var folder = new TemporaryFolder();
        WeightFile.Write(folder["w.npz"], Two);
        using ZipArchive archive = ZipFile.OpenRead(folder["w.npz"]);
        Assert.Equal(["a.weight.npy", "b.npy"], archive.Entries.Select(entry => entry.FullName));
        byte[] content = Content(archive.Entries[0]);
        Assert.Contains("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", Encoding.Latin1.GetString(content), StringComparison.Ordinal);
        Assert.Contains("'shape': (1,), ", Encoding.Latin1.GetString(Content(archive.Entries[1])), StringComparison.Ordinal);
        Assert.Equal(0, (content.Length - 24) % 64);
        Assert.Equal(Two[0].Values, Values(content[^24..]));
    }

    /// <summary>The bytes in the file are those of one that PyTorch was seen to read with <c>weights_only=True</c>, by <c>tests/golden/weights.py</c>.</summary>
    [Fact]
    public void Pytorch_file_holds_what_one_holds_that_pytorch_reads()
    {
        using var folder = new TemporaryFolder();
        WeightFile.Write(folder["w.pt"], Two);
        using ZipArchive written = ZipFile.OpenRead(folder["w.pt"]), seen = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", "weights.pt"));
        Assert.Equal(seen.Entries.Select(entry => entry.FullName), written.Entries.Select(entry => entry.FullName));
        Assert.All(written.Entries.Zip(seen.Entries), pair =>
        {
            Assert.Equal(Content(pair.Second), Content(pair.First));
            Assert.Equal(pair.First.Length, pair.First.CompressedLength);
        });
        Assert.Equal(Two[1].Values, Values(Content(written.GetEntry("weights/data/1")!)));
    }

    [Fact]
    public void Other_endings_are_refused_by_name()
    {
        var error = Assert.Throws<BelamyException>(() => WeightFile.Write("weights.bin", Two));
        Assert.Equal("weights.bin: weights are written as .safetensors, .npz, .pt, .pth; name such a file", error.Message);
    }

    private static Sequential Build(GoldenCase golden, out ParameterStore store)
    {
        store = new ParameterStore();
        var scope = new ParameterScope(store, seed: 1);
        var network = new Sequential(
            new Dense(24), new Reshape(6, 2, 2), new BatchNorm(), new ReLU(), new TransposedConvolution(4, kernel: 4, stride: 2, padding: 1), new InstanceNorm(),
            new ParametricReLU(0.3), new Convolution(3, kernel: 3, padding: 1), new LeakyReLU(0.2), new Flatten(), new Dense(2), new Tanh());
        network.Build(scope, [5]);
        scope.Initialize();
        foreach (string name in golden.Inputs.Keys.Where(name => name != "x"))
        {
            (string path, string leaf) = (name[..name.LastIndexOf('.')], name[(name.LastIndexOf('.') + 1)..]);
            string own = (network.Children[int.Parse(path, System.Globalization.CultureInfo.InvariantCulture)], leaf) switch
            {
                (BatchNorm, "running_mean") => "mean",
                (BatchNorm, "running_var") => "variance",
                (BatchNorm or InstanceNorm, "weight") => "scale",
                (BatchNorm or InstanceNorm, "bias") => "shift",
                (Convolution or TransposedConvolution, "weight") => "kernel",
                (ParametricReLU, _) => "slope",
                _ => leaf,
            };
            float[] values = path is "0" or "10" && leaf == "weight" ? Transposed(golden.Inputs[name]) : Floats(golden.Inputs[name]);
            values.CopyTo(store[$"{path}/{own}"].AsSpan<float>());
        }

        return network;
    }

    private static float[] Forward(Module network, GoldenCase golden) =>
        network.Forward(new ForwardContext { IsTraining = false }, Tensor.Literal(golden.Inputs["x"].Cast(ElementType.Float32))).Evaluate().AsSpan<float>().ToArray();

    private static float[] Floats(NDArray array) => array.Cast(ElementType.Float32).AsSpan<float>().ToArray();

    private static float[] Transposed(NDArray array) => Tensor.Literal(array.Cast(ElementType.Float32)).Transpose().Evaluate().AsSpan<float>().ToArray();

    private static float[] Values(byte[] bytes) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
