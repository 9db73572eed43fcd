#!/usr/bin/env bash
# SixLabors.ImageSharp 2.1.13
#
# Expected: an Image<Rgb24> is saved with the colours that its pixels have.
# Seen: the file it was once loaded from decides. A grey JPEG, PNG or TIFF is loaded as Rgb24, every pixel is set to pure red, it is saved
#   in the same format with a new encoder of no options: the file is grey, (54, 54, 54). Of a PNG with a palette, repainted with a
#   gradient of 4,096 colours, 256 colours are left. An image made with `new Image<Rgb24>` is saved red, and so is the grey
#   JPEG when it is saved as PNG: the colour type travels along in the image's metadata, which encoders prefer to its pixels.
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: pictures made in place of loaded ones (a colourized one over its grey original, a sample pasted into a template)
#   lose their colour on disk only. Programs that load and save with it turn the results of colourization back into the input.
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
    <PackageReference Include="SixLabors.ImageSharp" Version="[2.1.13]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.PixelFormats;

const int Size = 64;
var greyPng = new PngEncoder { ColorType = PngColorType.Grayscale };
var palettePng = new PngEncoder { ColorType = PngColorType.Palette };
Show("made as Rgb24, saved as JPEG", Saved(Paint(new Image<Rgb24>(Size, Size), Red), new JpegEncoder()));
Show("grey JPEG, painted, saved as JPEG", Saved(Paint(Loaded(new JpegEncoder()), Red), new JpegEncoder()));
Show("grey JPEG, painted, saved as PNG", Saved(Paint(Loaded(new JpegEncoder()), Red), new PngEncoder()));
Show("grey PNG, painted, saved as PNG", Saved(Paint(Loaded(greyPng), Red), new PngEncoder()));
Show("grey TIFF, painted, saved as TIFF", Saved(Paint(Loaded(new TiffEncoder()), Red), new TiffEncoder()));
Show("made as Rgb24, gradient, saved as PNG", Saved(Paint(new Image<Rgb24>(Size, Size), Gradient), new PngEncoder()));
Show("palette PNG, gradient, saved as PNG", Saved(Paint(Loaded(palettePng), Gradient), new PngEncoder()));

static Rgb24 Red(int x, int y) => new(255, 0, 0);
static Rgb24 Gradient(int x, int y) => new((byte)(4 * x), (byte)(4 * y), 128);

static Image<Rgb24> Loaded(IImageEncoder encoder)
{
    using var grey = new Image<L8>(Size, Size, new L8(128));
    return Saved(grey, encoder);
}

static Image<Rgb24> Saved(Image image, IImageEncoder encoder)
{
    using var file = new MemoryStream();
    image.Save(file, encoder);
    file.Position = 0;
    return Image.Load<Rgb24>(file);
}

static Image<Rgb24> Paint(Image<Rgb24> image, Func<int, int, Rgb24> colour)
{
    for (int y = 0; y < Size; y++)
        for (int x = 0; x < Size; x++)
            image[x, y] = colour(x, y);
    return image;
}

static void Show(string what, Image<Rgb24> image)
{
    var colours = new HashSet<Rgb24>();
    for (int y = 0; y < Size; y++)
        for (int x = 0; x < Size; x++)
            colours.Add(image[x, y]);
    Rgb24 middle = image[Size / 2, Size / 2];
    Console.WriteLine(colours.Count == 1 ? $"{what}: ({middle.R}, {middle.G}, {middle.B})" : $"{what}: {colours.Count} colours");
}
END

cat > seen.txt <<'END'
made as Rgb24, saved as JPEG: (254, 0, 0)
grey JPEG, painted, saved as JPEG: (54, 54, 54)
grey JPEG, painted, saved as PNG: (255, 0, 0)
grey PNG, painted, saved as PNG: (54, 54, 54)
grey TIFF, painted, saved as TIFF: (54, 54, 54)
made as Rgb24, gradient, saved as PNG: 4096 colours
palette PNG, gradient, saved as PNG: 256 colours
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: ImageSharp no longer does what is stated"
  exit 1
fi
echo "as stated"
