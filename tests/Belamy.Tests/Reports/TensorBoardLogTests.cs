using System.Buffers.Binary;
using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Reports.TensorBoard;
using Belamy.Runs;
using Belamy.Tensors;
using Belamy.Training;
using Tensorboard;
using Summary = Tensorboard.Summary;

namespace Belamy.Tests.Reports;

/// <summary>Event files as TorchSharp's classes of TensorBoard's messages read them.</summary>
public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_forTensorBoard_writesWhatItShows()
    {
        Train("run", steps: 10, board: true);
        Event[] events = Read("run").Single();
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.All(events, one => Assert.InRange(DateTime.UtcNow - DateTime.UnixEpoch.AddSeconds(one.WallTime), TimeSpan.Zero, TimeSpan.FromMinutes(10)));
        ILookup<string, (long Step, Summary.Types.Value Value)> values = events.Where(one => one.Summary is not null).SelectMany(one => one.Summary.Value.Select(value => (one.Step, value))).ToLookup(one => one.value.Tag);

        IReadOnlyDictionary<string, double> logged = RunFolder.Open(_folder["run"]).Log.ReadMetrics()[^1];
        Assert.Equal([5, 10], values["loss/generator"].Select(one => one.Step));
        Assert.Equal(logged["generator-loss"], values["loss/generator"].Last().Value.SimpleValue, 1e-5);
        Assert.Equal(2, values["accuracy/real"].Count());
        Assert.Equal(2, values["sample/diversity"].Count());

        Summary.Types.Image picture = values["samples"].Last().Value.Image;
        byte[] saved = File.ReadAllBytes(_folder["run/samples/step-000010.png"]);
        Assert.Equal(saved, picture.EncodedImageString.ToByteArray());
        Image decoded = Image.Load(_folder["run/samples/step-000010.png"]);
        Assert.Equal((decoded.Width, decoded.Height, decoded.Channels), (picture.Width, picture.Height, picture.Colorspace));

        using TrainedGenerator trained = Gan.Open(_folder["run"]);
        foreach (Player player in trained.Game.Game.Players)
        {
            foreach (Parameter parameter in player.Parameters)
            {
                HistogramProto histogram = values[$"weights of {player.Name}/{parameter.Name}"].Last().Value.Histo;
                Assert.Equal(parameter.Shape.Count, histogram.Num);
                Assert.Equal(parameter.Shape.Count, histogram.Bucket.Sum());
                Assert.Equal(histogram.Bucket.Count, histogram.BucketLimit.Count);
                Assert.Equal(parameter.AsSpan<float>().ToArray().Max(), histogram.Max, 1e-6);
                Assert.Equal(parameter.AsSpan<float>().ToArray().Sum(value => (double)value * value), histogram.SumSquares, 1e-3);
            }
        }

        Assert.Equal(64, values["scores/real"].Last().Value.Histo.Num);
        Assert.Equal(25, values["scores/generated"].Last().Value.Histo.Num);
        Summary.Types.Value recipe = values["recipe"].Single().Value;
        Assert.Equal(("text", DataType.DtString), (recipe.Metadata.PluginData.PluginName, recipe.Tensor.Dtype));
        Assert.Contains("| latent | 4 |", recipe.Tensor.StringVal.Single().ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public void Train_thatIsResumed_replacesWhatCameAfter()
    {
        Train("run", steps: 5, board: true);
        Train("run", steps: 10, board: true);
        Event[][] files = Read("run");
        Assert.Equal(2, files.Length);
        Assert.Equal((6, SessionLog.Types.SessionStatus.Start), (files[1][1].Step, files[1][1].SessionLog.Status));
        Assert.All(files[1].Where(one => one.Summary is not null).Skip(1), one => Assert.True(one.Step > 5));
    }

    [Fact]
    public void Train_forTensorBoard_learnsTheSame()
    {
        Train("with", steps: 10, board: true);
        Train("without", steps: 10, board: false);
        Assert.Equal(File.ReadAllBytes(_folder["without/checkpoints/step-000010.safetensors"]), File.ReadAllBytes(_folder["with/checkpoints/step-000010.safetensors"]));
        Assert.False(Directory.Exists(_folder["without/tensorboard"]));
    }

    [Theory]
    [InlineData("generator-loss", "loss/generator")]
    [InlineData("discriminator-movement", "movement/discriminator")]
    [InlineData("accuracy-real", "accuracy/real")]
    [InlineData("sample-nearest", "sample/nearest")]
    [InlineData("kl", "kl")]
    public void Grouped_ofAName_putsItsGroupBefore(string name, string grouped) => Assert.Equal(grouped, TensorBoardLog.Grouped(name));

    private void Train(string name, long steps, bool board)
    {
        Dataset data = Datasets.Digits();
        RunFolder folder = RunFolder.Exists(_folder[name])
            ? RunFolder.Open(_folder[name])
            : RunFolder.Create(_folder[name], RunDescription.Create(Models.Mlp with { Width = 1, Latent = 4, Batch = 2 }, data, steps: steps));
        Gan.Play(folder, data, new TrainingOptions { Steps = steps, MetricsEvery = 5, SamplesEvery = 5, TensorBoard = board }, cancellationToken: TestContext.Current.CancellationToken).Dispose();
    }

    private Event[][] Read(string name) => [.. Directory.GetFiles(_folder[$"{name}/tensorboard"]).Order(StringComparer.Ordinal).Select(file =>
    {
        Assert.Contains(".tfevents.", file, StringComparison.Ordinal);
        return Records(File.ReadAllBytes(file)).ToArray();
    })];

    private static IEnumerable<Event> Records(byte[] content)
    {
        for (int at = 0; at < content.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(at));
            Assert.Equal(Masked(content.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at + 8)));
            Assert.Equal(Masked(content.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at + 12 + length)));
            yield return Event.Parser.ParseFrom(content, at + 12, length);
            at += 16 + length;
        }
    }

    // Bit by bit, by the polynomial: another way than the file's own.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint sum = Crc32C(bytes);
        return ((sum >> 15) | (sum << 17)) + 0xA282EAD8;
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte one in bytes)
        {
            sum ^= one;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0x82F63B78;
        }

        return ~sum;
    }

    [Fact]
    public void Crc32C_ofTheDigits_isThePublishedOne() => Assert.Equal(0xE3069283, Crc32C("123456789"u8));
}
