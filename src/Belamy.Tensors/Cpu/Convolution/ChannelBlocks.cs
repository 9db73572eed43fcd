using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Belamy.Tensors.Cpu;

/// <summary>
/// Takes the channels that one block of a convolution in groups reads out of pixels of all channels, so that a task's source
/// is small and lies densely.
/// </summary>
/// <remarks>
/// A block is a group, whose channels are copied side by side; or, lane by lane, a vector of target channels: then a pixel of
/// the copy has, for each source channel of a group, a vector with every lane's own.
/// </remarks>
internal sealed unsafe class ChannelBlocks
{
    private const int MostSourceVectors = 4;

    private readonly int _sources;
    private readonly int _channels;
    private readonly int _lanes;
    private readonly int _vectors;
    private readonly int[] _offsets = [];
    private readonly int[] _indices = [];

    /// <summary>Plans the copy.</summary>
    /// <param name="groups">Groups.</param>
    /// <param name="sources">Source channels of a group.</param>
    /// <param name="targets">Target channels of a group.</param>
    /// <param name="lanes">Lanes of a vector if lane by lane, otherwise 0.</param>
    public ChannelBlocks(int groups, int sources, int targets, int lanes)
    {
        _sources = sources;
        _channels = groups * sources;
        _lanes = lanes;
        if (lanes == 0)
            return;
        var blocks = (groups * targets + lanes - 1) / lanes;
        int Source(int block, int source, int lane) => Math.Min(block * lanes + lane, groups * targets - 1) / targets * sources + source;
        for (var block = 0; block < blocks; block++)
            _vectors = Math.Max(_vectors, (Source(block, 0, lanes - 1) - Source(block, 0, 0)) / lanes + 1);
        if (_channels < lanes)
            _vectors = 0;

        // Of each vector that is read: where it starts, and which of its numbers goes where; -1 where another vector has it.
        var reads = Math.Max(1, _vectors);
        _offsets = GC.AllocateArray<int>(blocks * sources * reads, pinned: true);
        _indices = GC.AllocateArray<int>(blocks * sources * reads * lanes, pinned: true);
        for (var read = 0; read < _offsets.Length; read++)
        {
            var (block, source, vector) = (read / reads / sources, read / reads % sources, read % reads);
            var first = Source(block, source, 0) + vector * lanes;
            _offsets[read] = _vectors == 0 ? 0 : Math.Min(first, _channels - lanes);
            for (var lane = 0; lane < lanes; lane++)
            {
                var channel = Source(block, source, lane);
                var isHere = _vectors == 0 || (channel >= first && channel < first + lanes);
                _indices[read * lanes + lane] = isHere ? channel - _offsets[read] : -1;
            }
        }
    }

    /// <summary>Whether channels of several groups side by side in a vector, a source vector for each, beat a group at a time.</summary>
    public static bool LaneByLanePays(int groups, int sources, int targets, int lanes)
    {
        if (groups == 1 || lanes == 1)
            return false;
        var each = groups * ((targets + lanes - 1) / lanes);
        var together = (groups * targets + lanes - 1) / lanes;
        var groupsOfVector = Math.Min(groups, (lanes + targets - 2) / targets + 1);
        // Copying costs the more, the more source channels each vector of targets has.
        return 10 * each > (sources == 1 ? 14 : 19) * together && groupsOfVector * sources <= MostSourceVectors * lanes;
    }

    /// <summary>The width for groups of some targets: half of the widest where these fill it, which no processor does slower than wide vectors half empty.</summary>
    public static SimdWidth Width(int groups, int targets, SimdWidth width) =>
        groups > 1 && width == SimdWidth.Bits512 && targets is > 4 and <= 8 ? SimdWidth.Bits256 : width;

    /// <summary>How a block's channels are copied.</summary>
    public Block At(int block) => new(this, block);

    /// <summary>Copies the channels of one block.</summary>
    public readonly struct Block(ChannelBlocks owner, int block) : IPixelCopy
    {
        public nint SourcePixel => owner._channels * sizeof(float);

        public nint TargetPixel => owner._sources * Math.Max(1, owner._lanes) * sizeof(float);

        public void Copy(nint source, nint target, nint pixels)
        {
            if (owner._lanes == 0)
                CopyGroup(source + block * owner._sources * sizeof(float), SourcePixel, target, pixels, owner._sources);
            else
                owner.CopyLanes(block, (float*)source, (float*)target, pixels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyGroup(nint source, nint sourcePixel, nint target, nint pixels, int channels)
    {
        var to = (float*)target;
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            var from = (float*)source;
            var channel = 0;
            for (; channel + 8 <= channels; channel += 8)
                Vector256.Store(Vector256.Load(from + channel), to + channel);
            for (; channel < channels; channel++)
                to[channel] = from[channel];
            source += sourcePixel;
            to += channels;
        }
    }

    private void CopyLanes(int block, float* source, float* target, nint pixels)
    {
        var reads = Math.Max(1, _vectors);
        fixed (int* offsets = &_offsets[block * _sources * reads], indices = &_indices[block * _sources * reads * _lanes])
        {
            if (_vectors == 0)
                CopyNumbers(source, target, pixels, indices);
            else if (_lanes == 16)
                CopyVectors512(source, target, pixels, offsets, indices);
            else if (_lanes == 8)
                CopyVectors256(source, target, pixels, offsets, indices);
            else
                CopyVectors128(source, target, pixels, offsets, indices);
        }
    }

    private void CopyNumbers(float* source, float* target, nint pixels, int* indices)
    {
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            for (var number = 0; number < _sources * _lanes; number++)
                target[number] = source[indices[number]];
            source += _channels;
            target += _sources * _lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyVectors512(float* source, float* target, nint pixels, int* offsets, int* indices)
    {
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            for (nint channel = 0; channel < _sources; channel++)
            {
                var order = Vector512.Load(indices + channel * _vectors * 16);
                var result = Vector512.ShuffleNative(Vector512.Load(source + offsets[channel * _vectors]), order);
                for (var read = channel * _vectors + 1; read < (channel + 1) * _vectors; read++)
                {
                    order = Vector512.Load(indices + read * 16);
                    var other = Vector512.ShuffleNative(Vector512.Load(source + offsets[read]), order);
                    result = Vector512.ConditionalSelect(Vector512.LessThan(order, Vector512<int>.Zero).AsSingle(), result, other);
                }

                Vector512.Store(result, target);
                target += 16;
            }

            source += _channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyVectors256(float* source, float* target, nint pixels, int* offsets, int* indices)
    {
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            for (nint channel = 0; channel < _sources; channel++)
            {
                var order = Vector256.Load(indices + channel * _vectors * 8);
                var result = Vector256.ShuffleNative(Vector256.Load(source + offsets[channel * _vectors]), order);
                for (var read = channel * _vectors + 1; read < (channel + 1) * _vectors; read++)
                {
                    order = Vector256.Load(indices + read * 8);
                    var other = Vector256.ShuffleNative(Vector256.Load(source + offsets[read]), order);
                    result = Vector256.ConditionalSelect(Vector256.LessThan(order, Vector256<int>.Zero).AsSingle(), result, other);
                }

                Vector256.Store(result, target);
                target += 8;
            }

            source += _channels;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyVectors128(float* source, float* target, nint pixels, int* offsets, int* indices)
    {
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            for (nint channel = 0; channel < _sources; channel++)
            {
                var order = Vector128.Load(indices + channel * _vectors * 4);
                var result = Vector128.ShuffleNative(Vector128.Load(source + offsets[channel * _vectors]), order);
                for (var read = channel * _vectors + 1; read < (channel + 1) * _vectors; read++)
                {
                    order = Vector128.Load(indices + read * 4);
                    var other = Vector128.ShuffleNative(Vector128.Load(source + offsets[read]), order);
                    result = Vector128.ConditionalSelect(Vector128.LessThan(order, Vector128<int>.Zero).AsSingle(), result, other);
                }

                Vector128.Store(result, target);
                target += 4;
            }

            source += _channels;
        }
    }
}
