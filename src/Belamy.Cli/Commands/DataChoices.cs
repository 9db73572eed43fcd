using System.CommandLine;
using System.CommandLine.Parsing;
using Belamy.Data;
using Belamy.Data.Readers;
using Belamy.Data.Tables;
using Belamy.Imaging;

namespace Belamy.Cli.Commands;

/// <summary>The options that say how folders and files of one's own are read, for all commands that read some.</summary>
internal sealed class DataChoices
{
    private readonly Option<string?> _kind = OptionKinds.Text("--kind", $"What the folder or file holds, where its files do not tell: {string.Join(", ", Datasets.ContentNames)}.", "NAME");
    private readonly Option<PictureSize?> _size = OptionKinds.Size("--size", "Size that the pictures of a folder are brought to: 64, or WIDTHxHEIGHT; 28, 32 or 64 by default. Of films and volumes: the length of an edge.", 8, 1024);
    private readonly Option<PictureFit?> _fit = OptionKinds.Choice<PictureFit>("--fit", "What becomes of pictures of another shape: crop takes the middle and is the default, pad puts white beside them, stretch bends them.");
    private readonly Option<bool> _alpha = OptionKinds.Switch("--alpha", "Keep the transparency of pictures, as a fourth channel; else they are laid on white.");
    private readonly Option<PictureHalves?> _halves = new("--halves")
    {
        Description = "Each picture of the folder holds a pair side by side: left-to-right translates its left half to its right one.",
        HelpName = "left-to-right|right-to-left",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "left-to-right" => PictureHalves.LeftToRight,
            "right-to-left" => PictureHalves.RightToLeft,
            var other => throw new BelamyException($"--halves {other}: give left-to-right or right-to-left"),
        },
    };

    private readonly Option<long?> _rate = OptionKinds.WholeNumber("--rate", "Samples in a second that sounds are brought to; that of most files by default, at most 16,000.", "HZ", 100, 192_000);
    private readonly Option<double?> _length = OptionKinds.PositiveNumber("--length", "Seconds of a sound, or words of a text; what holds most of them by default.", "N", 1e6);
    private readonly Option<long?> _frames = OptionKinds.WholeNumber("--frames", "Frames in a film; 32, 16 or 8 by default, as most have.", "N", 1, 4096);
    private readonly Option<long?> _bar = OptionKinds.WholeNumber("--bar", "Sixteenths in a bar of songs; 16 or 12 by default, as more songs fit into.", "N", 1, 1024);
    private readonly Option<string?> _voices = new("--voices")
    {
        Description = "What bars of songs hold: melody, the default, or all notes together.",
        HelpName = "melody|all",
        CustomParser = result => result.Tokens[0].Value is "melody" or "all" ? result.Tokens[0].Value : throw new BelamyException($"--voices {result.Tokens[0].Value}: give melody or all"),
    };

    private readonly Option<string?> _array = OptionKinds.Text("--array", "Which array of an .npz file.", "NAME");
    private readonly Option<string?> _categories = OptionKinds.Text("--categories", "Columns of a table that are categories, though they hold numbers.", "NAME,…");
    private readonly Option<string?> _numbers = OptionKinds.Text("--numbers", "Columns of a table that are numbers, though they have few different ones.", "NAME,…");
    private readonly Option<string?> _without = OptionKinds.Text("--without", "Columns of a table that are left out.", "NAME,…");
    private readonly Option<long?> _words = OptionKinds.WholeNumber("--words", "The most words of the vocabulary of texts, the most frequent; 5,000 by default.", "N", 1, 1_000_000);
    private readonly Option<bool> _characters = OptionKinds.Switch("--characters", "Take texts as characters, not as words.");

    private Option[] All => [_kind, _size, _fit, _alpha, _halves, _rate, _length, _frames, _bar, _voices, _array, _categories, _numbers, _without, _words, _characters];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>The first of the options that was given, with its value; null for none.</summary>
    public string? FirstGiven(ParseResult parsed)
    {
        OptionResult? given = All.Select(parsed.GetResult).FirstOrDefault(result => result is { Implicit: false });
        return given is null ? null : string.Join(' ', given.Tokens.Select(token => token.Value).Prepend(given.Option.Name));
    }

    /// <summary>How to read, as was asked for.</summary>
    public DataOptions Read(ParseResult parsed) => new()
    {
        Content = parsed.GetValue(_kind),
        Size = parsed.GetValue(_size),
        Fit = parsed.GetValue(_fit) ?? PictureFit.Crop,
        KeepsAlpha = parsed.GetValue(_alpha),
        Halves = parsed.GetValue(_halves),
        Rate = (int?)parsed.GetValue(_rate),
        Length = parsed.GetValue(_length),
        Frames = (int?)parsed.GetValue(_frames),
        Bar = (int?)parsed.GetValue(_bar),
        AllVoices = parsed.GetValue(_voices) == "all",
        Array = parsed.GetValue(_array),
        Table = new TableOptions { Categories = Names(parsed.GetValue(_categories)), Numbers = Names(parsed.GetValue(_numbers)), Without = Names(parsed.GetValue(_without)) },
        Text = parsed.GetValue(_words) is { } words
            ? new TextOptions { MostWords = (int)words, OfCharacters = parsed.GetValue(_characters) }
            : new TextOptions { OfCharacters = parsed.GetValue(_characters) },
    };

    private static string[] Names(string? text) => text is null ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
