#!/usr/bin/env bash
# NAudio.Core 3.3.0 (WdlResamplingSampleProvider)
#
# Expected: the resampler that NAudio offers for all systems keeps what lies below half of the new rate (within half a
#   decibel up to nine tenths of it) and removes what lies above (by 60 dB and more), as soxr, SciPy's resample_poly or ffmpeg do.
# Seen: from 44,100 to 22,050 Hz a tone at half of the band comes out 1.7 dB weaker, at seven tenths 6.2 dB, at nine tenths
#   13.9 dB; a tone of 12,128 Hz, which 22,050 Hz cannot hold, comes back at 9,923 Hz only 23.5 dB weaker. Making the rate
#   higher loses as much and more: 22,050 to 44,100 Hz takes 9.0 dB from a tone that both rates hold with ease.
#   The numbers of samples are right, nothing is thrown or logged: the constructor asks for linear interpolation between two
#   low-pass filters of second order, and nothing of that can be set.
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: sounds brought to one rate this way are muffled and hold false tones. A generator learns both, and a
#   critic that sees resampled beside original sounds tells them apart by the treble alone.
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
    <PackageReference Include="NAudio.Core" Version="[3.3.0]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

foreach ((int from, int to, double[] tones) in new[]
{
    (44100, 22050, new[] { 5512.5, 7717.5, 9922.5, 12127.5 }),
    (22050, 44100, new[] { 5512.5, 7717.5 }),
})
{
    foreach (double tone in tones)
    {
        var resampler = new WdlResamplingSampleProvider(new Tone(from, tone, 2 * from), to);
        var heard = new List<float>();
        var piece = new float[1000];
        for (int read; (read = resampler.Read(piece)) > 0;)
            heard.AddRange(piece.AsSpan(0, read));

        // One second from the middle, in which every tone has whole periods or nearly so.
        double power = 0;
        for (int i = to / 2; i < to / 2 + to; i++)
            power += heard[i] * heard[i];
        double gain = 20 * Math.Log10(Math.Sqrt(2 * power / to));
        Console.WriteLine($"{from} -> {to} Hz, {heard.Count} samples, tone of {tone:F0} Hz: {gain:F1} dB");
    }
}

sealed class Tone(int rate, double frequency, int length) : ISampleProvider
{
    private int _at;

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(rate, 1);

    public int Read(Span<float> buffer)
    {
        int count = Math.Min(buffer.Length, length - _at);
        for (int i = 0; i < count; i++, _at++)
            buffer[i] = (float)Math.Sin(2 * Math.PI * frequency * _at / WaveFormat.SampleRate);
        return count;
    }
}
END

cat > seen.txt <<'END'
44100 -> 22050 Hz, 44100 samples, tone of 5512 Hz: -1.7 dB
44100 -> 22050 Hz, 44100 samples, tone of 7718 Hz: -6.2 dB
44100 -> 22050 Hz, 44100 samples, tone of 9922 Hz: -13.9 dB
44100 -> 22050 Hz, 44100 samples, tone of 12128 Hz: -23.5 dB
22050 -> 44100 Hz, 88200 samples, tone of 5512 Hz: -3.1 dB
22050 -> 44100 Hz, 88200 samples, tone of 7718 Hz: -9.0 dB
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: NAudio's resampler no longer does what is stated"
  exit 1
fi
echo "as stated"
