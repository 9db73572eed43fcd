using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Belamy.Serialization;
using Belamy.Tensors;

namespace Belamy.Training;

/// <summary>
/// Everything a run needs to go on, in one safetensors file: networks, statistics, averages, optimizers, random counter,
/// learning rates, sums of the log's next line as tensors; step, position in the data and the model in its metadata. The
/// state that the run goes back to when it diverges is in it too, as <c>kept/NAME</c>, where it is another one.
/// </summary>
/// <remarks>
/// Its bytes follow from the run alone: tensors go by name, and nothing tells the time or the machine. A SHA-256 over
/// names and values tells a damaged file from a good one.
/// </remarks>
public static class Checkpoint
{
    private const string Format = "belamy-checkpoint-1";
    private const string KeptPrefix = "kept/";

    /// <summary>Writes a checkpoint: aside, synced, renamed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">The state of the game.</param>
    /// <param name="state">Where the run stands.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="data">The fingerprint of the data.</param>
    /// <param name="best">What the generator was measured at, for weights that are kept as the best.</param>
    /// <exception cref="BelamyException">The file cannot be written.</exception>
    public static void Save(string path, ParameterStore store, TrainingState state, string model, string data, BestMeasure? best = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(state);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var builder = new SafetensorsBuilder();
        builder.Metadata["format"] = Format;
        builder.Metadata["model"] = model;
        builder.Metadata["data"] = data;
        builder.Metadata["step"] = state.Step.ToString(invariant);
        builder.Metadata["move"] = state.Move.ToString(invariant);
        builder.Metadata["position"] = state.Position.ToString(invariant);
        if (best is not null)
            builder.Metadata["best"] = best.ToJson();
        builder.Metadata["sha256"] = Hash(store, state.Kept);
        foreach (Parameter parameter in Sorted(store))
            Add(builder, parameter.Name, parameter, () => parameter.AsBytes());
        if (state.Kept is { } kept)
        {
            builder.Metadata["kept-step"] = kept.Step.ToString(invariant);
            builder.Metadata["kept-position"] = kept.Position.ToString(invariant);
            foreach (Parameter parameter in Sorted(store))
                Add(builder, KeptPrefix + parameter.Name, parameter, () => kept.Values[parameter.Name]);
        }

        builder.Save(path);
    }

    /// <summary>Reads a checkpoint into the parameters of a game that was built from the same recipe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="store">Receives the values; parameters that the file has and the store lacks are created.</param>
    /// <param name="model">The name of the model the run is of.</param>
    /// <param name="data">The fingerprint of the data, or null when it does not matter.</param>
    /// <returns>Where the run stands.</returns>
    /// <exception cref="BelamyException">The file is damaged, or is of another model or other data.</exception>
    public static TrainingState Load(string path, ParameterStore store, string model, string? data = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        using SafetensorsFile file = Open(path);
        if (Text(file, "format") != Format)
            throw new BelamyException($"{path}: is no checkpoint of a run; name a folder that belamy train made");
        if (Text(file, "model") != model)
            throw new BelamyException($"{path}: is a checkpoint of the model '{Text(file, "model")}', not of '{model}'");
        if (data is not null && Text(file, "data") != data)
            throw new BelamyException($"{path}: was made with other data; resume with the data the run began with");
        foreach (Parameter parameter in store.Parameters)
        {
            if (!file.Tensors.ContainsKey(parameter.Name))
                throw new BelamyException($"{path}: has no values for {parameter.Name}; it was made with other settings");
        }

        KeptState? kept = Text(file, "kept-step").Length == 0
            ? null
            : new KeptState { Step = Number(file, "kept-step"), Position = Number(file, "kept-position") };
        foreach (SafetensorsEntry entry in file.Tensors.Values)
        {
            if (kept is not null && entry.Name.StartsWith(KeptPrefix, StringComparison.Ordinal))
                kept.Values.Add(entry.Name[KeptPrefix.Length..], ReadBytes(path, file, entry));
            else
                Read(path, file, entry, store);
        }

        if (Hash(store, kept) != Text(file, "sha256"))
            throw new DamagedCheckpointException($"{path}: is damaged, its values do not match its checksum");
        return new TrainingState(Number(file, "step"), (int)Number(file, "move"), Number(file, "position")) { Kept = kept };
    }

    /// <summary>What the generator of a checkpoint was measured at; null where it was not.</summary>
    /// <exception cref="DamagedCheckpointException">The file is damaged.</exception>
    internal static BestMeasure? ReadBest(string path)
    {
        using SafetensorsFile file = Open(path);
        return Text(file, "best") is { Length: > 0 } json ? BestMeasure.Parse(Number(file, "step"), json) : null;
    }

    private static void Add(SafetensorsBuilder builder, string name, Parameter parameter, SafetensorsValues<byte> bytes)
    {
        long[] shape = [.. parameter.Shape.Select(size => (long)size)];
        switch (parameter.ElementType)
        {
            case ElementType.Float32: builder.Add(name, shape, () => MemoryMarshal.Cast<byte, float>(bytes())); break;
            case ElementType.Float64: builder.Add(name, shape, () => MemoryMarshal.Cast<byte, double>(bytes())); break;
            default: builder.Add(name, shape, () => MemoryMarshal.Cast<byte, int>(bytes())); break;
        }
    }

    private static byte[] ReadBytes(string path, SafetensorsFile file, SafetensorsEntry entry)
    {
        ElementType type = TypeOf(path, entry);
        var bytes = new byte[checked((int)(entry.Shape.Aggregate(1L, (product, size) => product * size) * type.Size()))];
        switch (type)
        {
            case ElementType.Float32: file.Read(entry.Name, MemoryMarshal.Cast<byte, float>(bytes.AsSpan())); break;
            case ElementType.Float64: file.Read(entry.Name, MemoryMarshal.Cast<byte, double>(bytes.AsSpan())); break;
            default: file.Read(entry.Name, MemoryMarshal.Cast<byte, int>(bytes.AsSpan())); break;
        }

        return bytes;
    }

    private static ElementType TypeOf(string path, SafetensorsEntry entry) => entry.Type switch
    {
        SafetensorsType.F32 => ElementType.Float32,
        SafetensorsType.F64 => ElementType.Float64,
        SafetensorsType.I32 => ElementType.Int32,
        _ => throw new BelamyException($"{path}: {entry.Name} is of type {entry.Type}, which no checkpoint holds"),
    };

    private static void Read(string path, SafetensorsFile file, SafetensorsEntry entry, ParameterStore store)
    {
        var shape = new Shape([.. entry.Shape.Select(size => checked((int)size))]);
        ElementType type = TypeOf(path, entry);
        Parameter parameter = store.Find(entry.Name) ?? store.Create(entry.Name, shape, type);
        if (parameter.Shape != shape || parameter.ElementType != type)
        {
            throw new BelamyException(
                $"{path}: {entry.Name} is {type}{shape}, but the networks have {parameter.ElementType}{parameter.Shape}; it was made with other settings");
        }

        switch (type)
        {
            case ElementType.Float32: file.Read(entry.Name, parameter.AsSpan<float>()); break;
            case ElementType.Float64: file.Read(entry.Name, parameter.AsSpan<double>()); break;
            default: file.Read(entry.Name, parameter.AsSpan<int>()); break;
        }
    }

    private static SafetensorsFile Open(string path)
    {
        try
        {
            return SafetensorsFile.Open(path);
        }
        catch (BelamyException e)
        {
            throw new DamagedCheckpointException(e.Message, e);
        }
    }

    /// <summary>The SHA-256 over names and values of all parameters, and of the state that is kept.</summary>
    internal static string Hash(ParameterStore store, KeptState? kept = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in Sorted(store))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(parameter.ToString()));
            hash.AppendData(parameter.AsBytes());
        }

        foreach ((string name, byte[] bytes) in (kept?.Values ?? new Dictionary<string, byte[]>()).OrderBy(value => value.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(KeptPrefix + name));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<Parameter> Sorted(ParameterStore store) => store.Parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal);

    private static string Text(SafetensorsFile file, string key) => file.Metadata.GetValueOrDefault(key, "");

    private static long Number(SafetensorsFile file, string key) =>
        long.TryParse(Text(file, key), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new DamagedCheckpointException($"{file.Path}: is damaged, its metadata lacks '{key}'");
}

/// <summary>A checkpoint whose content cannot be trusted.</summary>
public sealed class DamagedCheckpointException : BelamyException
{
    /// <summary>Creates an error without a message of its own.</summary>
    public DamagedCheckpointException()
    {
    }

    /// <summary>Creates an error.</summary>
    /// <param name="message">One line that names the file.</param>
    public DamagedCheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an error caused by another.</summary>
    /// <param name="message">One line that names the file.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public DamagedCheckpointException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
