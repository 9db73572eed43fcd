using Belamy.Data;
using Belamy.Runs;

namespace Belamy.Tests.Runs;

public sealed class RunCommandLineTests
{
    [Fact]
    public void Of_a_run_says_what_differs_from_the_model_and_the_seed()
    {
        RunDescription description = RunDescription.Create(Models.Lsgan with { Width = 3, Batch = 8, Seed = 7 }, Datasets.Digits(), steps: 12);
        Assert.Equal(
            ["train", "digits", "--model", "lsgan", "--set", "width=3", "--batch", "8", "--seed", "7", "--steps", "12"],
            RunCommandLine.Of(description with { Measurement = null }));
    }

    [Fact]
    public void Of_a_run_of_time_takes_the_steps_it_made_and_its_measures()
    {
        RunDescription description = RunDescription.Create(Models.Mlp, Datasets.Digits()) with { Measurement = new MeasurementPlan(["frechet-distance"], 500, "pixels") };
        Assert.Equal(
            ["train", "digits", "--model", "mlp", "--seed", "1", "--steps", "34", "--metrics", "frechet-distance", "--measure-every", "500", "--features", "pixels"],
            RunCommandLine.Of(description, steps: 34));
    }

    [Fact]
    public void Of_networks_of_ones_own_is_nothing() =>
        Assert.Null(RunCommandLine.Of(RunDescription.Create(new Adversarial { Networks = Models.Dcgan.Networks with { Name = "mine" } }, Datasets.Digits())));

    [Fact]
    public void Quote_quotes_what_a_shell_would_part() =>
        Assert.Equal(OperatingSystem.IsWindows() ? "belamy train \"my photos\" --size 64" : "belamy train 'my photos' --size 64", RunCommandLine.Quote(["train", "my photos", "--size", "64"]));
}
