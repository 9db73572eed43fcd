using System.Globalization;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Objectives;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy apply</c> was asked for.</summary>
internal sealed record ApplyRequest
{
    public required string Run { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public string? Function { get; init; }

    public string? Output { get; init; }

    public string? Truth { get; init; }

    public long? Seed { get; init; }

    public bool Best { get; init; }

    public int? Threads { get; init; }
}

/// <summary>What <c>belamy apply</c> does: reads files, applies a function of the run, and writes or prints what it gives.</summary>
internal static class ApplyAction
{
    private const string Folder = "applied";

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(ApplyRequest request)
    {
        Threads.Use(request.Threads);
        using var interruption = new Interruption();
        using TrainedGenerator trained = RunArgument.OpenGenerator(request.Run, request.Best);
        Function function = Choose(trained, request);
        if (function.Takes is not [{ Kind: { ReadEndings.Count: > 0 } from }])
            throw new BelamyException($"{request.Run}: {function} takes more than one file, or none; apply it from C#");
        var files = new InputFiles(request.Inputs, from);
        bool writes = function.Gives.Kind.FileEndings.Count > 0;
        string? output = writes ? Output(request, files.Count, function.Gives.Kind) : null;
        bool isProbability = trained.Game.Parts.ScoresAreLogits;
        // A file at a time: what is made of it must not depend on those beside it.
        using var runner = function.AnySize is null ? new Runner(function, items: 1) : null;
        using TrainedFunction anySize = trained[function.Name];
        Comparison? comparison = request.Truth is { } truth ? Comparison.With(truth, function) : null;
        int done = runner is null
            ? files.Each(function.Name, Image.Load, Enlarge, interruption.Token)
            : files.Each(function.Name, from.Read, Make, interruption.Token);
        if (output is not null)
            Console.Out.WriteLine($"{function.Name}: {Quantity.Count(done, "file")} by {request.Run} at step {Quantity.Count(trained.State.Step)}: {output}");
        comparison?.Print(Console.Out);
        return done < files.Count ? ExitCode.Failure : ExitCode.Success;

        void Enlarge(Image picture, string file, string name, StatusLine status)
        {
            Image large = anySize.Apply(picture, request.Seed, share => status.Show($"{function.Name}: {Printable.Text(name)}, {share:P0}"), interruption.Token);
            large.SavePng(Target(output!, name, function.Gives.Kind));
            comparison?.Add(name, large, picture);
        }

        void Make(float[] item, string file, string name, StatusLine status)
        {
            float[] made = runner.Run([item], request.Seed ?? trained.Game.Recipe.Seed, cancellationToken: interruption.Token);
            if (output is null)
            {
                status.Clear();
                Console.Out.WriteLine($"{Printable.Text(file)}  {Tell(function, made, isProbability)}");
                return;
            }

            function.Gives.Kind.Write(made, Target(output, name, function.Gives.Kind));
            if (function.Gives.Kind is Pictures pictures)
                comparison?.Add(name, pictures.ToImage(made));
        }
    }

    private static Function Choose(TrainedGenerator trained, ApplyRequest request)
    {
        IReadOnlyList<Function> functions = trained.Game.Functions;
        string[] names = [.. functions.Select(function => function.Name)];
        if (names.Length == 0)
            throw new BelamyException($"{request.Run}: {trained.Folder.Description.Model} learns nothing that is applied to files; `belamy sample {ShellWord.Quote(request.Run)}` makes new ones");
        if (request.Function is not { } wanted)
            return functions[0];
        return functions.FirstOrDefault(function => function.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new BelamyException($"--function {wanted}: {trained.Folder.Description.Model} has {string.Join(", ", names)}{DidYouMean.Hint(wanted, names)}");
    }

    private static string Output(ApplyRequest request, int count, Kind kind)
    {
        string output = request.Output ?? RunArgument.Unnamed(request.Run, Folder);
        if (IsFile(output))
        {
            return !kind.FileEndings.Contains(Path.GetExtension(output).ToLowerInvariant())
                ? throw new BelamyException($"--out {output}: {kind.Name} are written as {string.Join(", ", kind.FileEndings)}")
                : count > 1 ? throw new BelamyException($"--out {output}: is one file, and there are {count} to write; name a folder") : output;
        }

        try
        {
            Directory.CreateDirectory(output);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BelamyException($"--out {output}: {e.Message.TrimEnd('.')}; name another folder", e);
        }

        return output;
    }

    private static string Target(string output, string name, Kind kind) => IsFile(output) ? output : Path.Combine(output, Path.ChangeExtension(name, kind.FileEndings[0]));

    private static bool IsFile(string path) => Path.HasExtension(path) && !Directory.Exists(path);

    private static string Tell(Function function, float[] made, bool isProbability)
    {
        if (function.Name != "score")
            return function.Gives.Kind.Tell(made);
        string score = made[0].ToString("0.00", CultureInfo.InvariantCulture);
        return isProbability ? $"{score}  {(100 / (1 + Math.Exp(-made[0]))).ToString("0", CultureInfo.InvariantCulture)} %" : score;
    }
}
