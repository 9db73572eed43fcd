using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy export</c>: its options.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string?> run = RunArgument.Create();
        Option<string?> output = OptionKinds.Text("--out", "A file for one function, such as generator.onnx, or a folder for all; exported/ in the run's folder by default.", "PATH");
        Option<ExportFormat?> format = OptionKinds.Choice<ExportFormat>("--format", "onnx for functions; safetensors, npz or pytorch for the weights of all networks. By default what the ending of --out says, else onnx.");
        Option<string?> function = OptionKinds.Text("--function", "What to export: sample, translate, classify …; for a file the first by default, for a folder all.", "NAME");
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("export", "Write what a run has learned as ONNX files or as weights, for other programs and languages.") { run, output, format, function, best, threads };
        command.Notes =
        [
            "A file holds one function of the run: its networks with averaged weights where samples are made with them, for any number of items at a time.",
            "What a function draws at random is an input, called noise. What each input is, and how values become pixels, is said in the file.",
            "Before it is written, each file is run by ONNX Runtime on 64 inputs; where that differs from Belamy by more than 0.0001, nothing is written.",
        ];
        command.Examples =
        [
            ("belamy export digits --out generator.onnx", "the generator: latent vectors in, pictures out"),
            ("belamy export digits --out networks/", "all that the run can do: sample.onnx, score.onnx"),
            ("belamy export digits --out digits.pt", "the weights of all networks, named as PyTorch's state_dict names them"),
            ("belamy export facades-pix2pix --function translate --out translate.onnx", "one of several functions"),
        ];
        command.SetAction(parsed => ExportAction.Run(new ExportRequest(RunArgument.Resolve(parsed.GetValue(run)))
        {
            Output = parsed.GetValue(output),
            Format = parsed.GetValue(format),
            Function = parsed.GetValue(function),
            Best = parsed.GetValue(best),
            Threads = (int?)parsed.GetValue(threads),
        }));
        return command;
    }
}
