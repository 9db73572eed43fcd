#!/usr/bin/env bash
# Parquet.Net 6.1.0, on a file written by ParquetSharp 25.0.1.2 (Apache Arrow's C++ library, which pyarrow and pandas use too)
#
# Expected: columns that are compressed by LZ4 in the frame of Hadoop, codec 5 of the format (deprecated, but what Hadoop, Spark and
#   older Arrow wrote), are read or refused.
# Seen: the frame is taken for the data: three numbers 1, 2, 4 are read as 786432, 786432 and one more that is not 4, without a word. Longer columns fail with
#   "Specified argument was out of the range of valid values". LZ4_RAW (codec 7) is read rightly.
# Output seen: the text under seen.txt below, which each run is compared with.
# Why it matters: what is trained or reckoned on is not what the file says, and nothing tells.
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

foreach (Compression codec in new[] { Compression.Lz4, Compression.Lz4Hadoop })
{
    using (var writer = new ParquetFileWriter("table.parquet", [new Column<int>("count")], codec))
    {
        using RowGroupWriter rows = writer.AppendRowGroup();
        using (LogicalColumnWriter<int> counts = rows.NextColumn().LogicalWriter<int>())
            counts.WriteBatch([1, 2, 4]);
        writer.Close();
    }

    using (var file = new ParquetFileReader("table.parquet"))
    using (RowGroupReader group = file.RowGroup(0))
    using (LogicalColumnReader<int> column = group.Column(0).LogicalReader<int>())
        Console.WriteLine($"{codec}: ParquetSharp reads {string.Join(", ", column.ReadAll(3))}");

    await using ParquetReader reader = await ParquetReader.CreateAsync("table.parquet");
    using ParquetRowGroupReader read = reader.OpenRowGroupReader(0);
    var values = new int[3];
    try
    {
        await read.ReadAsync<int>(reader.Schema.GetDataFields()[0], values);
        Console.WriteLine($"{codec}: Parquet.Net reads {(values is [1, 2, 4] ? "1, 2, 4" : $"other numbers, the first {values[0]}")}");
    }
    catch (Exception e)
    {
        Console.WriteLine($"{codec}: Parquet.Net: {e.GetType().Name}: {e.Message}");
    }
}
END

cat > seen.txt <<'END'
Lz4: ParquetSharp reads 1, 2, 4
Lz4: Parquet.Net reads 1, 2, 4
Lz4Hadoop: ParquetSharp reads 1, 2, 4
Lz4Hadoop: Parquet.Net reads other numbers, the first 786432
END

dotnet build -v quiet -o built >build.log 2>&1 || { cat build.log; echo "cannot be run: the package or the SDK is missing"; exit 2; }
dotnet built/finding.dll | tee now.txt
if ! diff seen.txt now.txt; then
  echo "changed: Parquet.Net no longer does what is stated"
  exit 1
fi
echo "as stated"
