using Belamy.Cli.Output;
using Belamy.Cli.Terminal;
using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Metrics;
using Belamy.Runs;
using Belamy.Tensors;

namespace Belamy.Cli.Commands;

/// <summary>What <c>belamy evaluate</c> does: measures how good samples or pictures are, and prints it.</summary>
internal static class EvaluateAction
{
    private const string Everything = "all";

    /// <summary>Runs the command.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(EvaluationRequest request)
    {
        Threads.Use(request.Threads);
        // Mistakes in names come to light before anything is computed.
        IReadOnlyList<Metric>? named = request.Metrics is null or Everything ? null : MetricChoice.Find(request.Metrics);
        FeatureChoice.Require(request.Features);
        using var interruption = new Interruption();
        using EvaluationSubject subject = EvaluationSubject.Open(request.Subject, request.Best);
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
        bool isNamedData = Datasets.FindSource(request.Against) is not null;
        using EvaluationSubject? rival = request.Against is { } other && !isNamedData && EvaluationSubject.IsRun(other) ? EvaluationSubject.Open(other) : null;
        EvaluationReference reference = Reference(request, subject, rival, status, cancellation);
        using FeatureChoice features = FeatureChoice.Open(request.Features, reference.Training, status.Show, cancellation);
        List<EvaluationResult> results = [Measure(subject)];
        if (rival is not null)
            results.Add(Measure(rival));
        return results;

        EvaluationResult Measure(EvaluationSubject judged)
        {
            status.Show($"reading {judged.Path}");
            Dataset items = judged.Items(request.Count, request.Seed, OptionsFor(reference.Data, cancellation), reference.Training);
            MetricInput input = MetricChoice.Pair(items, reference, features, request.Count, status.Show, cancellation);
            return Compute(judged, input, request, named);
        }
    }

    private static EvaluationResult Compute(EvaluationSubject judged, MetricInput input, EvaluationRequest request, IReadOnlyList<Metric>? named)
    {
        List<(string Metric, MetricValue Value)> values = [];
        List<(string Metric, string Reason)> left = [];
        foreach (Metric metric in named ?? Metric.All)
        {
            if (named is null && (!metric.Suits(input.Kind) || request.Metrics != Everything && !metric.IsQuick))
                continue;
            string? obstacle = metric.Obstacle(input);
            bool isRefused = metric.Refusal(input) is not null;
            if (obstacle is null)
            {
                try
                {
                    values.AddRange(metric.Compute(input).Select(value => (metric.Name, value)));
                }
                catch (BelamyException e) when (request.Metrics is not null)
                {
                    // What only shows when it is tried: samples too few, or all of a kind.
                    obstacle = e.Message;
                }
            }

            if (obstacle is not null && named is not null)
                throw new BelamyException($"--metrics {metric.Name}: {obstacle}");
            // What suits such items and yet gives no figure is said in any case.
            if (obstacle is not null && (request.Metrics == Everything || isRefused))
                left.Add((metric.Name, obstacle));
        }

        if (named is null && !Metric.All.Any(metric => metric.Suits(input.Kind)))
            throw new BelamyException($"{judged.Path}: no metric measures {input.Kind.Description}{(judged.Step is null ? "" : $"; `belamy sample {ShellWord.Quote(judged.Path)}` makes some to be looked at")}");
        ImageClassifier? judge = input.Classifier?.Item == input.Item ? input.Classifier : null;
        if (judge?.Refusal is { } refusal)
            left.Insert(0, ("classes", refusal));
        return new EvaluationResult
        {
            Subject = judged.Path,
            Step = judged.Step,
            Reference = input.Real.Name,
            ReferenceCount = input.Real.Count,
            Classes = judge is { Refusal: null } ? DigitReport.Create(judge, input.GeneratedProbabilities) : null,
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
            return Completed(EvaluationReference.Open(name, request.Split, OptionsFor(run, request) with { CancellationToken = cancellation }));
        }

        if (request.ReadingOption is { } lone)
            throw new BelamyException($"{lone}: says how a folder or file of --against is read; leave it out, for what is compared is read as the run has it written down");
        if (run is null)
            throw new BelamyException($"{subject.Path}: is no run; say what to compare it with, such as --against digits");
        if (rival?.Description is { } other && other.DataFingerprint != run.DataFingerprint)
            throw new BelamyException($"{subject.Path} learned from {run.DataSource} and {rival.Path} from {other.DataSource}; judge each by itself, with the same --against");
        status.Show($"reading {run.DataSource}");
        return Completed(EvaluationReference.Of(run, request.Split, cancellation));

        EvaluationReference Completed(EvaluationReference reference)
        {
            if (request.HeldOut is not { } held)
                return reference;
            if (request.Split == DataSplit.Test)
                throw new BelamyException("--held-out: --split test compares with rows held out already; leave one of them out");
            status.Show($"reading {held}");
            return reference.With(held, cancellation);
        }
    }

    /// <summary>How a folder or file is opened beside a run: as items of its kind, in what was not asked for otherwise.</summary>
    private static DataOptions OptionsFor(RunDescription? run, EvaluationRequest request)
    {
        if (run is null)
            return request.Reading;
        if (run.Fields is [{ Kind: not Pictures } main, ..])
        {
            DataOptions asked = request.Reading;
            return request.ReadingOption is { } option && asked with { Content = null, AllVoices = false, Array = null } != DataOptions.Default
                ? throw new BelamyException($"{option}: what {run.DataSource} was trained on decides it, {main.Kind.Description}; leave it out")
                : asked with { Item = main.Kind, Content = asked.Content ?? run.DataContent, AllVoices = asked.AllVoices || run.DataAllVoices };
        }

        if (run.Item.Rank != 3)
            return request.Reading;
        DataOptions ofRun = PictureFolder.OptionsFor(run.Item);
        return request.Reading.Size is { } size && size != ofRun.Size
            ? throw new BelamyException($"--size {size}: the run makes pictures of {run.Item}, and others are brought to that size; leave it out")
            : request.Reading with { Size = ofRun.Size, KeepsAlpha = request.Reading.KeepsAlpha || ofRun.KeepsAlpha };
    }

    /// <summary>How a folder or file is opened that is judged: as items of the kind of what they are compared with, pictures brought to their size.</summary>
    private static DataOptions OptionsFor(Dataset reference, CancellationToken cancellation)
    {
        DataOptions options = reference.Main.Field.Kind is not Pictures and var kind && reference is FieldedDataset fielded
            ? new DataOptions { Item = kind, Content = fielded.Content }
            : PictureFolder.OptionsFor(new Shape(reference.ItemShape));
        return options with { CancellationToken = cancellation };
    }
}
