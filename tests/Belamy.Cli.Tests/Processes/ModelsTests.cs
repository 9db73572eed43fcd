using Belamy.Reproduction;

namespace Belamy.Cli.Tests.Processes;

public sealed class ModelsTests
{
    [Fact]
    public void Models_tell_card_year_and_last_verdict_of_each()
    {
        using var folder = new TemporaryFolder();
        var log = new ReproductionLog(folder["docs/reproductions.jsonl"]);
        log.Append(VerdictOn("dcgan", Protocol.Scaled, isReached: false));
        log.Append(VerdictOn("dcgan", Protocol.Full, isReached: true));
        log.Append(VerdictOn("cgan", Protocol.Scaled, isReached: true));
        log.Append(VerdictOn("cgan", Protocol.Scaled, isReached: false));
        log.Append(VerdictOn("wgan", Protocol.Scaled, isReached: true, fingerprint: "earlier"));
        log.Append(VerdictOn("sgan", Protocol.Scaled, isReached: false, fingerprint: "earlier"));
        log.Append(VerdictOn("vae", Protocol.Scaled, isReached: true, form: 0));
        // Too short to be judged, so it takes nothing from the verdict before.
        log.Append(VerdictOn("wgan", Protocol.Quick, isReached: null));
        log.Append(VerdictOn("mlp", Protocol.Quick, isReached: null));

        IReadOnlyDictionary<string, string[]> rows = Rows(folder);

        Assert.Equal(Models.All.Select(model => model.Name), rows.Keys);
        Assert.Equal(["dcgan", "A3", "2015", "works"], rows["dcgan"]);
        Assert.Equal(["cgan", "B1", "2014", "missed"], rows["cgan"]);
        Assert.Equal(["wgan", "A5", "2017", "works *"], rows["wgan"]);
        Assert.Equal(["sgan", "A8", "2016", "missed *"], rows["sgan"]);
        Assert.Equal("by an earlier check", rows["vae"][3]);
        // No publication on arXiv, and none of one's own verdicts: there is the one that the command came with.
        Assert.Equal(["mlp", "A2", "2017", Packed("mlp")], rows["mlp"]);
        Assert.Equal(["naive-bayes", "K2", "1961", Packed("naive-bayes")], rows["naive-bayes"]);
    }

    [Fact]
    public void Models_without_a_log_have_the_verdicts_that_the_command_came_with()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyDictionary<string, string[]> rows = Rows(folder);
        Assert.All(Models.All, model => Assert.Equal(Packed(model.Name), rows[model.Name][3]));
        Assert.Contains(Models.All, model => Packed(model.Name) != "none yet");
    }

    /// <summary>The verdict that the command came with, in words.</summary>
    private static string Packed(string model)
    {
        using Stream packed = typeof(ExitCode).Assembly.GetManifestResourceStream(ReproductionLog.FileName)!;
        using var reader = new StreamReader(packed);
        return ReproductionLog.Latest(ReproductionLog.Parse(reader.ReadToEnd(), ReproductionLog.FileName), model) is { } verdict
            ? ReproductionPage.Words(verdict) + (ReproductionPage.Words(Models.Find(model), verdict) == ReproductionPage.Words(verdict) ? "" : " *")
            : "none yet";
    }

    /// <summary>The cells of the table by the name of the model, its columns found by their heads.</summary>
    private static Dictionary<string, string[]> Rows(TemporaryFolder folder)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(folder.Path, "models");
        Assert.Equal("", outcome.Error);
        Assert.Equal(ExitCode.Success, outcome.Code);
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] heads = ["model", "card", "year", "verdict"];
        int[] starts = [.. heads.Select(head => lines[0].IndexOf(head, StringComparison.Ordinal))];
        Assert.Equal(string.Concat(heads), string.Concat(Cut(lines[0])));
        return lines.Skip(1).Take(Models.All.Count).Select(Cut).ToDictionary(cells => cells[0]);

        string[] Cut(string line) => [.. starts.Select((start, at) => line[start..(at + 1 < starts.Length ? starts[at + 1] : line.Length)].TrimEnd())];
    }

    private static Verdict VerdictOn(string model, Protocol protocol, bool? isReached, string? fingerprint = null, int form = Verdict.CurrentForm) => new()
    {
        Model = model,
        Data = "data of the check",
        Protocol = protocol,
        Description = "steps",
        Form = form,
        Findings = [new Finding("figure", "", "≥ 1", [1], isReached) { Evidence = Evidence.Works }],
        Seed = 1,
        Seconds = 1,
        Fingerprint = fingerprint ?? Reproductions.FingerprintOf(Models.Find(model), protocol),
        Version = "1",
    };
}
