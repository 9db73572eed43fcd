using Belamy.Data;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Tests.Games;

/// <summary>What a machine cannot hold is refused before it is begun, in one line that names what it can.</summary>
public sealed class MemoryLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Estimate_adds_state_twice_programs_and_data()
    {
        using var game = new AssembledGame(Models.Dcgan, Datasets.Digits());
        MemoryEstimate estimate = MemoryEstimate.Of(game, Datasets.Digits());
        Assert.Equal(game.Game.StateBytes, estimate.State);
        Assert.True(estimate.Programs > game.Game.ProgramBytes, "the generator's program is part of it");
        Assert.Equal(10_000 * 784, estimate.Data);
        Assert.Equal((2 * estimate.State) + estimate.Programs + estimate.Data, estimate.Total);
        Assert.True(estimate.Fits(estimate.Total * 2));
        Assert.False(estimate.Fits(estimate.Total));
    }

    [Fact]
    public void Require_too_large_a_batch_names_one_that_fits()
    {
        using var game = new AssembledGame(Models.Dcgan with { Batch = 1024 }, new Shape(1, 28, 28), 10, Datasets.Digits(), initialize: false);
        long needed = MemoryEstimate.Of(game, Datasets.Digits()).Total;
        var error = Assert.Throws<BelamyException>(() => MemoryLimit.Require(game, Datasets.Digits(), needed / 2));
        Assert.Matches("^dcgan on items of .1, 28, 28.: training takes .* of memory .*, and this machine has .*; what fits: batch=256$", error.Message);
    }

    [Fact]
    public void Require_names_the_setting_that_was_raised()
    {
        using var game = new AssembledGame(Models.Dcgan with { Width = 256 }, new Shape(1, 28, 28), 10, Datasets.Digits(), initialize: false);
        var error = Assert.Throws<BelamyException>(() => MemoryLimit.Require(game, Datasets.Digits(), 1_000_000_000));
        Assert.Matches("what fits: .*width=(64|128)$", error.Message);
        Assert.DoesNotContain("latent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_of_pictures_names_a_size()
    {
        for (int picture = 0; picture < 2; picture++)
            new Image(64, 64, 1).SavePng(_folder[$"pictures/{picture}.png"]);
        PictureFolder data = PictureFolder.Open(_folder["pictures"], new DataOptions { Size = 128 });
        using var game = new AssembledGame(Models.Dcgan, new Shape(data.ItemShape), 0, data, initialize: false);
        var error = Assert.Throws<BelamyException>(() => MemoryLimit.Require(game, data, 700_000_000));
        Assert.Contains("a size of 64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Game_with_a_network_larger_than_any_can_be_is_refused_with_what_fits()
    {
        var error = Assert.Throws<BelamyException>(() => new AssembledGame(Models.Dcgan with { Width = 60_000 }, Datasets.Digits()));
        Assert.Contains("larger than any can be", error.Message, StringComparison.Ordinal);
        Assert.Matches("what fits: width=[0-9]+$", error.Message);
    }

    [Fact]
    public void Train_refuses_before_it_writes()
    {
        string run = _folder["run"];
        Assert.Throws<BelamyException>(() => Gan.Train(Models.Dcgan with { Replay = 10_000_000 }, Datasets.Digits(), steps: 1, folder: run, cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(run));
    }

    [Fact]
    public void Train_cancelled_while_it_compiles_writes_nothing()
    {
        string run = _folder["run"];
        using var cancellation = new CancellationTokenSource();
        void Cancel(TrainingProgress progress)
        {
            if (progress.Compiled > 0.5)
                cancellation.Cancel();
        }

        Assert.Throws<OperationCanceledException>(() => Gan.Train(Models.Dcgan, Datasets.Digits(), steps: 1, folder: run, progress: Cancel, cancellationToken: cancellation.Token));
        Assert.False(Directory.Exists(run));
    }

    [Theory]
    [InlineData("width=100000")]
    [InlineData("latent=1000000000")]
    [InlineData("batch=2147483647")]
    [InlineData("pretraining=2147483647")]
    [InlineData("unrolling=1000")]
    [InlineData("generator.accumulation=2147483647")]
    [InlineData("discriminator-moves=2147483647")]
    public void Validate_numbers_that_never_end_are_out_of_range(string setting)
    {
        var error = Assert.Throws<BelamyException>(() => Models.Dcgan.With(setting).Validate());
        Assert.StartsWith($"{setting}: must be at least", error.Message, StringComparison.Ordinal);
    }
}
