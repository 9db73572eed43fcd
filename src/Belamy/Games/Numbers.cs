using Belamy.Games;
namespace Belamy.Games;

/// <summary>Names of the numbers in the log that symptoms look at.</summary>
public static class Numbers
{
    /// <summary>What names of losses end with.</summary>
    public const string LossSuffix = "-loss";

    /// <summary>What names of movements end with: how far a player's weights went in the last steps, as a share of their length.</summary>
    public const string MovementSuffix = "-movement";

    /// <summary>What names of a discriminator's numbers begin with.</summary>
    public const string Discriminator = "discriminator";

    /// <summary>What names of a generator's numbers begin with.</summary>
    public const string Generator = "generator";

    /// <summary>The discriminator's loss.</summary>
    public const string DiscriminatorLoss = "discriminator-loss";

    /// <summary>The share of real items that the discriminator takes for real.</summary>
    public const string AccuracyReal = "accuracy-real";

    /// <summary>The share of generated items that the discriminator takes for generated.</summary>
    public const string AccuracyGenerated = "accuracy-generated";

    /// <summary><see cref="Diagnosis.SampleMeasure.Diversity"/> of fixed samples.</summary>
    public const string SampleDiversity = "sample-diversity";

    /// <summary><see cref="Diagnosis.SampleMeasure.Distance(Samples)"/> of fixed samples.</summary>
    public const string SampleDistance = "sample-distance";

    /// <summary><see cref="Diagnosis.SampleMeasure.Nearest"/> of fixed samples.</summary>
    public const string SampleNearest = "sample-nearest";

    /// <summary>The modes of the data's mixture that samples reach; not in the log where the data are no mixture.</summary>
    public const string SampleModes = "sample-modes";

    /// <summary>The modes of the data's mixture; not in the log where the data are none.</summary>
    public const string DataModes = "data-modes";

    /// <summary><see cref="Diagnosis.SampleMeasure.DataDiversity"/>.</summary>
    public const string DataDiversity = "data-diversity";

    /// <summary><see cref="Diagnosis.SampleMeasure.DataClasses"/>; not in the log where the data have no classes.</summary>
    public const string DataClasses = "data-classes";
}
