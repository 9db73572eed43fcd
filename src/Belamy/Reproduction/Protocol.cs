namespace Belamy.Reproduction;

/// <summary>How much of the published protocol a reproduction carries out.</summary>
public enum Protocol
{
    /// <summary>Seconds: every step of the check once, too short for its figures to be judged.</summary>
    Quick,

    /// <summary>At most five minutes on two cores; the check says what it scaled down.</summary>
    Scaled,

    /// <summary>What was published, or as near to it as a processor comes in hours; the description says what differs.</summary>
    Full,
}
