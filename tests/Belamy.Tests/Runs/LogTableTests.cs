using Belamy.Runs;

namespace Belamy.Tests.Runs;

public sealed class LogTableTests
{
    [Fact]
    public void Of_aLog_bringsMeasuresAndNumbersOfAStepTogether()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["metrics.jsonl"], """
            {"step":10,"generator-loss":0.5,"seconds":0.1}
            {"step":10,"metric":"frechet-distance","name":"Fréchet distance, \"pixels\"","value":12.5,"better":"lower","features":"pixels","generated":100,"real":200,"split":"all","seconds":0.2}
            {"step":20,"generator-loss":0.25,"accuracy-real":1e-7}
            {"step":20,"finding":"collapse","severity":"warning","sentence":"It fell.","advice":"Lift it."}

            """);
        LogTable table = LogTable.Of(new RunLog(folder["metrics.jsonl"]));
        Assert.Equal(["step", "generator-loss", "seconds", "accuracy-real", "Fréchet distance, \"pixels\""], table.Columns);
        using var text = new StringWriter();
        table.WriteCsv(text);
        Assert.Equal("step,generator-loss,seconds,accuracy-real,\"Fréchet distance, \"\"pixels\"\"\"\n10,0.5,0.1,,12.5\n20,0.25,,1E-07,\n", text.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Of_noLog_isItsHeadAlone()
    {
        using var text = new StringWriter();
        LogTable.Of(new RunLog("nowhere/metrics.jsonl")).WriteCsv(text);
        Assert.Equal("step\n", text.ToString());
    }
}
