using Belamy.Onnx;
using Belamy.Tensors;

namespace Belamy.Tests.Architecture;

/// <summary>The public surface of each library against the one recorded beside this file: a change is a decision, not an accident.</summary>
public sealed class PublicApiTests
{
    private const string Accept = "BELAMY_ACCEPT_API";

    [Theory]
    [InlineData(typeof(Tensor))]
    [InlineData(typeof(Recipe))]
    [InlineData(typeof(OnnxExport))]
    public void PublicApi_ofLibrary_isAsRecorded(Type type)
    {
        string name = type.Assembly.GetName().Name!;
        string recordedPath = Repository.PathOf($"tests/Belamy.Tests/Architecture/{name}.txt");
        string receivedPath = Repository.PathOf($"tests/Belamy.Tests/Architecture/{name}.received.txt");
        string[] received = PublicApi.Describe(type.Assembly);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllLines(recordedPath, received);
        string[] recorded = File.Exists(recordedPath) ? File.ReadAllLines(recordedPath) : [];
        if (received.SequenceEqual(recorded))
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllLines(receivedPath, received);
        IEnumerable<string> differences = recorded.Except(received).Select(line => $"- {line}").Concat(received.Except(recorded).Select(line => $"+ {line}"));
        Assert.Fail(
            $"The public surface of {name} has changed:\n{string.Join('\n', differences.Take(20))}\n"
            + $"All of it is in {receivedPath}. If that is meant, run: {Accept}=1 dotnet test --project tests/Belamy.Tests -c Release");
    }
}
