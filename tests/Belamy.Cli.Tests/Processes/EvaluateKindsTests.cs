using System.Text.Json;

namespace Belamy.Cli.Tests.Processes;

/// <summary>What is no picture is measured: tables with rows held out, sounds by their spectrograms, films, and texts by nothing.</summary>
public sealed class EvaluateKindsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_measured_beside_the_test_part_of_their_table()
    {
        WriteTable("census/train.csv", 0, 300);
        WriteTable("census/test.csv", 300, 200);
        Train("census");
        JsonElement[] values = Measure("evaluate", "run", "--metrics", "dcr,tstr", "--count", "100", "--json");
        Assert.Equal(["closest-record", "closest-record", "closest-record", "train-on-synthetic", "train-on-synthetic"], values.Select(value => value.GetProperty("metric").GetString()));
        Assert.All(values, value => Assert.Equal("train", value.GetProperty("split").GetString()));
        Assert.Contains("100 held-out rows tested on", values[3].GetProperty("note").GetString(), StringComparison.Ordinal);
        // The same rows by name.
        Assert.Equal(Notes(values), Notes(Measure("evaluate", "run", "--held-out", "census/test.csv", "--metrics", "dcr,tstr", "--count", "100", "--json")));
        // Rows that were learned from are no nearer than themselves.
        JsonElement[] learned = Measure("evaluate", "run", "--held-out", "census/train.csv", "--metrics", "dcr", "--count", "100", "--json");
        Assert.Equal(0.5, learned[0].GetProperty("value").GetDouble());

        string text = Run("evaluate", "run", "--count", "100").Output;
        Assert.Contains("column shapes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Fréchet", text, StringComparison.Ordinal);
        Refuse("--held-out: --split test compares with rows held out already", "evaluate", "run", "--split", "test", "--held-out", "census/test.csv");

        // Rows that anything made, as a file.
        Run("sample", "run", "--count", "60", "--out", "made.csv");
        JsonElement made = Assert.Single(Measure("evaluate", "made.csv", "--against", "census", "--metrics", "table-detection", "--json"));
        Assert.Equal((60, 60), (made.GetProperty("generated").GetInt32(), made.GetProperty("real").GetInt32()));
        Refuse("--numbers age: what", "evaluate", "run", "--against", "census/test.csv", "--numbers", "age");
        Refuse("--rate 8000: says how a folder or file of --against is read", "evaluate", "run", "--rate", "8000");
    }

    [Fact]
    public void Rows_without_a_test_part_say_how_to_name_some()
    {
        WriteTable("census.csv", 0, 60);
        Train("census.csv");
        Refuse("--metrics closest-record: it needs rows that the samples have not learned from; name some with --held-out", "evaluate", "run", "--metrics", "dcr");
        File.WriteAllText(_folder["other.csv"], "height,income\n3,low\n4,high\n");
        Refuse("has no column age; it has height, income", "evaluate", "run", "--metrics", "dcr", "--held-out", "other.csv");
    }

    [Fact]
    public void Sounds_are_measured_by_their_spectrograms()
    {
        Run("train", "tones", "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "2", "--out", "run");
        JsonElement[] values = Measure("evaluate", "run", "--features", "pixels", "--metrics", "kid,nearest-image", "--count", "40", "--json");
        Assert.All(values, value => Assert.Equal((40, 40, "pixels"), (value.GetProperty("generated").GetInt32(), value.GetProperty("real").GetInt32(), value.GetProperty("features").GetString())));
        Assert.Contains("beside tones as spectrograms, 10,000 items", Run("evaluate", "run", "--features", "pixels", "--metrics", "kid", "--count", "40").Output, StringComparison.Ordinal);
        Run("sample", "run", "--count", "12", "--out", "made/");
        values = Measure("evaluate", "made", "--against", "tones", "--features", "pixels", "--metrics", "swd", "--count", "40", "--json");
        Assert.Equal(12, values[0].GetProperty("generated").GetInt32());
        Refuse("--features run: sounds are compared by their spectrograms", "evaluate", "run", "--features", "run");
    }

    [Fact]
    public void Texts_are_measured_by_their_words_alone()
    {
        File.WriteAllLines(_folder["texts.txt"], Enumerable.Range(0, 20).Select(at => $"the cat {at} sat on the mat"));
        JsonElement[] values = Measure("evaluate", "texts.txt", "--against", "texts.txt", "--json");
        Assert.Equal(["BLEU-2", "BLEU-3", "BLEU-4", "self-BLEU-4"], values.Select(value => value.GetProperty("name").GetString()));
        Assert.Equal(1, values[2].GetProperty("value").GetDouble());
        Refuse("--metrics frechet-distance: it needs values that are amounts", "evaluate", "texts.txt", "--against", "texts.txt", "--metrics", "fid");
    }

    private static IEnumerable<string> Notes(JsonElement[] values) => values.Select(value => $"{value.GetProperty("value").GetDouble()} {(value.TryGetProperty("note", out JsonElement note) ? note.GetString() : "")}");

    private void WriteTable(string name, int first, int count)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllLines(_folder[name], Enumerable.Range(first, count).Select(at => $"{20 + at * 7 % 50}.5,{(at % 3 == 0 ? "high" : "low")},{"abc"[at * 5 % 3]}").Prepend("age,income,group"));
    }

    private void Train(string data) => Run("train", data, "--model", "mlp", "--batch", "2", "--set", "width=1", "latent=4", "--steps", "3", "--out", "run");

    private JsonElement[] Measure(params string[] line)
    {
        using JsonDocument json = JsonDocument.Parse(Run(line).Output);
        return [.. json.RootElement.GetProperty("metrics").Clone().EnumerateArray()];
    }

    private BelamyProcess.Outcome Run(params string[] line)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, line);
        Assert.True(outcome.Code == ExitCode.Success, outcome.Error);
        return outcome;
    }

    private void Refuse(string message, params string[] line)
    {
        BelamyProcess.Outcome outcome = BelamyProcess.Run(_folder.Path, line);
        Assert.Equal(ExitCode.Failure, outcome.Code);
        Assert.Contains(message, Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
