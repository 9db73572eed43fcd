"""Moves of models, written by hand from their papers in PyTorch: every player's loss and gradients, and the state after steps."""

from cases import File

from . import adversarial, attention, bits, bottlenecks, captions, classes, colours, conditional, domains, encoders, energies, flows, growing, mixtures, repair, resolution, segmentation, sequences, signals, songs, styles, tables, translation, views

GAMES = [*adversarial.GAMES, *views.GAMES, *conditional.GAMES, *mixtures.GAMES, *bits.GAMES, *classes.GAMES, *encoders.GAMES, *energies.GAMES,
         *translation.GAMES, *domains.GAMES, *signals.GAMES, *resolution.GAMES, *repair.GAMES, *segmentation.GAMES, *colours.GAMES, *captions.GAMES, *tables.GAMES, *sequences.GAMES, *songs.GAMES, *bottlenecks.GAMES, *flows.GAMES,
         *attention.GAMES, *growing.GAMES, *styles.GAMES]


def record(names=()):
    """Writes moves/NAME.json for each game, or for those named."""
    for make in GAMES:
        game = make()
        if not names or game.name in names:
            file = File(f"moves/{game.name}.json")
            game.record(file)
            file.write()
