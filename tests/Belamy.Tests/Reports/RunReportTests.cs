using System.Net;
using System.Text.RegularExpressions;
using Belamy.Data;
using Belamy.Imaging;
using Belamy.Reports;
using Belamy.Runs;

namespace Belamy.Tests.Reports;

public sealed partial class RunReportTests(ReportFixture fixture) : IClassFixture<ReportFixture>
{
    private const int MostBytes = 8_000_000;

    [Fact]
    public void Write_ofOneRun_tellsAllOfItsLife()
    {
        string page = fixture.Write(fixture.First);
        string[] headings = [.. Heading().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];
        Assert.Equal(["What it makes", "How it learned", "Curves", "How good it is", "Diagnosis", "Does it copy?", "Settings", "Make it again"], headings);
        Assert.Contains(WebUtility.HtmlEncode(Models.Find("mlp").Publication.Sentence), page, StringComparison.Ordinal);
        Assert.Contains(fixture.First.Description.DataFingerprint, page, StringComparison.Ordinal);
        Assert.Contains($"<dd>{RunDescription.CurrentVersion}</dd>", page, StringComparison.Ordinal);
        Assert.Contains("12 of 12 steps", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 1, MostBytes);
    }

    [Fact]
    public void Write_ofSeveral_comparesThem()
    {
        string page = fixture.Write(fixture.First, fixture.Second);
        string[] headings = [.. Heading().Matches(page).Select(match => match.Groups[1].Value)];
        Assert.Equal(["Samples", "Curves", "Settings that differ", "Diagnosis", "Make it again"], headings);
        Assert.Contains("Of the same latent vectors, in the same places.", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">objective</th><td>non-saturating</td><td>least-squares</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">width</th>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_whateverItIsOf_isWholeInItself()
    {
        string page = fixture.Write(fixture.First) + fixture.Write(fixture.First, fixture.Second);
        Assert.All(Address().Matches(page), address => Assert.StartsWith("data:", address.Groups[1].Value, StringComparison.Ordinal));
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ofNamesThatLookLikeMarkup_escapesThem()
    {
        string page = fixture.Write(fixture.First);
        Assert.DoesNotContain("a<b>", page, StringComparison.Ordinal);
        Assert.Contains("a&lt;b&gt; &amp; &quot;c&quot;", page, StringComparison.Ordinal);
        // Whatever is opened is closed again, in the order of its opening.
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(Style().Replace(page, "")))
        {
            string name = tag.Groups[2].Value;
            if (tag.Groups[1].Value == "/")
                Assert.Equal(open.Pop(), name);
            else if (name is not ("meta" or "img"))
                open.Push(name);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Write_whereDataAreGone_leavesThemOut()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["pictures"]);
        for (int at = 0; at < 4; at++)
            new Image(8, 8, 1).SavePng(folder[$"pictures/{at}.png"]);
        Gan.Train(Models.Mlp with { Width = 1, Latent = 2, Batch = 2 }, Datasets.Open(folder["pictures"], new DataOptions { Size = new(8, 8) }), steps: 2, folder: folder["run"], cancellationToken: TestContext.Current.CancellationToken).Dispose();
        Directory.Delete(folder["pictures"], recursive: true);
        RunReport.Write(folder["page.html"], [RunFolder.Open(folder["run"])]);
        string page = File.ReadAllText(folder["page.html"]);
        Assert.DoesNotContain("Does it copy?", page, StringComparison.Ordinal);
        Assert.Contains("What it makes", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_thatIsStopped_writesNothing()
    {
        Assert.Throws<OperationCanceledException>(() => RunReport.Write(fixture.PathOf("stopped.html"), [fixture.First], new ReportOptions { CancellationToken = new CancellationToken(canceled: true) }));
        Assert.False(File.Exists(fixture.PathOf("stopped.html")));
    }

    [Theory]
    [InlineData(3, 16, 3)]
    [InlineData(16, 16, 16)]
    [InlineData(25, 16, 16)]
    [InlineData(1000, 16, 16)]
    [InlineData(7, 2, 2)]
    public void Timeline_ofManyPictures_showsTheFirstAndTheLastAndMoreOfTheBeginning(int saved, int most, int expected)
    {
        IReadOnlyList<SampleFile> chosen = Timeline.Choose([.. Enumerable.Range(1, saved).Select(at => new SampleFile($"{at}", at))], most);
        Assert.Equal(expected, chosen.Count);
        Assert.Equal(1, chosen[0].Step);
        Assert.Equal(saved, chosen[^1].Step);
        Assert.Equal(chosen.OrderBy(file => file.Step), chosen);
        if (saved > 10 * most)
            Assert.True(chosen.Count(file => file.Step < saved / 2) > most / 2);
    }

    [GeneratedRegex("<h2>(.*?)</h2>")]
    private static partial Regex Heading();

    [GeneratedRegex("(?:src|href)=\"(.{0,20})")]
    private static partial Regex Address();

    [GeneratedRegex("<(/?)([a-z0-9]+)[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<style>.*?</style>|<!doctype html>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
