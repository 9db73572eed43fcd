using System.Text;
using System.Text.Json.Nodes;
using Belamy.Imaging;

namespace Belamy.Cli.Tests.Processes;

/// <summary>Every command over names that a terminal would obey: none of them comes out as it is.</summary>
public sealed class HostileTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    // An escape, a bell, a C1 control, an override of direction, an end of a line, and markup.
    private const string Evil = "ev\u001b[31m\a\u009bil\u202e\n[red]x";

    /// <summary>Line by line; EVIL stands for the text, RUN and OTHER for runs, DATA and PICTURE for a folder and a file of that name.</summary>
    private static readonly string[] Lines =
    [
        "train DATA --dry-run",
        "train EVIL",
        "train digits --set EVIL=1",
        "train digits --set batch=EVIL",
        "train digits --set objective=EVIL",
        "train digits --model EVIL",
        "train digits --out OTHER",
        "train digits --metrics EVIL",
        "train digits --features EVIL",
        "train digits --steps EVIL",
        "train DATA --from RUN --steps 1 --dry-run",
        "train digits --from OTHER --steps 41",
        "train digits --from EVIL --steps 41",
        "train DATA --model mlp --batch 2 --set width=1 latent=4 --steps 2 --size 8 --out EVIL",
        "train --resume RUN --steps 31",
        "train --resume OTHER --steps 31",
        "sweep DATA --vary EVIL",
        "sweep digits --vary EVIL=1,2 --steps 2",
        "sweep EVIL --vary seed=1,2 --steps 2",
        "sweep DATA --model mlp --batch 2 --set width=1 latent=4 --size 8 --vary seed=1,2 --steps 2 --metrics swd --features pixels --out EVIL7",
        "sample RUN --count 2 --out PICTURE",
        "sample RUN --out EVIL/EVIL.EVIL",
        "sample OTHER",
        "sample RUN --class EVIL",
        "apply RUN PICTURE",
        "apply RUN EVIL",
        "apply RUN PICTURE --function EVIL",
        "apply RUN DATA --function score --out EVIL3",
        "judge RUN PICTURE --out EVIL4.png",
        "judge RUN EVIL",
        "classify RUN PICTURE",
        "interpolate RUN --out EVIL.png",
        "directions RUN --out EVIL.png",
        "project RUN PICTURE --steps 1 --restarts 1 --out EVIL2.png",
        "project RUN EVIL",
        "evaluate RUN --metrics nearest-image --features pixels --count 5",
        "evaluate RUN --metrics EVIL",
        "evaluate RUN --metrics fid --features EVIL.onnx --count 5",
        "evaluate OTHER",
        "evaluate RUN --json --metrics nearest-image --features pixels --count 5",
        "reproduce EVIL",
        "reproduce gan --out EVIL --location EVIL",
        "doctor RUN",
        "doctor OTHER",
        "doctor EVIL",
        "explain RUN",
        "explain OTHER",
        "explain EVIL",
        "report RUN --out EVIL5.html",
        "report RUN OTHER --out EVIL6.html",
        "report EVIL",
        "film RUN --out EVIL.gif",
        "film EVIL",
        "log RUN",
        "log RUN --csv",
        "log RUN --csv --out EVIL.csv",
        "log EVIL",
        "export RUN --out EVIL.onnx",
        "export RUN --function EVIL",
        "export EVIL",
        "studio --port EVIL",
        "runs",
        "runs EVIL",
        "models",
        "models EVIL",
        "data",
        "data EVIL",
        "data inspect DATA",
        "data inspect EVIL",
        "EVIL",
        "--EVIL",
        "train --EVIL",
        "sample RUN EVIL --debug",
    ];

    [Fact]
    public void Every_command_shows_hostile_names_without_a_control_character()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files cannot be named so there.");
        using TemporaryFolder home = Prepare();
        foreach (string line in Lines)
        {
            string[] arguments = [.. line.Split(' ').Select(word => word
                .Replace("RUN", "runs/" + Evil, StringComparison.Ordinal)
                .Replace("OTHER", "runs/other", StringComparison.Ordinal)
                .Replace("DATA", Evil + "-data", StringComparison.Ordinal)
                .Replace("PICTURE", Evil + ".png", StringComparison.Ordinal)
                .Replace("EVIL", Evil, StringComparison.Ordinal))];
            BelamyProcess.Outcome outcome = BelamyProcess.Run(home.Path, arguments);
            foreach (string said in (string[])[outcome.Output, outcome.Error])
            {
                Assert.True(!said.Any(IsObeyed), $"{line}: {said}");
                // An end of a line in a name begins no line, but in the many lines of --debug.
                Assert.True(line.Contains("--debug", StringComparison.Ordinal) || !said.Contains("\n[red]", StringComparison.Ordinal), $"{line}: {said}");
            }

            Assert.True(outcome.Code is ExitCode.Success or ExitCode.Failure, $"{line}: {outcome}");
            if (outcome.Code == ExitCode.Failure && !line.Contains("--debug", StringComparison.Ordinal))
                Assert.True(outcome.Error.TrimEnd('\n').Split('\n').All(one => one.StartsWith("belamy: ", StringComparison.Ordinal)), $"{line}: {outcome.Error}");
        }
    }

    [Fact]
    public void Every_command_is_walked()
    {
        string help = BelamyProcess.Run(trained.Home, "--help").Output;
        string[] commands = [.. help[help.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Where(line => line[2] != ' ').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0])];
        Assert.True(commands.Length >= 11);
        Assert.All(commands.Except(["help"]), command => Assert.Contains(Lines, line => line.StartsWith(command, StringComparison.Ordinal)));
    }

    private static bool IsObeyed(char character) => (char.IsControl(character) && character is not ('\n' or '\t')) || character is '\u202e' or '\u2066' or '\u2028';

    private TemporaryFolder Prepare()
    {
        TemporaryFolder home = trained.Copy();
        string run = home["runs/" + Evil], other = home["runs/other"];
        TemporaryFolder.Copy(home["runs/tiny"], other);
        Directory.Move(home["runs/tiny"], run);
        File.AppendAllLines(
            Path.Combine(run, "metrics.jsonl"),
            [
                new JsonObject { ["step"] = 30, ["finding"] = Evil, ["severity"] = "warning", ["sentence"] = Evil, ["advice"] = Evil }.ToJsonString(),
                new JsonObject { ["step"] = 30, [Evil + "-loss"] = 1 }.ToJsonString(),
                Evil,
            ]);
        // A tensor of such a name, that needs more bytes than there are.
        byte[] header = Encoding.UTF8.GetBytes(new JsonObject { [Evil] = new JsonObject { ["dtype"] = "F32", ["shape"] = new JsonArray(9), ["data_offsets"] = new JsonArray(0, 4) } }.ToJsonString());
        File.WriteAllBytes(Path.Combine(run, "checkpoints", "step-000040.safetensors"), [.. BitConverter.GetBytes((long)header.Length), .. header, 0, 0, 0, 0]);

        string description = Path.Combine(other, "run.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(description))!;
        root["model"] = Evil;
        root["data"]!["source"] = Evil;
        root["data"]!["location"] = Evil;
        root["settings"]![Evil] = Evil;
        File.WriteAllText(description, root.ToJsonString());

        foreach (string name in (string[])["a" + Evil, "b" + Evil])
        {
            string pictures = Path.Combine(home[Evil + "-data"], name);
            Directory.CreateDirectory(pictures);
            new Image(8, 8, 1).SavePng(Path.Combine(pictures, Evil + ".png"));
            new Image(8, 8, 1).SavePng(Path.Combine(pictures, "other.png"));
            byte[] png = File.ReadAllBytes(Path.Combine(pictures, "other.png"));
            // The second chunk's type becomes one that a terminal would obey.
            "\u001b[mx"u8.CopyTo(png.AsSpan(37));
            File.WriteAllBytes(Path.Combine(pictures, Evil + "-damaged.png"), png);
        }

        return home;
    }
}
