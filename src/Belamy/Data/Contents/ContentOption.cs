using Belamy.Data.Readers;
using Belamy.Data.Tables;
using Belamy.Imaging;

namespace Belamy.Data.Contents;

/// <summary>An option that is for some sorts of data and means nothing for others.</summary>
/// <param name="Name">What commands call it: <c>--rate</c>.</param>
/// <param name="IsGiven">Whether options say something by it.</param>
internal sealed record ContentOption(string Name, Func<DataOptions, bool> IsGiven)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ContentOption> All { get; } =
    [
        new("--size", options => options.Size is not null),
        new("--fit", options => options.Fit != PictureFit.Crop),
        new("--alpha", options => options.KeepsAlpha),
        new("--halves", options => options.Halves is not null),
        new("--rate", options => options.Rate is not null),
        new("--length", options => options.Length is not null || options.Text.Length is not null),
        new("--frames", options => options.Frames is not null),
        new("--bar", options => options.Bar is not null),
        new("--voices", options => options.AllVoices),
        new("--array", options => options.Array is not null),
        new("--categories", options => options.Table.Categories.Count > 0),
        new("--numbers", options => options.Table.Numbers.Count > 0),
        new("--without", options => options.Table.Without.Count > 0),
        new("--characters", options => options.Text.OfCharacters),
        new("--words", options => options.Text.MostWords != new TextOptions().MostWords),
    ];

    /// <summary>Refuses options that are not for what is read.</summary>
    /// <exception cref="BelamyException">One is not.</exception>
    public static void RequireAll(string path, ContentReader reader, DataOptions options)
    {
        // What a run has written down goes by its item; its options were looked at when it began.
        if (options.Item is null && All.FirstOrDefault(option => option.IsGiven(options) && !reader.Takes.Contains(option.Name)) is { } lone)
        {
            string[] takers = [.. ContentReader.All.Where(other => other.Takes.Contains(lone.Name)).Select(other => other.Name)];
            throw new BelamyException($"{lone.Name}: is for {string.Join(", ", takers)}, and {path} is read as {reader.Name}; leave it out{(takers.Length > 0 ? $", or say --kind {takers[0]} if it is that" : "")}");
        }
    }
}
