using Belamy.Data.Kinds;
using Belamy.Data.Tables;

namespace Belamy.Tests.Data.Kinds;

/// <summary>Kinds are written into run folders and made of what is read there, which may be damaged.</summary>
public class KindPartsTests
{
    private static readonly TableRows Rows = new(
    [
        new CategoryColumn("job", ["baker", "", "two\nlines"]),
        new NumberColumn("age", NumberForm.Whole, [new NumberMode(20.5, 1.25, 0.1), new NumberMode(40, 3, 0.9)]) { Minimum = 1, Maximum = 99, Decimals = 0, HasMissing = true },
    ]);

    private static readonly Kind[] Kinds =
    [
        new Sounds(8192, 16000),
        new PianoRolls(12, 60) { LowestPitch = 30, StepsPerQuarter = 8, Tempo = 90.5, Instrument = 40 },
        new Points(2) { Scale = 0.7072 },
        new Tokens(7, new Vocabulary(["<end>", "<unknown>", " ", "é"]) { IsOfCharacters = true }),
        new Captions(new Vocabulary(["<end>", "<unknown>", "cat"])),
        Rows,
    ];

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, Kinds.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Create_ofWhatWasWritten_isTheSame(int number) =>
        Assert.Equal(Kinds[number], KindParts.Create(KindParts.NameOf(Kinds[number]), KindParts.Of(Kinds[number]), KindParts.SettingsOf(Kinds[number])));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Create_ofDamagedParts_isNothingOrAnother(int number)
    {
        string name = KindParts.NameOf(Kinds[number]);
        string[] parts = KindParts.Of(Kinds[number]);
        for (int at = 0; at < parts.Length; at++)
        {
            foreach (string other in new[] { "", "-1", "0", "NaN", "99999999999", "word", "1e400" })
                Assert.True(KindParts.Create(name, [.. parts[..at], other, .. parts[(at + 1)..]]) is null or { Shape.Rank: >= 0 });
            Assert.True(KindParts.Create(name, parts[..at]) is null or { Shape.Rank: >= 0 });
        }
    }

    [Theory]
    [InlineData("lowest-pitch", "-500")]
    [InlineData("steps-per-quarter", "0")]
    [InlineData("tempo", "NaN")]
    [InlineData("instrument", "128")]
    [InlineData("steps", "4")]
    public void Create_ofSettingsOutOfRange_isNothing(string setting, string value) =>
        Assert.Null(KindParts.Create("piano-rolls", ["16", "128"], new Dictionary<string, string> { [setting] = value }));
}
