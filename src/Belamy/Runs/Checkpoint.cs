using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Belamy.Games;
using Belamy.Serialization;
using Belamy.Tensors;

namespace Belamy.Runs;

/// <summary>
/// Everything a run needs to go on, in one safetensors file: networks, statistics, averages, optimizers, random counter,
/// learning rates, sums of the log's next line as tensors; step, position in the data and the model in its metadata. The
/// state that the run goes back to when it diverges is in it too, as <c>kept/NAME</c>, where it is another one.
/// </summary>
/// <remarks>
/// Its bytes follow from the run alone: tensors go by name, and nothing tells the time or the machine. A SHA-256 over
/// everything in it tells a damaged file from a good one, before anything in it is believed. Files of format 1, as Belamy
/// wrote them before its first release, have one over names and values alone; they are read too, and what they say beside
/// that must be plausible.
/// </remarks>
public static class Checkpoint
{
    private const string Format = "belamy-checkpoint-2";
    private const string ChecksumKey = "checksum";
    private const string FirstFormat = "belamy-checkpoint-1";
    private const string FirstChecksumKey = "sha256";
    private const string KeptPrefix = "kept/";

    // No run gets there, and what is counted on from there does not overflow.
    private const long LargestNumber = 1L << 53;

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
        foreach (Parameter parameter in Sorted(store))
            Add(builder, parameter.Name, parameter, () => parameter.AsBytes());
        if (state.Kept is { } kept)
        {
            builder.Metadata["kept-step"] = kept.Step.ToString(invariant);
            builder.Metadata["kept-position"] = kept.Position.ToString(invariant);
            foreach (Parameter parameter in Sorted(store))
                Add(builder, KeptPrefix + parameter.Name, parameter, () => kept.Values[parameter.Name]);
        }

        builder.Seal(ChecksumKey);
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
        bool isOld = IsOld(file);
        try
        {
            return Load(file, store, model, data, isOld);
        }
        catch (Exception e) when (isOld && e is BelamyException and not DamagedCheckpointException)
        {
            // What the file says of itself is not in its checksum: it may be damaged.
            throw new DamagedCheckpointException(e.Message, e);
        }
    }

    /// <summary>What the generator of a checkpoint was measured at; null where it was not.</summary>
    /// <exception cref="DamagedCheckpointException">The file is damaged.</exception>
    internal static BestMeasure? ReadBest(string path)
    {
        using SafetensorsFile file = Open(path);
        IsOld(file);
        return Text(file, "best") is { Length: > 0 } json ? BestMeasure.Parse(Number(file, "step"), json) : null;
    }

    /// <summary>The players' learning rates, schedules included.</summary>
    /// <exception cref="DamagedCheckpointException">The file is damaged.</exception>
    internal static IReadOnlyDictionary<string, double> ReadLearningRates(string path)
    {
        using SafetensorsFile file = Open(path);
        IsOld(file);
        return file.Tensors.Values.Where(entry => entry.Name.StartsWith(Game.RatePrefix, StringComparison.Ordinal))
            .ToDictionary(entry => entry.Name[Game.RatePrefix.Length..], entry => (double)MemoryMarshal.Read<float>(ReadBytes(file, entry)), StringComparer.Ordinal);
    }

    private static TrainingState Load(SafetensorsFile file, ParameterStore store, string model, string? data, bool isOld)
    {
        string path = file.Path;
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
                kept.Values.Add(entry.Name[KeptPrefix.Length..], ReadBytes(file, entry));
            else
                Read(file, entry, store);
        }

        if (isOld && Hash(store, kept) != Text(file, FirstChecksumKey))
            throw new DamagedCheckpointException($"{path}: is damaged, its values do not match its checksum");
        if (kept is not null && !kept.Fits(store))
            throw new DamagedCheckpointException($"{path}: is damaged, the state to go back to is not one of the same networks");
        return new TrainingState(Number(file, "step"), (int)Number(file, "move", int.MaxValue), Number(file, "position")) { Kept = kept };
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

    private static byte[] ReadBytes(SafetensorsFile file, SafetensorsEntry entry)
    {
        ElementType type = TypeOf(file, entry);
        if (entry.ByteLength > Array.MaxLength)
            throw new BelamyException($"{file.Path}: {entry.Name} has {entry.ByteLength} bytes, more than fit into memory at once");
        var bytes = new byte[entry.ByteLength];
        switch (type)
        {
            case ElementType.Float32: file.Read(entry.Name, MemoryMarshal.Cast<byte, float>(bytes.AsSpan())); break;
            case ElementType.Float64: file.Read(entry.Name, MemoryMarshal.Cast<byte, double>(bytes.AsSpan())); break;
            default: file.Read(entry.Name, MemoryMarshal.Cast<byte, int>(bytes.AsSpan())); break;
        }

        return bytes;
    }

    private static ElementType TypeOf(SafetensorsFile file, SafetensorsEntry entry) => entry.Type switch
    {
        SafetensorsType.F32 => ElementType.Float32,
        SafetensorsType.F64 => ElementType.Float64,
        SafetensorsType.I32 => ElementType.Int32,
        _ => throw new BelamyException($"{file.Path}: {entry.Name} is of type {entry.Type}, which no checkpoint holds"),
    };

    private static void Read(SafetensorsFile file, SafetensorsEntry entry, ParameterStore store)
    {
        ElementType type = TypeOf(file, entry);
        if (entry.Name.Length == 0 || entry.Shape.Any(size => size > int.MaxValue) || entry.ElementCount > int.MaxValue)
            throw new BelamyException($"{file.Path}: '{entry.Name}' {type}[{string.Join(", ", entry.Shape)}] can be no parameter; it was made with other settings");
        var shape = new Shape([.. entry.Shape.Select(size => (int)size)]);
        Parameter parameter = store.Find(entry.Name) ?? store.Create(entry.Name, shape, type);
        if (parameter.Shape != shape || parameter.ElementType != type)
        {
            throw new BelamyException(
                $"{file.Path}: {entry.Name} is {type}{shape}, but the networks have {parameter.ElementType}{parameter.Shape}; it was made with other settings");
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

    /// <summary>Whether a file is of the first format.</summary>
    /// <exception cref="DamagedCheckpointException">It is of none, or is damaged.</exception>
    private static bool IsOld(SafetensorsFile file)
    {
        string format = Text(file, "format");
        if (format == FirstFormat && file.Metadata.ContainsKey(FirstChecksumKey))
            return true;
        if (!file.Metadata.ContainsKey(ChecksumKey))
            throw new DamagedCheckpointException($"{file.Path}: is no checkpoint of a run; name a folder that belamy train made");
        try
        {
            if (!file.IsSealed(ChecksumKey))
                throw new DamagedCheckpointException($"{file.Path}: is damaged, its content does not match its checksum");
        }
        catch (BelamyException e) when (e is not DamagedCheckpointException)
        {
            throw new DamagedCheckpointException(e.Message, e);
        }

        return format == Format
            ? false
            : throw new DamagedCheckpointException($"{file.Path}: is of the format '{format}', which this version of Belamy does not read; use a later one");
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

    private static long Number(SafetensorsFile file, string key, long largest = LargestNumber) =>
        long.TryParse(Text(file, key), NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value <= largest
            ? value
            : throw new DamagedCheckpointException($"{file.Path}: is damaged, '{key}' in its metadata is no whole number from 0 to {largest}");
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
