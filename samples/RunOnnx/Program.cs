// Makes pictures with a generator that `belamy export` wrote, without Belamy.
// dotnet run -c Release --project samples/RunOnnx generator.onnx [count]
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

using var generator = new InferenceSession(args[0]);
int count = args.Length > 1 ? int.Parse(args[1]) : 9;
foreach ((string name, string text) in generator.ModelMetadata.CustomMetadataMap.OrderBy(entry => entry.Key))
    Console.WriteLine($"{name}: {text}");

// One latent vector a picture, each number from N(0, 1).
int length = generator.InputMetadata["latent"].Dimensions[1];
var random = new Random(1);
double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
float[] latents = [.. Enumerable.Range(0, count * length).Select(_ => (float)Normal())];
var latent = NamedOnnxValue.CreateFromTensor("latent", new DenseTensor<float>(latents, [count, length]));

using var results = generator.Run([latent]);
Tensor<float> pictures = results[0].AsTensor<float>();
(int channels, int height, int width) = (pictures.Dimensions[1], pictures.Dimensions[2], pictures.Dimensions[3]);

// All below one another, as a portable pixmap: values from -1 to 1 become bytes.
using var file = File.Create("pictures.ppm");
file.Write(System.Text.Encoding.ASCII.GetBytes($"P6 {width} {count * height} 255\n"));
for (int pixel = 0; pixel < count * height * width; pixel++)
    for (int colour = 0; colour < 3; colour++)
        file.WriteByte((byte)Math.Clamp(Math.Round((pictures[pixel / (height * width), colour % channels, pixel / width % height, pixel % width] + 1) * 127.5), 0, 255));
Console.WriteLine($"pictures.ppm: {count} pictures of {width}×{height}");
