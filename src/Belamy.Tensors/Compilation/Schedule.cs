using Belamy.Tensors.Operations;

namespace Belamy.Tensors.Compilation;

/// <summary>
/// Kernels in waves: the kernels of a wave depend only on earlier waves, so they run side by side. Updates write straight
/// into their parameter where every other reader of its old value can run before.
/// </summary>
internal sealed class Schedule
{
    private Schedule(List<KernelPlan[]> waves, HashSet<Tensor> inPlace)
    {
        Waves = waves;
        InPlace = inPlace;
    }

    /// <summary>The waves.</summary>
    public List<KernelPlan[]> Waves { get; }

    /// <summary>Updates whose values are written into the parameter's own memory.</summary>
    public HashSet<Tensor> InPlace { get; }

    /// <param name="kernels">In order of level.</param>
    /// <param name="updates">Each update's value and the tensor that reads its parameter, if any does.</param>
    /// <param name="views">How tensors lie in memory.</param>
    public static Schedule Make(List<KernelPlan> kernels, IReadOnlyDictionary<Tensor, Tensor?> updates, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        var writers = new Dictionary<Tensor, int>();
        var readers = new Dictionary<Tensor, List<int>>();
        for (int kernel = 0; kernel < kernels.Count; kernel++)
        {
            foreach (Tensor tensor in kernels[kernel].Writes)
                writers[tensor] = kernel;
            foreach (Tensor tensor in kernels[kernel].Reads)
                (readers.TryGetValue(tensor, out List<int>? known) ? known : readers[tensor] = []).Add(kernel);
        }

        var inPlace = new HashSet<Tensor>();
        foreach ((Tensor value, Tensor? old) in updates)
        {
            if (old is null || ReadsInStep(kernels[writers[value]], old, value, views))
                inPlace.Add(value);
        }

        while (true)
        {
            int[] wave = AssignWaves(kernels, writers, readers, updates, inPlace);
            int[] stuck = [.. Enumerable.Range(0, kernels.Count).Where(kernel => wave[kernel] < 0)];
            if (stuck.Length == 0)
            {
                return new Schedule(
                    [.. kernels.Zip(wave).GroupBy(pair => pair.Second, pair => pair.First).OrderBy(group => group.Key).Select(group => group.ToArray())],
                    inPlace);
            }

            // A cycle through "read before it is overwritten": those updates get memory of their own.
            inPlace.ExceptWith(stuck.SelectMany(kernel => kernels[kernel].Writes));
        }
    }

    /// <summary>Whether a kernel that overwrites a parameter reads it, if at all, element for element in step with its writes.</summary>
    private static bool ReadsInStep(KernelPlan kernel, Tensor parameter, Tensor value, IReadOnlyDictionary<Tensor, StridedView> views)
    {
        LoopPlan? loop = kernel switch
        {
            LoopPlan plan => plan,
            NodePlan node when !node.Sources.Contains(parameter) && node.Epilogues.Count(epilogue => epilogue.Sources.Contains(parameter)) <= 1 =>
                node.Epilogues.Find(epilogue => epilogue.Stored.Contains(value)),
            _ => null,
        };
        return loop is not null && loop.Stored.Contains(value)
            && loop.Loaded.All(loaded => views[loaded].Base != parameter
                || (loaded.Shape == parameter.Shape && views[loaded].SameElements(views[parameter], parameter.Shape)));
    }

    private static int[] AssignWaves(
        List<KernelPlan> kernels,
        Dictionary<Tensor, int> writers,
        Dictionary<Tensor, List<int>> readers,
        IReadOnlyDictionary<Tensor, Tensor?> updates,
        HashSet<Tensor> inPlace)
    {
        var after = new List<int>[kernels.Count];
        var before = new int[kernels.Count];
        for (int kernel = 0; kernel < after.Length; kernel++)
            after[kernel] = [];
        foreach ((Tensor tensor, List<int> users) in readers)
        {
            if (!writers.TryGetValue(tensor, out int writer))
                continue;
            foreach (int user in users)
                Order(writer, user);
        }

        foreach (Tensor value in inPlace)
        {
            if (updates[value] is not { } old)
                continue;
            foreach (int reader in readers.GetValueOrDefault(old, []))
            {
                if (reader != writers[value])
                    Order(reader, writers[value]);
            }
        }

        var wave = new int[kernels.Count];
        Array.Fill(wave, -1);
        var ready = new Queue<int>(Enumerable.Range(0, kernels.Count).Where(kernel => before[kernel] == 0));
        var earliest = new int[kernels.Count];
        while (ready.TryDequeue(out int kernel))
        {
            wave[kernel] = earliest[kernel];
            foreach (int next in after[kernel])
            {
                earliest[next] = Math.Max(earliest[next], wave[kernel] + 1);
                if (--before[next] == 0)
                    ready.Enqueue(next);
            }
        }

        return wave;

        void Order(int first, int second)
        {
            after[first].Add(second);
            before[second]++;
        }
    }
}
