#!/usr/bin/env bash
# Parquet.Net 6.1.0, on a file written by ParquetSharp 25.0.1.2 (Apache Arrow's C++ library, which pyarrow and pandas use too)
#
# Expected: a column of a type that the library does not know is refused when it is read; the others can be read.
# Seen: one column of 16-bit floating point and nothing of the file can be reached: opening succeeds, then Schema throws, and with it every
#   way to a field. The columns beside it (names, labels) are as lost as the one that is not supported. The same file without it is read.
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: embeddings and features are commonly kept in half precision; tables that carry one such column beside
#   their labels cannot be opened at all, and the message names neither the column nor the file.
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
    <PackageReference Include="Parquet.Net" Version="[6.1.0]" />
    <PackageReference Include="ParquetSharp" Version="[25.0.1.2]" />
  </ItemGroup>
</Project>
END

cat > Program.cs <<'END'
using Parquet;
using ParquetSharp;

foreach (bool half in new[] { false, true })
{
    Column[] columns = half ? [new Column<int>("label"), new Column<Half>("feature")] : [new Column<int>("label")];
    using (var writer = new ParquetFileWriter("table.parquet", columns))
    {
        using RowGroupWriter rows = writer.AppendRowGroup();
        using (LogicalColumnWriter<int> labels = rows.NextColumn().LogicalWriter<int>())
            labels.WriteBatch([7, 8, 9]);
        if (half)
        {
            using LogicalColumnWriter<Half> features = rows.NextColumn().LogicalWriter<Half>();
            features.WriteBatch([(Half)1, (Half)2, (Half)3]);
        }

        writer.Close();
    }

    await using ParquetReader reader = await ParquetReader.CreateAsync("table.parquet");
    string what = half ? "with a half column" : "without";
    Console.WriteLine($"{what}: opened, {reader.RowGroupCount} row group");
    try
    {
        var labels = new int[3];
        using ParquetRowGroupReader rows = reader.OpenRowGroupReader(0);
        await rows.ReadAsync<int>(reader.Schema.GetDataFields()[0], labels);
        Console.WriteLine($"{what}: label {string.Join(", ", labels)}");
    }
    catch (NotSupportedException e)
    {
        Console.WriteLine($"{what}: {e.GetType().Name}: {e.Message}");
    }
}
END

cat > seen.txt <<'END'
without: opened, 1 row group
without: label 7, 8, 9
with a half column: opened, 1 row group
with a half column: NotSupportedException: type System.Half is not supported
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: Parquet.Net no longer does what is stated"
  exit 1
fi
echo "as stated"
