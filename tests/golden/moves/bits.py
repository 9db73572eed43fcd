"""Games over bits and probabilities: boundary-seeking, the restricted Boltzmann machine, naive Bayes."""

import torch
import torch.nn.functional as F

from .adversarial import adam, between, cross_entropy, normal_latent, paying
from .encoders import drawn_bits
from .layers import Dense, Network, leaky, relu
from .play import BATCH, Game, Sgd


def boundary_seeking(name="boundary-seeking", settings=(), penalty=None):
    """Hjelm et al. 2017, equations 8 to 10: M = 20 draws of each z, weighed by the softmax of the discriminator's logits."""
    game = Game(name, "boundary-seeking", (1, 2, 2), latent=3, width=2, settings=settings)
    game.paper = ["batch=64", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    hidden, count, draws = 4 * game.width, 4, 20
    generator = Network(game, "generator", (game.latent,), Dense(hidden), relu(), Dense(hidden), relu(), Dense(count))
    discriminator = Network(game, "discriminator", (count,), Dense(hidden), leaky(), Dense(hidden), leaky(), Dense(1))

    def drawn(move, logits):
        """x_m ~ g(x | z), [batch, draws, bits]."""
        chances = torch.sigmoid(logits).detach()
        return (move.uniform("bits", BATCH, draws, count) < chances[:, None]).double()

    def judge(move):
        fake = drawn(move, generator.still(move, normal_latent(move, game)))
        real = (move.data > 0).double().flatten(1)
        real_logits, fake_logits = discriminator(move, real), discriminator(move, fake.reshape(-1, count))
        move.measure_accuracy(real_logits, fake_logits)
        loss = cross_entropy(real_logits, 1.0) + cross_entropy(fake_logits, 0.0)
        return paying(loss, move, penalty, lambda x: discriminator.still(move, x), real, fake[:, 0])

    def make(move):
        logits = generator(move, normal_latent(move, game))
        bits = drawn(move, logits)
        weights = torch.softmax(discriminator.still(move, bits.reshape(-1, count)).reshape(BATCH, draws), dim=1).detach()
        move.measure("effective-draws", (1 / weights.square().sum(1)).mean())
        # ln g(x_m | z), each draw by itself.
        likelihood = torch.distributions.Bernoulli(logits=logits[:, None]).log_prob(bits).sum(2)
        return -(weights * likelihood).sum(1).mean()

    judging, making = adam(game, 3e-4)
    game.player("discriminator", [discriminator], judge, judging)
    game.player("generator", [generator], make, making)
    return game


def boundary_seeking_with_penalty():
    """Between real bits and the first draw of each z."""
    return boundary_seeking("boundary-seeking-penalty", ["penalty=gradient-penalty", "penalty.weight=0.5"], between(0.5))


def rbm():
    """
    Hinton 2002 and Tieleman 2008. The gradient is not that of a loss here but what the paper says by name: <v h> of the data less
    <v h> of the chains, likewise for both biases; chains go on from where they ended. Weight decay 2e-4.
    """
    game = Game("rbm", "rbm", (4,), latent=3, width=1)
    game.paper = ["batch=100", "latent=500", "generator.optimizer.momentum=0.5", "generator.learning-rate=0.1"]
    machine = Network(game, "machine", game.item, Boltzmann(game.latent), bare=True)
    game.state("chains", game.grid(BATCH, game.latent).gt(0).double())
    game.rate_decay = 1

    def loss(move):
        weight, visible_bias, hidden_bias = (move.values[f"machine/{name}"] for name in ("weight", "visible-bias", "hidden-bias"))
        bits = drawn_bits(move)
        with torch.no_grad():
            ended = (move.uniform("machine", BATCH, 4) < torch.sigmoid(move.values["state/chains"] @ weight.t() + visible_bias)).double()
            chains = (move.uniform("machine", BATCH, game.latent) < torch.sigmoid(ended @ weight + hidden_bias)).double()
        move.change("state/chains", chains)

        def statistics(v):
            """<v h>, <v>, <h> with h as probabilities."""
            h = torch.sigmoid(v @ weight + hidden_bias).detach()
            return v.t() @ h / BATCH, v.mean(0), h.mean(0)

        def free_energy(v):
            """-ln of the sum over all states of h of exp(b v + c h + v W h)."""
            states = torch.tensor([[(number >> unit) & 1 for unit in range(game.latent)] for number in range(2 ** game.latent)]).double()
            return -torch.logsumexp((v @ visible_bias)[:, None] + (v @ weight + hidden_bias) @ states.t(), dim=1).mean()

        # Linear in the parameters, with the paper's gradient; the value is that of the free energies.
        uphill = [data - model for data, model in zip(statistics(bits), statistics(ended))]
        slope = -sum((rise * parameter).sum() for rise, parameter in zip(uphill, (weight, visible_bias, hidden_bias)))
        value = (free_energy(bits) - free_energy(ended)).detach()
        return slope - slope.detach() + value + 2e-4 / 2 * weight.square().sum()

    game.player("machine", [machine], loss, Sgd(0.1, 0.5))
    game.order = lambda step: [0]
    return game


class Boltzmann:
    """The parameters of a restricted Boltzmann machine."""

    def __init__(self, hidden):
        self.hidden = hidden

    def build(self, make, shape):
        visible, = shape
        make("weight", (visible, self.hidden))
        make("visible-bias", (visible,))
        make("hidden-bias", (self.hidden,))
        return (1,)

    def apply(self, at, x):
        raise NotImplementedError


def naive_bayes():
    """Maron 1961 with Laplace's rule of succession: what is known of a batch before it is counted, and the counts after it."""
    game = Game("naive-bayes", "naive-bayes", (4,), latent=1, width=1, classes=3)
    game.state("class-counts", [2.0, 0.0, 1.0])
    game.state("ones", [[1.0, 0.0, 2.0, 2.0], [0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 0.0, 1.0]])

    def loss(move):
        seen, ones = move.values["state/class-counts"].clone(), move.values["state/ones"].clone()
        length = 0
        for x, y in zip(move.data > 0, move.labels):
            chance = (ones[y] + 1) / (seen[y] + 2)
            length -= ((seen[y] + 1) / (seen.sum() + 3)).log() + torch.where(x, chance, 1 - chance).log().sum()
        for x, y in zip(move.data > 0, move.labels):
            move.change("state/class-counts", move.values["state/class-counts"] + F.one_hot(y, 3))
            move.change("state/ones", move.values["state/ones"] + F.one_hot(y, 3)[:, None] * x)
        return length / BATCH

    game.player("counter", [], loss, Sgd(2e-4))
    game.order = lambda step: [0]
    return game


GAMES = [boundary_seeking, boundary_seeking_with_penalty, rbm, naive_bayes]
