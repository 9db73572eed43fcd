"""A game of a model: its players, what a move of theirs computes, and how both are recorded."""

import math
import random

import torch

from .streams import Draws

BATCH = 8
SEED = 1


def accuracies(real, generated, has_zero=True):
    """The shares of real and of generated items that scores tell rightly: by their sign, or by the middle between the means of both."""
    border = 0 if has_zero else (real.mean() + generated.mean()) / 2
    return (real > border).double().mean(), (generated < border).double().mean()


class Move:
    """One run of one move: the batch, the draws, the values of all parameters, and what it measures and changes."""

    def __init__(self, values, draws, data, labels):
        self.values, self.draws, self.data_batch, self.labels_batch = values, draws, data, labels
        self.measures, self.changed, self.fields = {}, set(), set()
        self.takes_data = self.takes_labels = False

    @property
    def data(self):
        self.takes_data = True
        return self.data_batch

    @property
    def labels(self):
        self.takes_labels = True
        return self.labels_batch.long()

    def field(self, name):
        """The batch of a field, of data that have several."""
        self.fields.add(name)
        return self.data_batch[name]

    def uniform(self, name, *shape):
        return self.draws.uniform(name, *shape)

    def normal(self, name, *shape):
        return self.draws.normal(name, *shape)

    def change(self, name, value):
        """Sets a value that is no parameter of the player: a statistic, state of the game."""
        assert value.shape == self.values[name].shape, name
        self.values[name] = value.detach()
        self.changed.add(name)

    def measure(self, name, value):
        self.measures[name] = value

    def measure_accuracy(self, real, generated, has_zero=True):
        for items, share in zip(("real", "generated"), accuracies(real, generated, has_zero)):
            self.measure(f"accuracy-{items}", share)

    def branch(self):
        """What would be: values of its own, the draws in common."""
        ahead = Move(dict(self.values), self.draws, self.data_batch, self.labels_batch)
        return ahead


class Player:
    def __init__(self, name, parameters, loss, optimizer, average=None, constrain=None):
        self.name, self.parameters, self.loss, self.optimizer = name, parameters, loss, optimizer
        self.average, self.constrain = average, constrain
        self.limit = self.history = 0


class Game:
    """A model made to measure for small items, with initial values of its own."""

    def __init__(self, name, model, item, latent=3, width=2, classes=0, settings=()):
        self.name, self.model, self.item = name, model, tuple(item)
        self.latent, self.width, self.classes, self.settings = latent, width, classes, list(settings)
        self.numbers = random.Random(name)
        # Data of several fields: the shape of each, that of the items first, and whether they lie side by side or walk each by itself.
        self.fields, self.paired = {}, True
        # Data of one field that are rows of a table, which moves draw from as a whole: its columns.
        self.table = ""
        # Data of one field that are texts: how many words there are, of which items are the numbers.
        self.words = 0
        # How many times further off than usual float32 may be: instance norm of a few pixels, in chains of networks, makes much of little.
        self.looseness = 1
        self.parameters, self.statistics, self.idle, self.players = {}, set(), set(), []
        # What the course of a run decides: the value at a step of so many. A move by itself is played with those of `given`.
        self.scheduled, self.given = {}, {}
        self.decay = None
        self.averaged = []
        self.rate_decay = 0
        self.steps = 2
        # Who moves in a step, by number; asked for the next one only when the one before has moved and `latest` is what it measured.
        self.order = lambda step: [0, len(self.players) - 1]
        self.latest = {}
        # Settings that the model must have by itself, as the paper names them.
        self.paper = []
        self.batches, self.least_batches = [], 2

    # Values.

    def grid(self, *shape, low=-1.0, high=1.0):
        """Odd multiples of 1/256: exact in float32, in few digits, and never 0, where slopes jump."""
        values = [(2 * self.numbers.randrange(int(low * 128), int(high * 128)) + 1) / 256 for _ in range(math.prod(shape))]
        return torch.tensor(values).reshape(shape)

    def parameter(self, name, shape, fan=None, low=-1.0, high=1.0, statistic=False):
        """A parameter; with a fan, of the size that keeps what passes a layer of so many inputs as large as it is."""
        if fan:
            high = min(1.0, math.sqrt(3 / fan))
            low = -high
        assert name not in self.parameters, name
        self.parameters[name] = self.grid(*shape, low=low, high=high)
        if statistic:
            self.statistics.add(name)

    def state(self, name, value):
        """A number, or several, that belong to the game."""
        self.parameters[f"state/{name}"] = torch.as_tensor(value)
        self.statistics.add(f"state/{name}")

    def average(self, decay, *networks):
        """Moving averages of networks' weights and statistics, which begin elsewhere than the weights, so that they are seen to move."""
        self.decay = decay
        self.averaged = [path for network in networks for path in network.parameters + network.statistics]
        return self.averaged

    def player(self, name, networks, loss, optimizer, average=None, constrain=None, others=()):
        player = Player(name, [path for network in networks for path in network.parameters] + list(others), loss, optimizer, average, constrain)
        self.players.append(player)
        return player

    def idle_bias(self, name):
        """A bias before batch norm, which takes it out again: no gradient but rounding."""
        self.idle.add(name)

    def batch(self, number):
        """The items of a batch, made when they are asked for; with classes, of which the last has most."""
        while len(self.batches) <= number:
            items = self.texts() if self.words else {name: self.labels_of(shape) if name == "map" else self.items(shape) for name, shape in self.fields.items()} if self.fields else self.items(self.item)
            labels = [min(self.numbers.randrange(2 * self.classes - 1), self.classes - 1) for _ in range(BATCH)] if self.classes else [0] * BATCH
            self.batches.append((items, torch.tensor(labels, dtype=torch.int32)))
        return self.batches[number]

    def taken(self):
        """All batches that have been asked for, one behind the other: the data of the game."""
        batches = [items if self.fields else {"": items} for items, _ in self.batches]
        data = {f"data/{name}" if name else "data": torch.cat([items[name] for items in batches]) for name in batches[0]}
        return data, torch.cat([labels for _, labels in self.batches])

    def items(self, shape):
        if shape == ():
            # One of three classes.
            return torch.tensor([self.numbers.randrange(3) for _ in range(BATCH)], dtype=torch.int32)
        if math.prod(shape) > 500:
            # Large pictures are written in few digits.
            return torch.tensor([self.numbers.choice([-1, -0.5, 0.5, 1]) for _ in range(BATCH * math.prod(shape))]).reshape(BATCH, *shape)
        return self.grid(BATCH, *shape)

    def labels_of(self, shape):
        """One of three labels at each pixel."""
        return torch.tensor([self.numbers.randrange(3) for _ in range(BATCH * math.prod(shape))], dtype=torch.int32).reshape(BATCH, *shape)

    def texts(self):
        """Numbers of words of the one field, up to an end, which is word 0."""
        (name, (length,)), = self.fields.items()
        return {name: torch.tensor([[self.numbers.randrange(1, self.words) if at < words else 0 for at in range(length)]
                                    for words in (self.numbers.randrange(1, length + 1) for _ in range(BATCH))], dtype=torch.int32)}

    # Recording.

    def record(self, file):
        averages = {f"average/{path}": self.grid(*self.parameters[path].shape, low=0.25) for path in self.averaged}
        if self.averaged:
            averages["average-decay"] = torch.tensor(0.75)
        given = {**self.parameters, **averages}
        for player in self.players:
            if player.history:
                # As after three moves.
                given[f"optimizer/{player.name}/history"] = torch.tensor(3.0)
                given |= {f"optimizer/{player.name}/history/{path}": self.grid(*self.parameters[path].shape) for path in player.parameters}
        given |= {f"schedule/{name}": torch.tensor(float(self.given.get(name, value(0, self.steps)))) for name, value in self.scheduled.items()}
        self.initial = dict(given)
        for player in self.players:
            if player.parameters:
                self.initial |= {path: torch.tensor(0.0) if shape is None else torch.zeros(shape) for path, shape in player.optimizer.state(player, self).items()}
            self.initial[f"learning-rate/{player.name}"] = torch.tensor(player.optimizer.rate)
        self.batch(self.least_batches - 1)
        data, self.labels = self.taken()
        self.data = data.get("data")
        cases = [*(self.move_case(index, player) for index, player in enumerate(self.players)), self.steps_case()]
        data, labels = self.taken()
        given |= data
        if self.classes:
            given["labels"] = labels
        fields = {"fields": ";".join(self.fields), "paired": self.paired} if self.fields else {}
        if self.table:
            fields["table"] = self.table
        if self.words:
            fields["words"] = self.words
        if self.looseness > 1:
            fields["looseness"] = self.looseness
        file.add({
            "name": "game", "kind": "Game", "attributes": {
                "model": self.model, "item": list(self.item), "classes": self.classes, "latent": self.latent, "width": self.width, "batch": BATCH,
                "settings": ";".join(self.settings), "paper": ";".join(self.paper), "players": ";".join(player.name for player in self.players)} | fields,
            "inputs": given, "outputs": {}})
        for case in cases:
            file.add(case)

    def run(self, values, draws, batch, player):
        """One run of a move up to its gradients."""
        move = Move(dict(values), draws, *batch)
        leaves = {path: values[path].clone().requires_grad_() for path in player.parameters}
        move.values |= leaves
        loss = player.loss(move)
        if player.history:
            loss = loss + player.history * historical_distance(move, player)
        gradients = torch.autograd.grad(loss, list(leaves.values()), allow_unused=True) if leaves else []
        gradients = {path: torch.zeros_like(leaf) if gradient is None else gradient for (path, leaf), gradient in zip(leaves.items(), gradients)}
        if player.limit:
            length = torch.sqrt(sum(gradient.square().sum() for gradient in gradients.values()))
            gradients = {path: gradient * min(1.0, player.limit / length.item()) for path, gradient in gradients.items()}
        return move, loss, gradients

    def finish(self, move, player, after):
        """What follows the optimizer: the constraint, the averages."""
        move.values |= after
        if player.constrain:
            move.values |= {path: player.constrain(move.values[path]) for path in player.parameters}
        move.values = {path: value.detach() for path, value in move.values.items()}
        for path in player.average or []:
            before = move.values[f"average/{path}"]
            decay = move.values["average-decay"]
            move.change(f"average/{path}", decay * before + (1 - decay) * move.values[path])

    def move_case(self, index, player):
        """The move twice, on two batches; between them its own parameters stay, what else it changes does not."""
        values, outputs, recorded, changed, fields = self.initial, {}, {}, set(), set()
        for number in (1, 2):
            move, loss, gradients = self.run(values, Draws(SEED, number), self.batch(number - 1), player)
            outputs |= {f"{number} loss": loss.detach()} | {f"{number} {name}": torch.as_tensor(value).detach() for name, value in move.measures.items()}
            recorded |= {f"{number} {path}": gradient for path, gradient in gradients.items()}
            self.finish(move, player, {})
            values, changed, fields = move.values, changed | move.changed, fields | move.fields
            if player.constrain:
                changed |= set(player.parameters)
        for path in player.parameters:
            size = max(recorded[f"{number} {path}"].abs().max().item() for number in (1, 2))
            assert size < 1e-12 if path in self.idle else size > 1e-6, f"{self.name}: the gradient of {player.name} by {path} is {size}"
        case = {"name": f"move {index}", "kind": "Move",
                "attributes": {"player": index, "data": move.takes_data, "labels": move.takes_labels} | ({"fields": ";".join(sorted(fields))} if self.fields else {}), "inputs": {},
                "outputs": outputs | {f"after {path}": values[path] for path in sorted(changed)}}
        if recorded:
            case["gradients"] = recorded
        return case

    def steps_case(self):
        """Whole steps: who moves, the optimizers, the averages, what follows the course of the run."""
        values, run, taken = dict(self.initial), 0, 0
        for step in range(self.steps):
            share = min(1.0, (self.steps - step) / (self.rate_decay * self.steps)) if self.rate_decay else 1.0
            values |= {f"learning-rate/{player.name}": torch.tensor(share * player.optimizer.rate) for player in self.players}
            values |= {f"schedule/{name}": torch.as_tensor(value(step, self.steps)) for name, value in self.scheduled.items()}
            if self.averaged:
                values["average-decay"] = torch.tensor(min(self.decay, (1 + step) / (10 + step)))
            for index in self.order(step):
                player = self.players[index]
                run += 1
                move, _, gradients = self.run(values, Draws(SEED, run), self.batch(taken), player)
                taken += move.takes_data or move.takes_labels or len(move.fields) > 0
                after = player.optimizer.update(player, move.values, gradients) if player.parameters else {}
                self.finish(move, player, after)
                values = move.values
                self.latest |= {name: float(value) for name, value in move.measures.items()}
        return {"name": "steps", "kind": "Steps", "attributes": {"steps": self.steps, "moves": run, "batches": taken, "decay": self.rate_decay}, "inputs": {},
                  "outputs": {path: value for path, value in sorted(values.items()) if path not in self.initial or not torch.equal(value, self.initial[path])
                              or path.startswith(("learning-rate/", "schedule/"))}}


def historical_distance(move, player):
    """Salimans et al. 2016, section 3.3: the squared distance to the mean of all values so far, the present one included."""
    count = move.values[f"optimizer/{player.name}/history"] + 1
    move.change(f"optimizer/{player.name}/history", count)
    distance = 0
    for path in player.parameters:
        name = f"optimizer/{player.name}/history/{path}"
        mean = ((count - 1) * move.values[name] + move.values[path].detach()) / count
        move.change(name, mean)
        distance = distance + (move.values[path] - mean).square().sum()
    return distance


class Adam:
    """Kingma and Ba 2015, algorithm 1. The recorded games take a large epsilon, for gradients that are 0 but for rounding."""

    def __init__(self, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon

    def state(self, player, game):
        own = f"optimizer/{player.name}"
        return {f"{own}/first-weight": None, f"{own}/second-weight": None} | {
            f"{own}/{moment}-moment/{path}": game.parameters[path].shape for path in player.parameters for moment in ("first", "second")}

    def update(self, player, values, gradients):
        own, after = f"optimizer/{player.name}", {}
        rate = values[f"learning-rate/{player.name}"]
        first = after[f"{own}/first-weight"] = self.beta1 * values[f"{own}/first-weight"] + 1 - self.beta1
        second = after[f"{own}/second-weight"] = self.beta2 * values[f"{own}/second-weight"] + 1 - self.beta2
        for path, gradient in gradients.items():
            m = after[f"{own}/first-moment/{path}"] = self.beta1 * values[f"{own}/first-moment/{path}"] + (1 - self.beta1) * gradient
            v = after[f"{own}/second-moment/{path}"] = self.beta2 * values[f"{own}/second-moment/{path}"] + (1 - self.beta2) * gradient.square()
            after[path] = values[path] - rate * (m / first) / ((v / second).sqrt() + self.epsilon)
        return after


class RmsProp:
    """Tieleman and Hinton 2012."""

    def __init__(self, rate, decay=0.99, epsilon=1e-8):
        self.rate, self.decay, self.epsilon = rate, decay, epsilon

    def state(self, player, game):
        return {f"optimizer/{player.name}/mean-square/{path}": game.parameters[path].shape for path in player.parameters}

    def update(self, player, values, gradients):
        after = {}
        for path, gradient in gradients.items():
            name = f"optimizer/{player.name}/mean-square/{path}"
            square = after[name] = self.decay * values[name] + (1 - self.decay) * gradient.square()
            after[path] = values[path] - values[f"learning-rate/{player.name}"] * gradient / (square.sqrt() + self.epsilon)
        return after


class Sgd:
    """Stochastic gradient descent with momentum."""

    def __init__(self, rate, momentum=0.0):
        self.rate, self.momentum = rate, momentum

    def state(self, player, game):
        return {f"optimizer/{player.name}/velocity/{path}": game.parameters[path].shape for path in player.parameters} if self.momentum else {}

    def update(self, player, values, gradients):
        after = {}
        for path, gradient in gradients.items():
            if self.momentum:
                name = f"optimizer/{player.name}/velocity/{path}"
                gradient = after[name] = self.momentum * values[name] + gradient
            after[path] = values[path] - values[f"learning-rate/{player.name}"] * gradient
        return after
