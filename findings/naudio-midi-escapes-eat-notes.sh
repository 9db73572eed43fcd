#!/usr/bin/env bash
# NAudio.Midi 3.3.0 (MidiFile)
#
# Expected: an F7 event of a MIDI file (an escape, or a later packet of a system-exclusive message; F7, a length, that many bytes) is kept or skipped, and
#   the notes around it stay where and as they are.
# Seen: its length and bytes are taken for times and events. After an escape of two bytes the note that follows has lost its beginning: only the
#   note-off is left. After an escape of one byte (a clock) the note starts a tick late, and after a system-exclusive message in two packets, as
#   the standard shows it, at 15,232 in place of 64. An F0 event alone is read rightly. With strict checking off, as files
#   from elsewhere need it, nothing is thrown.
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: songs lose notes, or one track shifts against the others and against the grid, and the set looks merely untidy. What a
#   synthesizer was told by such a message long ago is nothing that anybody who trains on notes would look at.
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
    <PackageReference Include="NAudio.Midi" Version="[3.3.0]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using NAudio.Midi;

// A note of middle C, from 0 to 480, and the end of the track.
byte[] note = [0, 0x90, 60, 64, 0x83, 0x60, 0x80, 60, 64, 0, 0xFF, 0x2F, 0];
Show("the note alone", []);
Show("after a system-exclusive message", [0, 0xF0, 2, 0x43, 0xF7]);
Show("after one in two packets, the second at 64", [0, 0xF0, 3, 0x43, 0x12, 0x00, 0x40, 0xF7, 4, 0x43, 0x12, 0x00, 0xF7]);
Show("after an escape of one byte", [0, 0xF7, 1, 0xF8]);
Show("after an escape of two bytes", [0, 0xF7, 2, 0xF3, 1]);

void Show(string what, byte[] before)
{
    byte[] track = [.. before, .. note];
    File.WriteAllBytes("song.mid", [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 1, 0xE0, .. "MTrk"u8, 0, 0, 0, (byte)track.Length, .. track]);
    IEnumerable<string> notes = new MidiFile("song.mid", strictChecking: false).Events[0].OfType<NoteEvent>()
        .Select(e => $"{(MidiEvent.IsNoteOn(e) ? "on" : "off")} at {e.AbsoluteTime}");
    Console.WriteLine($"{what}: {string.Join(", ", notes)}");
}
END

cat > seen.txt <<'END'
the note alone: on at 0, off at 480
after a system-exclusive message: on at 0, off at 480
after one in two packets, the second at 64: on at 15232, off at 15712
after an escape of one byte: on at 1, off at 481
after an escape of two bytes: off at 480
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: NAudio.Midi no longer does what is stated"
  exit 1
fi
echo "as stated"
