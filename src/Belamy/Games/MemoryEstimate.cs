using Belamy.Data;

namespace Belamy.Games;

/// <summary>The memory that a training takes, known before any of it is taken.</summary>
/// <param name="State">Bytes of networks, averages, optimizers and all else that a checkpoint holds.</param>
/// <param name="Programs">Bytes that the compiled moves and the generator's program work in.</param>
/// <param name="Data">Bytes of the data, as a data set of pictures holds them.</param>
public sealed record MemoryEstimate(long State, long Programs, long Data)
{
    /// <summary>The part of the machine's memory that a training may take; the rest is for the system, and for what else runs.</summary>
    public const double Share = MachineMemory.Share;

    /// <summary>Bytes that this machine, or the container that it is, has for programs.</summary>
    public static long Available => MachineMemory.Available;

    /// <summary>All of it: the state is there twice, once as a copy to go back to.</summary>
    public long Total => checked((2 * State) + Programs + Data);

    /// <summary>Whether a machine can hold it.</summary>
    /// <param name="available">Bytes that the machine has.</param>
    public bool Fits(long available) => MachineMemory.Fits(Total, available);

    /// <summary>Plans a game, which compiles what is not compiled yet, and adds up.</summary>
    /// <param name="game">The game.</param>
    /// <param name="data">What it will be played over.</param>
    /// <param name="progress">Is told now and then the programs compiled, with the share of the one at work, and all of them; what it throws ends the planning.</param>
    public static MemoryEstimate Of(AssembledGame game, Dataset data, Action<double, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(game);
        ArgumentNullException.ThrowIfNull(data);
        return Of(game, data.Count, progress);
    }

    internal static MemoryEstimate Of(AssembledGame game, long items, Action<double, int>? progress = null)
    {
        game.Compile(progress);
        return new MemoryEstimate(game.Game.StateBytes, Tensors.Program.MemoryOf([.. game.Game.Programs, .. game.Generator?.Programs ?? []]), checked(items * game.Game.Item.Count));
    }
}
