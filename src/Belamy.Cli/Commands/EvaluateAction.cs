using Belamy.Cli.Output;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Metrics;
using Belamy.Tensors;
using Belamy.Training;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy evaluate</c> does: measures how good samples or pictures are, and prints it.</summary>
internal static class EvaluateAction
{
    private const string Pixels = "pixels";
    private const string Everything = "all";

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(EvaluationRequest request)
    {
        Threads.Use(request.Threads);
        // Mistakes in names come to light before anything is computed.
        IReadOnlyList<Metric>? named = Named(request.Metrics);
        RequireFeatures(request.Features);
        using var interruption = new Interruption();
        using EvaluationSubject subject = EvaluationSubject.Open(request.Subject);
        // What goes on is said on standard error, so that standard output holds the result alone.
        var status = new StatusLine(Console.Error);
        IReadOnlyList<EvaluationResult> results;
        try
        {
            results = Measure(request, named, subject, status, interruption.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("stopped; nothing was written", e);
        }
        finally
        {
            status.Clear();
        }

        if (request.Json)
            Console.Out.WriteLine(EvaluationJson.Write(results));
        else
            EvaluationText.Write(results, Console.Out);
        return ExitCode.Success;
    }

    private static IReadOnlyList<EvaluationResult> Measure(
        EvaluationRequest request, IReadOnlyList<Metric>? named, EvaluationSubject subject, StatusLine status, CancellationToken cancellation)
    {
        bool isNamedData = Datasets.Sources.Any(source => source.Name.Equals(request.Against, StringComparison.OrdinalIgnoreCase));
        using EvaluationSubject? rival = request.Against is { } other && !isNamedData && EvaluationSubject.IsRun(other) ? EvaluationSubject.Open(other) : null;
        EvaluationReference reference = Reference(request, subject, rival, status, cancellation);
        using ImageClassifier? classifier = Classifier(request.Features, reference, status, cancellation);
        List<EvaluationResult> results = [Measure(subject)];
        if (rival is not null)
            results.Add(Measure(rival));
        return results;

        EvaluationResult Measure(EvaluationSubject judged)
        {
            status.Show($"reading {judged.Path}");
            Dataset items = judged.Items(request.Count, request.Seed, OptionsFor(reference.Data, cancellation));
            var item = new Shape(reference.Data.ItemShape);
            var input = new MetricInput(items, reference.Data)
            {
                Count = request.Count,
                Split = reference.Split,
                Features = classifier is null ? new PixelFeatures(item) : new ClassifierFeatures(classifier, item),
                Classifier = classifier,
                Mixture = MixtureLaw.Of(reference.Data),
                CacheFolder = MetricInput.DefaultCacheFolder,
                Progress = status.Show,
                Cancellation = cancellation,
            };
            return Compute(judged, input, request, named);
        }
    }

    private static EvaluationResult Compute(EvaluationSubject judged, MetricInput input, EvaluationRequest request, IReadOnlyList<Metric>? named)
    {
        List<(string Metric, MetricValue Value)> values = [];
        List<(string Metric, string Reason)> left = [];
        foreach (Metric metric in named ?? Metric.All)
        {
            if (named is null && request.Metrics != Everything && !metric.IsQuick)
                continue;
            if (metric.Obstacle(input) is not { } obstacle)
                values.AddRange(metric.Compute(input).Select(value => (metric.Name, value)));
            else if (named is not null)
                throw new BelamyException($"--metrics {metric.Name}: {obstacle}");
            else if (request.Metrics == Everything)
                left.Add((metric.Name, obstacle));
        }

        return new EvaluationResult
        {
            Subject = judged.Path,
            Step = judged.Step,
            Reference = input.Real.Name,
            ReferenceCount = input.Real.Count,
            Classes = input.Classifier?.Item == input.Item ? DigitReport.Create(input.Classifier, input.GeneratedProbabilities) : null,
            Values = values,
            LeftOut = left,
        };
    }

    private static EvaluationReference Reference(
        EvaluationRequest request, EvaluationSubject subject, EvaluationSubject? rival, StatusLine status, CancellationToken cancellation)
    {
        RunDescription? run = subject.Description ?? rival?.Description;
        if (request.Against is { } name && rival is null)
        {
            status.Show($"reading {name}");
            return EvaluationReference.Open(name, request.Split, run is { Item.Rank: 3 } ? OptionsFor(run.Item, cancellation) : new DataOptions { CancellationToken = cancellation });
        }

        if (run is null)
            throw new BelamyException($"{subject.Path}: is a folder of pictures; say what to compare it with, such as --against digits");
        if (rival?.Description is { } other && other.DataFingerprint != run.DataFingerprint)
            throw new BelamyException($"{subject.Path} learned from {run.DataSource} and {rival.Path} from {other.DataSource}; judge each by itself, with the same --against");
        status.Show($"reading {run.DataSource}");
        return EvaluationReference.Of(run, request.Split, cancellation);
    }

    private static ImageClassifier? Classifier(string? features, EvaluationReference reference, StatusLine status, CancellationToken cancellation)
    {
        bool canLearn = reference.Training.ItemShape.Length == 3 && reference.Training.ClassNames.Count > 1;
        if (features == Pixels || (features is null && !canLearn))
            return null;
        Dataset data = features is null ? reference.Training : Datasets.Open(features, new DataOptions { CancellationToken = cancellation });
        return ImageClassifier.Obtain(
            data,
            progress => status.Show(progress.Stage == TrainingStage.Training
                ? $"training the classifier of {data.Name}, once: step {progress.Step} of {progress.Steps}"
                : "preparing the classifier"),
            cancellationToken: cancellation);
    }

    /// <summary>The metrics that were named; null for all or the default.</summary>
    private static IReadOnlyList<Metric>? Named(string? names)
    {
        if (names is null or Everything)
            return null;
        try
        {
            return [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Metric.Find).Distinct()];
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"--metrics {e.Message}", e);
        }
    }

    private static void RequireFeatures(string? features)
    {
        string[] names = [Pixels, .. Datasets.Sources.Select(source => source.Name)];
        if (features is not null && !names.Contains(features))
            throw new BelamyException($"--features {features}: give one of {string.Join(", ", names)}{DidYouMean.Hint(features, names)}");
    }

    private static DataOptions OptionsFor(Dataset reference, CancellationToken cancellation) => OptionsFor(new Shape(reference.ItemShape), cancellation);

    // A folder's pictures are brought to the size of what they are compared with.
    private static DataOptions OptionsFor(Shape item, CancellationToken cancellation) =>
        new() { Size = item.Rank == 3 ? item[1] : null, CancellationToken = cancellation };
}
