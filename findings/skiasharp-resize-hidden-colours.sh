#!/usr/bin/env bash
# SkiaSharp 4.155.0 (SKBitmap.Resize, SKCanvas.DrawImage)
#
# Expected: where a picture is scaled, what is wholly transparent adds no colour. Skia is known to blend premultiplied, and the bitmap says
#   which alpha it has: of transparent red beside opaque green comes green of half the opacity, whichever way it is kept.
# Seen: a bitmap whose alpha type is Unpremul gives (128, 128, 0) at opacity 128: the red that nobody sees has been mixed in, by Resize
#   with linear, mipmap and cubic sampling, and by drawing it smaller on a premultiplied canvas. The same picture in a Premul bitmap gives (0, 255, 0).
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: programs that keep exact samples decode to Unpremul, since Premul rounds dark. In sprites, emoji and cut-outs the
#   colour under transparency is arbitrary, often black or white: made smaller, all edges get a fringe of it, and generators learn fringes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

cat > finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="SkiaSharp" Version="[4.155.0]" />
    <PackageReference Include="SkiaSharp.NativeAssets.Linux.NoDependencies" Version="[4.155.0]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using SkiaSharp;

foreach (SKAlphaType alpha in new[] { SKAlphaType.Premul, SKAlphaType.Unpremul })
{
    var info = new SKImageInfo(64, 64, SKColorType.Rgba8888, alpha);
    using var picture = new SKBitmap(info);
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 64; x++)
            picture.SetPixel(x, y, x < 32 ? new SKColor(255, 0, 0, 0) : new SKColor(0, 255, 0, 255));

    foreach ((string name, SKSamplingOptions sampling) in new[]
    {
        ("linear", new SKSamplingOptions(SKFilterMode.Linear)),
        ("mipmaps", new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)),
        ("cubic", new SKSamplingOptions(SKCubicResampler.Mitchell)),
    })
    {
        using SKBitmap small = picture.Resize(new SKImageInfo(3, 3, info.ColorType, alpha), sampling);
        Show($"{alpha}, resized, {name}", small.GetPixel(1, 1));
    }

    using var paper = new SKBitmap(new SKImageInfo(3, 3, SKColorType.Rgba8888, SKAlphaType.Premul));
    using var canvas = new SKCanvas(paper);
    using SKImage image = SKImage.FromBitmap(picture);
    canvas.Clear();
    canvas.DrawImage(image, new SKRect(0, 0, 64, 64), new SKRect(0, 0, 3, 3), new SKSamplingOptions(SKFilterMode.Linear));
    Show($"{alpha}, drawn smaller on a Premul canvas", paper.GetPixel(1, 1));
}

// Half of red and green means mixed; a level or two of rounding do not matter.
static void Show(string what, SKColor middle) => Console.WriteLine(
    $"{what}: {(middle.Red < 8 && middle.Green > 247 ? "green" : Math.Abs(middle.Red - 128) < 8 && Math.Abs(middle.Green - 128) < 8 ? "half red, half green" : middle)}");
END

cat > seen.txt <<'END'
Premul, resized, linear: green
Premul, resized, mipmaps: green
Premul, resized, cubic: green
Premul, drawn smaller on a Premul canvas: green
Unpremul, resized, linear: half red, half green
Unpremul, resized, mipmaps: half red, half green
Unpremul, resized, cubic: half red, half green
Unpremul, drawn smaller on a Premul canvas: half red, half green
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: SkiaSharp no longer does what is stated"
  exit 1
fi
echo "as stated"
