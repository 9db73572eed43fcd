using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;
using Belamy.Imaging;
using Belamy.Metrics;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy train</c> does: resolves what was asked, and plays, resumes or describes the run.</summary>
internal static class TrainAction
{
    private const string DefaultData = "digits";
    private const string DefaultModel = "dcgan", DenseModel = "gan";
    private const string PictureName = "pictures";

    /// <summary>Which model is made for what a path holds.</summary>
    private static readonly Dictionary<string, string> MadeFor = new(StringComparer.Ordinal)
    {
        ["sounds"] = "wavegan",
        ["songs"] = "midinet",
        ["films"] = "vgan",
        ["volumes"] = "gan-3d",
        ["table"] = "ctgan",
        ["text"] = "gumbel-gan",
        ["pairs"] = "pix2pix",
        ["domains"] = "cyclegan",
        ["few-pairs"] = "triangle-gan",
        ["labelled-domains"] = "dtn",
    };

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(TrainArguments arguments)
    {
        Threads.Use(arguments.Threads);
        RequireNames(arguments);
        return arguments.Resume is { } run ? Resume(run, arguments) : Begin(arguments);
    }

    /// <summary>Fails where names or values of a new run are wrong; nothing is written.</summary>
    /// <exception cref="BelamyException">They are.</exception>
    public static void Require(TrainArguments arguments)
    {
        RequireNames(arguments);
        string source = SourceOf(arguments.Data!);
        WeightTransfer? transfer = TransferOf(arguments);
        (Model model, _) = ModelOf(arguments, source, transfer);
        RequirePlaceAndSizeToApply(source, model, arguments);
        Resolve(RecipeOf(arguments, model, transfer), arguments);
    }

    /// <summary>Where a new run is written that nothing is said of.</summary>
    public static string PlaceOf(TrainArguments arguments)
    {
        string source = SourceOf(arguments.Data ?? DefaultData);
        WeightTransfer? transfer = TransferOf(arguments);
        return PlaceOf(source, ModelOf(arguments, source, transfer).Model, transfer);
    }

    private static string PlaceOf(string source, Model model, WeightTransfer? transfer) =>
        NameOf(source, model.Name) + (transfer is null ? "" : $"-from-{Path.GetFileName(transfer.Origin.Run)}");

    private static WeightTransfer? TransferOf(TrainArguments arguments) =>
        arguments.From is { } from ? WeightTransfer.Open(RunArgument.Resolve(from), warning => Console.Error.WriteLine($"belamy: {warning}")) : null;

    private static (Model Model, bool ArePictures) ModelOf(TrainArguments arguments, string source, WeightTransfer? transfer) =>
        (arguments.Model ?? transfer?.Source.Model) is { } named ? (Models.Find(named), false) : DefaultFor(source, arguments.Reading);

    private static Recipe RecipeOf(TrainArguments arguments, Model model, WeightTransfer? transfer) =>
        arguments.Model is null && transfer is not null ? transfer.Source.Recipe with { Steps = model.Recipe.Steps } : model.Recipe;

    // Mistakes in names come to light before anything is read or written.
    private static void RequireNames(TrainArguments arguments)
    {
        if (arguments.Metrics is { } names)
            MetricChoice.Find(names);
        FeatureChoice.Require(arguments.Features);
    }

    private static int Begin(TrainArguments arguments)
    {
        string source = SourceOf(arguments.Data ?? DefaultData);
        WeightTransfer? transfer = TransferOf(arguments);
        (Model model, bool arePictures) = ModelOf(arguments, source, transfer);
        Recipe recipe = Resolve(RecipeOf(arguments, model, transfer), arguments);
        RequirePlaceAndSizeToApply(source, model, arguments);
        if (arguments.Out is { } chosen && RunFolder.Exists(chosen) && !arguments.DryRun)
            throw new BelamyException($"--out {chosen}: holds a run already; go on with it by --resume {ShellWord.Quote(chosen)}, or choose another folder");
        long? steps = arguments.Steps ?? (arguments.Time is null ? recipe.Steps : null);
        string name = PlaceOf(source, model, transfer);
        string path = arguments.Out ?? RunFolder.FindFree(name);
        using var session = new TrainingSession(arguments.Title ?? $"training {model.Name} on {source}{(arguments.DryRun ? "" : $" in {path}")}", isShown: !arguments.DryRun);
        return session.Play(() =>
        {
            DataOptions reading = arePictures ? OwnPictures.Reading(arguments) : transfer is null || IsNamed(source) ? arguments.Reading : SizedAs(transfer.Source, arguments.Reading);
            Dataset data = arguments.Shared?.Data ?? session.Open(source, reading with { Location = arguments.Location, Fields = model.Publication.Fields, Shrink = model.Publication.Shrinks > 0 ? model.Publication.Shrinks : null });
            arguments.Shared?.Data = data;
            if (arguments is { Shared: not null, Metrics: null })
                arguments = arguments with { Metrics = SharedData.MetricFor(data) };
            // IDX files are pictures that come in one size.
            bool isOwn = arePictures && data is PictureFolder or FieldedDataset;
            if (isOwn && recipe is Adversarial adversarial)
            {
                recipe = OwnPictures.Settle(adversarial, data, arguments, session.Note);
                steps = arguments.Steps ?? (arguments.Time is null ? recipe.Steps : null);
            }

            var description = RunDescription.Create(recipe, data, source, steps) with
            {
                DataLocation = arguments.Location,
                Origin = transfer?.Origin,
                DataSize = reading.Size ?? (!isOwn || reading.LargestUsualSide is null ? null : new PictureSize(data.ItemShape[^1], data.ItemShape[^2])),
                DataFit = arguments.Reading.Fit,
                DataAlpha = arguments.Reading.KeepsAlpha,
                DataHalves = arguments.Reading.Halves,
                DataAllVoices = arguments.Reading.AllVoices,
                DataArray = arguments.Reading.Array,
                Measurement = PlanOf(arguments, null),
            };
            // Networks that do not fit the data or the machine are found before anything is written.
            using var game = new AssembledGame(recipe, description.Item, description.Classes, data, initialize: false);
            foreach (string note in transfer?.Prepare(game, data.ClassNames) ?? [])
                session.Note(note);
            MemoryEstimate memory = session.Compile(game, data);
            bool isOpen = !isOwn && arguments is { Steps: null, Time: null } && arguments.Settings.All(setting => setting.Key != "steps");
            if (isOpen && game.FirstSteps is var first && first < recipe.Steps)
            {
                description = description with { Steps = first };
                session.Note($"{Quantity.Count(first, "step")} of the {Quantity.Count(recipe.Steps)} that {model.Name} is made for, to show something in a few minutes; --steps {recipe.Steps} plays all");
            }

            if (arguments.DryRun)
                return arguments.Print(new DryRunSubject(description, game, memory, data, arguments.Time, path), Console.Out, session.Token);
            session.WarnOf(memory);
            MetricMeasurement? measurement = session.Prepare(description, data, game);
            RunFolder folder = arguments.Out is null ? RunFolder.CreateFree(name, description) : RunFolder.Create(path, description);
            if (folder.Path != path)
                session.Note($"{path} was taken meanwhile; training in {folder.Path}");
            return session.Train(folder, data, measurement, arguments, game);
        });
    }

    private static int Resume(string run, TrainArguments arguments)
    {
        RunFolder folder = RunFolder.Open(RunArgument.Resolve(run));
        // Until the command ends: what is read from here on must not change.
        using IDisposable? held = arguments.DryRun ? null : folder.Hold();
        RunDescription description = folder.Description;
        long done = folder.SavedStep;
        long? steps = arguments.Steps ?? (arguments.Time is null ? description.Steps : null);
        string command = $"belamy train --resume {ShellWord.Quote(folder.Path)}";
        if (steps is null && arguments.Time is null)
            throw new BelamyException($"{folder.Path}: was limited by time, not by steps; say how long to go on, such as `{command} --time 60s`");
        if (steps <= done && arguments.Until is null)
            throw new BelamyException($"{folder.Path}: has its {Quantity.Count(steps.Value, "step")}; train it further with `{command} --steps {TrainingSession.FurtherSteps(done)}`");
        using var session = new TrainingSession(arguments.Title ?? $"resuming {description.Model} on {description.DataSource} in {folder.Path} at step {Quantity.Count(done)}", isShown: !arguments.DryRun);
        return session.Play(() =>
        {
            Dataset data = arguments.Shared?.Data ?? session.Open(description.DataSource, description.ToDataOptions() with { Location = arguments.Location ?? description.DataLocation });
            arguments.Shared?.Data = data;
            if (arguments.DryRun)
            {
                using var planned = new AssembledGame(description.Recipe, description.Item, description.Classes, data, initialize: false);
                return arguments.Print(
                    new DryRunSubject(description with { Steps = steps }, planned, session.Compile(planned, data), data, arguments.Time, folder.Path), Console.Out, session.Token);
            }

            MeasurementPlan? plan = PlanOf(arguments, description.Measurement);
            MetricMeasurement? measurement;
            using (var game = new AssembledGame(description.Recipe, description.Item, description.Classes, data, initialize: false))
                measurement = session.Prepare(description with { Measurement = plan }, data, game);
            if (steps != description.Steps && arguments.Steps is not null)
                folder.Extend(steps);
            if (plan != description.Measurement)
                folder.Remeasure(plan);
            return session.Train(folder, data, measurement, arguments);
        });
    }

    /// <summary>How files are read for weights that were trained on items of a size: in that size, unless another was asked for.</summary>
    private static DataOptions SizedAs(RunDescription run, DataOptions reading) =>
        reading.Size is null && reading.Content is null or PictureName && run.Item is [_, var height, var width] && (run.Fields is [] || run.Fields[0].Kind is Pictures)
            ? reading with { Size = new PictureSize(width, height) }
            : reading;

    /// <summary>What is measured: as asked for, and the rest as the run began with.</summary>
    private static MeasurementPlan? PlanOf(TrainArguments arguments, MeasurementPlan? begun)
    {
        IReadOnlyList<string>? metrics = arguments.Metrics is { } names ? [.. MetricChoice.Find(names).Select(metric => metric.Name)] : begun?.Metrics;
        if (metrics is null && (arguments.MeasureEvery is not null || arguments.Features is not null))
            throw new BelamyException($"{arguments.Resume}: is not measured while it trains; say by what, such as --metrics fid");
        // A path is written down whole, as that of the data is.
        string? features = arguments.Features is { } named ? FeatureChoice.Whole(named) : begun?.Features;
        return metrics is null ? null : new MeasurementPlan(metrics, arguments.MeasureEvery ?? begun?.Every ?? Measurement.DefaultEvery, features);
    }

    private static Recipe Resolve(Recipe recipe, TrainArguments arguments)
    {
        foreach ((string name, string value) in arguments.Settings)
        {
            try
            {
                recipe = recipe.With(name, value);
            }
            catch (BelamyException e)
            {
                throw new BelamyException($"--set {e.Message}", e);
            }
        }

        recipe = recipe with
        {
            Batch = arguments.Batch ?? recipe.Batch,
            Seed = arguments.Seed ?? recipe.Seed,
            Steps = arguments.Steps ?? recipe.Steps,
        };
        recipe.Validate();
        return recipe;
    }

    /// <summary>The model for data that nothing is said of: one that was made for such data where there is one, else dense networks, which take any numbers.</summary>
    /// <returns>The model, and whether it is the usual one for pictures of one's own.</returns>
    private static (Model Model, bool ArePictures) DefaultFor(string source, DataOptions reading)
    {
        if (Datasets.FindSource(source) is { } named)
            return (ModelFor(named.Content), false);
        if (!Path.Exists(source))
            return (Models.Find(DefaultModel), false);
        string content = TranslationsIn(source) ?? Datasets.FindContent(source, reading).Name;
        return (ModelFor(content), content == PictureName);
    }

    private static Model ModelFor(string content) => Models.Find(MadeFor.GetValueOrDefault(content, content == PictureName ? DefaultModel : DenseModel));

    /// <summary>What a folder holds that says by its sub-folders that it has pictures and their translations; null for others.</summary>
    private static string? TranslationsIn(string source)
    {
        if (!Directory.Exists(source))
            return null;
        string[] folders = [.. new DirectoryInfo(source).EnumerateDirectories().Select(folder => folder.Name.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        // These and no others: a folder of letters has an A and a B too.
        return folders switch
        {
            ["input", "target"] => "pairs",
            ["a", "b"] or ["traina", "trainb"] or ["testa", "testb", "traina", "trainb"] => "domains",
            _ => null,
        };
    }

    private static bool IsNamed(string source) => Datasets.FindSource(source) is not null;

    private static void RequirePlaceAndSizeToApply(string source, Model model, TrainArguments arguments)
    {
        bool isNamed = IsNamed(source);
        if (arguments.ReadingOption is { } lone && isNamed)
            throw new BelamyException($"{lone}: says how files of your own are read; leave it out for {source}");
        if (arguments.Reading.Halves is not null && (isNamed || model.Publication.Fields.Count == 0 || model.Publication.Shrinks > 0))
            throw new BelamyException($"--halves: makes pairs of the pictures of a folder, for a model that takes pairs, such as pix2pix; leave it out for {(isNamed ? source : model.Name)}");
        if (arguments.Location is { } location && !isNamed)
            throw new BelamyException($"--location {location}: says where the files of mnist or fashion lie; leave it out for {source}");
    }

    // A path is written down whole, so that the run can be resumed from anywhere.
    private static string SourceOf(string data) =>
        !IsNamed(data) && Path.Exists(data)
            ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))
            : data;

    private static string NameOf(string source, string model)
    {
        string name = Path.GetFileNameWithoutExtension(source);
        if (model != DefaultModel)
            name += $"-{model}";
        return Path.Combine(RunArgument.Home, name.Length > 0 ? name : model);
    }
}
