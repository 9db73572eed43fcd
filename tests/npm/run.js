// Runs an ONNX file by onnxruntime-node: node run.js generator.onnx < inputs.json > output.json
const fs = require('fs');
const ort = require('onnxruntime-node');
const kinds = { float32: Float32Array, int32: Int32Array };

ort.InferenceSession.create(process.argv[2], { intraOpNumThreads: 1 }).then(async session => {
  const { output, inputs } = JSON.parse(fs.readFileSync(0));
  const feeds = inputs.map(({ name, type, dims, values }) => [name, new ort.Tensor(type, kinds[type].from(values), dims)]);
  const { [output]: { dims, data } } = await session.run(Object.fromEntries(feeds));
  fs.writeFileSync(1, JSON.stringify({ version: ort.env.versions.node, dims, values: Array.from(data) }));
});
