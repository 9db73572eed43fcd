using Belamy.Imaging;
using Belamy.Reports;

namespace Belamy.Tests.Reports;

public sealed class LearningFilmTests(ReportFixture fixture) : IClassFixture<ReportFixture>
{
    [Fact]
    public void Write_ofARun_showsEachPictureWithItsStepAndHoldsTheLast()
    {
        string path = fixture.PathOf("film.webp");
        Assert.Equal(5, LearningFilm.Write(fixture.First, path, framesPerSecond: 2, cancellationToken: TestContext.Current.CancellationToken));
        using var codec = SkiaSharp.SKCodec.Create(path);
        // Equal pictures, all but those of different steps, become one; the last is held for two seconds more.
        Assert.Equal([500, 500, 500, 500, 2500], codec.FrameInfo.Select(frame => frame.Duration));
        Image grid = Image.Load(fixture.First.SavedPictures[^1].Path);
        Assert.InRange(codec.Info.Width, grid.Width, LearningFilm.SideToSee + grid.Width);
        Assert.True(codec.Info.Height > codec.Info.Width * grid.Height / grid.Width);
        Assert.Equal(0, codec.Info.Width % grid.Width);
    }

    [Fact]
    public void Write_ofARunWithOnePicture_saysWhatToDo() =>
        Assert.Contains("saved 1 picture on its way, and a film takes two or more; train it further", Assert.Throws<BelamyException>(() => LearningFilm.Write(fixture.Second, fixture.PathOf("film.gif"), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

    [Fact]
    public void Encode_withoutFfmpeg_saysHowToGetIt() =>
        Assert.Contains("is not installed; install it (apt install ffmpeg", Assert.Throws<BelamyException>(() => Mp4.Encode("a.mp4", [new Image(4, 4, 3)], 2, "no-such-program")).Message, StringComparison.Ordinal);
}
