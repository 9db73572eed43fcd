#!/usr/bin/env bash
# NWaves 0.9.6 (WaveFile)
#
# Expected: a WAV file is read as the same sound, whether its header is the plain one (format 1 or 3) or the extensible one (format 0xFFFE, which
#   names the same formats further down); or it is refused.
# Seen: with 32 bits and an extensible header it is read as silence: of 0, 0.25, 0.5, -0.5 come 0, 0, 0, 0, for whole numbers and for floating point.
#   With the plain header the same samples are read rightly, and so are 16 and 24 bits with either header. Nothing is thrown; rate
#   and length are right. FFmpeg 5.1 writes the extensible header for all WAV files of 32 bits (pcm_s32le, pcm_f32le).
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: a folder of recordings that FFmpeg converted to floating point becomes a training set of zeros, on which losses fall nicely.
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
    <PackageReference Include="NWaves" Version="[0.9.6]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using NWaves.Audio;

float[] sound = [0, 0.25f, 0.5f, -0.5f];
foreach (int bits in new[] { 16, 24, 32 })
{
    byte[] samples = [.. sound.SelectMany(value => BitConverter.GetBytes((int)Math.Round(value * 2147483647.0))[(4 - bits / 8)..])];
    Show($"{bits} bits, whole numbers, plain", Wav(1, bits, samples, extensible: false));
    Show($"{bits} bits, whole numbers, extensible", Wav(1, bits, samples, extensible: true));
}

byte[] floats = [.. sound.SelectMany(BitConverter.GetBytes)];
Show("32 bits, floating point, plain", Wav(3, 32, floats, extensible: false));
Show("32 bits, floating point, extensible", Wav(3, 32, floats, extensible: true));

static void Show(string what, byte[] file) =>
    Console.WriteLine($"{what}: {string.Join(", ", new WaveFile(new MemoryStream(file)).Signals[0].Samples.Select(value => Math.Round(value, 3) + 0.0))}");

static byte[] Wav(short format, int bits, byte[] samples, bool extensible)
{
    int header = extensible ? 40 : 16;
    var file = new MemoryStream();
    var writer = new BinaryWriter(file);
    writer.Write("RIFF"u8);
    writer.Write(20 + header + samples.Length);
    writer.Write("WAVEfmt "u8);
    writer.Write(header);
    writer.Write(extensible ? unchecked((short)0xFFFE) : format);
    writer.Write((short)1);
    writer.Write(8000);
    writer.Write(8000 * bits / 8);
    writer.Write((short)(bits / 8));
    writer.Write((short)bits);
    if (extensible)
    {
        // What follows has 22 bytes: the bits that count, the places of the channels (front centre), the format as a GUID.
        writer.Write((short)22);
        writer.Write((short)bits);
        writer.Write(4);
        writer.Write(new Guid(format, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71).ToByteArray());
    }

    writer.Write("data"u8);
    writer.Write(samples.Length);
    writer.Write(samples);
    return file.ToArray();
}
END

cat > seen.txt <<'END'
16 bits, whole numbers, plain: 0, 0.25, 0.5, -0.5
16 bits, whole numbers, extensible: 0, 0.25, 0.5, -0.5
24 bits, whole numbers, plain: 0, 0.25, 0.5, -0.5
24 bits, whole numbers, extensible: 0, 0.25, 0.5, -0.5
32 bits, whole numbers, plain: 0, 0.25, 0.5, -0.5
32 bits, whole numbers, extensible: 0, 0, 0, 0
32 bits, floating point, plain: 0, 0.25, 0.5, -0.5
32 bits, floating point, extensible: 0, 0, 0, 0
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: NWaves no longer does what is stated"
  exit 1
fi
echo "as stated"
