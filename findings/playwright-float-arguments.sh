#!/usr/bin/env bash
# Microsoft.Playwright 1.64.1, with Chromium
#
# Expected: numbers of C# that are given to a script in a page arrive there as these numbers, whatever their width; or are refused.
# Seen: int, long, double and decimal arrive as numbers. A float arrives as an object, and each float of an array too; what a script then
#   computes with it is NaN. Nothing is thrown.
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: pixels, sounds and latent vectors are 32-bit floats in .NET, so that a test which hands an exported network its inputs
#   hands it no numbers, and gets none back.
#
# Takes Chromium from the machine (CHROMIUM=path, or chromium, chromium-browser, google-chrome on PATH).
set -euo pipefail
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
[ -n "$browser" ] || { echo "cannot be run: there is no Chromium or Chrome"; exit 2; }
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
    <PackageReference Include="Microsoft.Playwright" Version="[1.64.1]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using Microsoft.Playwright;

using IPlaywright playwright = await Playwright.CreateAsync();
await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = args[0], Args = ["--no-sandbox"] });
IPage page = await browser.NewPageAsync();
foreach ((string name, object given) in new (string, object)[]
{
    ("int", 2), ("long", 2L), ("double", 0.25), ("float", 0.25f), ("decimal", 0.25m), ("double[]", new[] { 0.25, 2 }), ("float[]", new[] { 0.25f, 2 }),
})
    Console.WriteLine($"{name}: {await page.EvaluateAsync<string>("given => String(given)", given)}");
END

cat > seen.txt <<'END'
int: 2
long: 2
double: 0.25
float: [object Object]
decimal: 0.25
double[]: 0.25,2
float[]: [object Object],[object Object]
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll "$browser" | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: Playwright no longer does what is stated"
  exit 1
fi
echo "as stated"
