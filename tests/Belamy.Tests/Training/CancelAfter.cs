using Belamy.Games;

namespace Belamy.Tests.Training;

/// <summary>Cancels after a number of moves, in the midst of a step, as an interruption does.</summary>
internal sealed record CancelAfter(MovePolicy Inner, int Moves, CancellationTokenSource Cancellation) : MovePolicy
{
    private int _left = Moves;

    public override Player? Next(Standing standing)
    {
        Player? next = Inner.Next(standing);
        if (next is not null && _left-- == 0)
            Cancellation.Cancel();
        return next;
    }
}
