using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Belamy.Data;

namespace Belamy.Tests;

/// <summary>
/// Four systems play the very steps that they played before their settings became records: what is rebuilt above a game must
/// not change its bits.
/// </summary>
public sealed class KeptBitsTests
{
    // SHA-256 of the checkpoint after 60 steps of 16 digits at width 4, on a machine of 512-bit vectors: with shorter ones sums
    // come together in another order. That of began is of 29 November 2026, when sums over pixels came to run in one piece.
    [Theory]
    [InlineData("dcgan", "91aa2e836b6a22e170cbc1c58f3a4ee6306fe80adf3c85d3eaa1c05506309242")]
    [InlineData("acgan", "7c67a9073953d27214124d6ab45ca08bd282e860b2df8d571fd4a47d2c249937")]
    [InlineData("began", "d8b7c1c89ad718264c3f55d1644aa238356b8117b318276cf8f43e3f47d75eb0")]
    [InlineData("vae", "59dd98f3ce5aefaf7c2d0aa24013a36b0e52b21db762ba6ed7a45fe8de93fe47")]
    public void Sixty_steps_leave_the_checkpoint_of_before(string model, string expected)
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "The bits were recorded with 512-bit vectors.");
        using var folder = new TemporaryFolder();
        using TrainingRun run = Gan.Train(
            Models.Find(model).Recipe.With("width=4") with { Batch = 16 }, Datasets.Digits(), steps: 60, folder: folder["run"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(run.Folder!.LatestCheckpoint!))));
    }
}
