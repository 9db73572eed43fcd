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

    public required IReadOnlyList<FieldOption> Fields { get; init; }

    public string? Function { get; init; }

    public string? Output { get; init; }

    public string? Truth { get; init; }

    public long? Seed { get; init; }

    public bool Best { get; init; }

    public int? Threads { get; init; }
}

/// <summary>What <c>belamy apply</c> does: reads what a function of the run takes, applies it, and writes or prints what it gives.</summary>
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
        using var others = new OtherFunctions();
        var inputs = new FunctionInputs(function, trained.Game.Functions, request.Inputs, request.Fields, Draw, Apply);
        Kind made = function.Gives.Kind;
        ApplyOutput? output = made.FileEndings.Count > 0 ? new ApplyOutput(request.Output ?? RunArgument.Unnamed(request.Run, Folder), made, inputs.Files?.Count ?? 1) : null;
        output?.Spare(inputs.Files?.All ?? [], [.. request.Fields.Select(field => field.Value).Append(request.Truth).OfType<string>().Where(Path.Exists)]);
        Comparison? comparison = request.Truth is { } truth ? Comparison.With(truth, function) : null;
        // An item at a time: what is made of it must not depend on those beside it.
        using var runner = function is { TakesAnySize: true, Takes: [_] } ? null : new Runner(function, items: 1);
        using TrainedFunction anySize = trained[function.Name];
        int done = 1;
        if (inputs.Files is not { } files)
            Make(inputs.Read(null), string.Join(", ", request.Fields.Where(field => field.Value is not null).Select(field => field.Value)), function.Name, null);
        else if (runner is null)
            done = files.Each(function.Name, file => Image.Load(file.Path), Enlarge, interruption.Token);
        else
            done = files.Each(function.Name, inputs.Read, (values, file, status) => Make(values, file.Path, file.Name, status, file), interruption.Token);
        foreach (Field field in inputs.Made)
            Console.Out.WriteLine($"{field.Name}: where none is given one is drawn as in training; give one with --{field.Name}, or put photo-{field.Name}.png beside photo.png");
        if (output is not null)
            Console.Out.WriteLine($"{function.Name}: {(inputs.Files is null ? "one" : Quantity.Count(done, "file"))} by {request.Run} at step {Quantity.Count(trained.State.Step)}: {output.Path}");
        comparison?.Print(Console.Out);
        return done < (inputs.Files?.Count ?? 1) ? ExitCode.Failure : ExitCode.Success;

        float[] Draw(LatentVectors vectors) => trained.Game.Generator is { } generator && generator.Prior.Size == vectors.Size
            ? generator.Latents(1, request.Seed)
            : throw new BelamyException($"{request.Run}: {function} takes latent vectors that the run does not draw; apply it from C#");

        float[] Apply(Function other, float[] values) => others.Of(other).Run([values], request.Seed ?? trained.Game.Recipe.Seed, cancellationToken: interruption.Token);

        // Of pictures as they are, where all that they go with was given.
        Image? Whole(GivenFile file)
        {
            string?[] others = [.. function.Takes.Skip(1).Select(field => inputs.FileOf(field, file))];
            if (others.Contains(null))
                return null;
            return function.Takes switch
            {
                [{ Kind: Pictures }, { Kind: Masks }] when made is Pictures => Fill(file.Path, others[0]!),
                [{ Kind: Pictures }, { Kind: Pictures }, { Kind: Masks }] when function.Level is not null => anySize.Apply(Image.Load(file.Path), Image.Load(others[0]!), Image.Load(others[1]!), request.Seed),
                _ => null,
            };
        }

        Image Fill(string picture, string mask)
        {
            try
            {
                return anySize.Apply(Image.Load(picture), Image.Load(mask), request.Seed);
            }
            catch (BelamyException e)
            {
                throw new BelamyException($"{mask}: {e.Message}", e);
            }
        }

        void Enlarge(Image picture, GivenFile file, StatusLine status)
        {
            Image large = anySize.Apply(picture, request.Seed, share => status.Show($"{function.Name}: {Printable.Text(file.Name)}, {share:P0}"), interruption.Token);
            large.SavePng(output!.For(file.Name));
            comparison?.Add(file.Name, large, function.AnySize is null ? null : picture);
        }

        void Make(IReadOnlyList<ReadOnlyMemory<float>> values, string item, string name, StatusLine? status, GivenFile? file = null)
        {
            if (file is not null && Whole(file) is { } whole)
            {
                whole.SavePng(output!.For(name));
                comparison?.Add(name, whole);
                return;
            }

            float[] given = runner!.Run(values, request.Seed ?? trained.Game.Recipe.Seed, cancellationToken: interruption.Token);
            if (output is null)
            {
                status?.Clear();
                Console.Out.WriteLine($"{Printable.Text(item)}  {Tell(function, given, trained.Game.Parts.ScoresAreLogits)}");
                return;
            }

            made.Write(given, output.For(name));
            if (made is Pictures pictures)
                comparison?.Add(name, pictures.ToImage(given));
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

    private static string Tell(Function function, float[] made, bool isProbability)
    {
        if (function.Name != "score")
            return function.Gives.Kind.Tell(made);
        string score = made[0].ToString("0.00", CultureInfo.InvariantCulture);
        return isProbability ? $"{score}  {(100 / (1 + Math.Exp(-made[0]))).ToString("0", CultureInfo.InvariantCulture)} %" : score;
    }

    /// <summary>Functions that make what nobody gives: each is compiled once, however many files there are.</summary>
    private sealed class OtherFunctions : IDisposable
    {
        private readonly Dictionary<Function, Runner> _runners = [];

        public Runner Of(Function function)
        {
            if (!_runners.TryGetValue(function, out Runner? runner))
                _runners.Add(function, runner = new Runner(function, items: 1));
            return runner;
        }

        public void Dispose()
        {
            foreach (Runner runner in _runners.Values)
                runner.Dispose();
        }
    }
}
