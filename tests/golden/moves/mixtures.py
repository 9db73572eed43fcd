"""Several generators in one game."""

import torch

from .adversarial import adam, between, non_saturating, normal_latent, paying
from .layers import Dense, Flatten, Network, Reshape, leaky, relu
from .play import BATCH, Game


def generator_of(game, name):
    hidden = 2 * game.width
    return Network(game, name, (game.latent,), Dense(hidden), relu(), Dense(hidden), relu(), Dense(2), Reshape(2))


def discriminator_of(game, name):
    hidden = 2 * game.width
    return Network(game, name, game.item, Flatten(), Dense(hidden), leaky(), Dense(hidden), leaky(), Dense(1))


def mix_gan(name="mix-gan", settings=(), penalty=None):
    """
    Arora et al. 2017, section 6: sum over i, j of w_i v_j F(G_i, D_j), w and v softmaxes that learn too; each side pays
    -lambda/T sum ln of its shares. T = 4, lambda = 0.1.
    """
    game = Game(name, "mix-gan", (2,), width=2, settings=settings)
    generators = [generator_of(game, f"generator-{at}") for at in (1, 2, 3, 4)]
    discriminators = [discriminator_of(game, f"discriminator-{at}") for at in (1, 2, 3, 4)]
    game.state("generator-shares", game.grid(1, 4))
    game.state("discriminator-shares", game.grid(1, 4))
    judge_loss, make_loss = non_saturating()
    shares = lambda move, side: torch.softmax(move.values[f"state/{side}-shares"][0], 0)
    price = lambda w: -0.1 / 4 * w.log().sum()

    def judge(move):
        w, v = shares(move, "generator"), shares(move, "discriminator")
        fakes = [g.still(move, normal_latent(move, game)) for g in generators]
        real_logits = [d(move, move.data) for d in discriminators]
        fake_logits = [[d(move, fake) for fake in fakes] for d in discriminators]
        move.measure_accuracy(torch.cat(real_logits), torch.cat([logit for row in fake_logits for logit in row]))
        loss = sum(w[i] * v[j] * judge_loss(move, real_logits[j], fake_logits[j][i]) for i in range(4) for j in range(4)) + price(v)
        if penalty:
            # Each discriminator pays, between real items and those of the first generator.
            prices = sum(penalty(move, lambda x, d=d: d.still(move, x), move.data, fakes[0].detach(), None) for d in discriminators)
            move.measure("penalty", prices)
            loss = loss + prices
        return loss

    def make(move):
        w, v = shares(move, "generator"), shares(move, "discriminator")
        fakes = [g(move, normal_latent(move, game)) for g in generators]
        move.measure("entropy", -(w * w.log()).sum())
        return sum(w[i] * v[j] * make_loss(None, d.still(move, fakes[i])) for i in range(4) for j, d in enumerate(discriminators)) + price(w)

    optimizers = adam(game)
    game.player("discriminator", discriminators, judge, optimizers[0], others=["state/discriminator-shares"])
    game.player("generator", generators, make, optimizers[1], average=game.average(0.99, *generators), others=["state/generator-shares"])
    return game


def mix_gan_with_penalty():
    return mix_gan("mix-gan-penalty", ["penalty=gradient-penalty", "penalty.weight=0.5"], between(0.5))


def boosting_weights(d, beta):
    """
    Tolstikhin et al. 2017, theorem 1: w_i = p_i / beta max(0, lambda - (1 - beta) d_i), lambda such that they add up to 1. The
    sum grows with lambda, so halving finds it.
    """
    weights = lambda l: (l - (1 - beta) * d).clamp(min=0) / (beta * len(d))
    low, high = 0.0, 1 + d.sum().item()
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if weights(middle).sum() > 1 else (middle, high)
    return weights(high)


def adagan(name="adagan", settings=(), penalty=None):
    """
    Algorithms 1 and 2, five rounds: a classifier between data and the mixture so far, weights of the items by it, a generator
    and its discriminator on items drawn by weight. Round 1 is the first pair alone; a later round is a quarter classifier.
    """
    game = Game(name, "adagan", (2,), width=2, settings=settings)
    game.paper = ["batch=256"]
    classifier = discriminator_of(game, "mixture")
    generators = [generator_of(game, f"generator-{at}") for at in range(1, 6)]
    discriminators = [discriminator_of(game, f"discriminator-{at}") for at in range(1, 6)]
    # Ten steps: two of the first pair, then one of the classifier and one of the pair in each round.
    game.steps = 10
    rounds = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    game.scheduled["round"] = lambda step, steps: float(rounds[step])
    game.given["round"] = 3
    judge_loss, make_loss = non_saturating()

    def missed(move):
        """As many items as a batch holds, drawn from it by weight at places that lie evenly, each moved by a draw."""
        d = torch.exp(-classifier.still(move, move.data).detach().clamp(-10, 10)).flatten()
        shares = boosting_weights(d, 1 / move.values["schedule/round"])
        places = (torch.arange(BATCH) + move.uniform("missed", BATCH)) / BATCH
        return move.data[torch.searchsorted(shares.cumsum(0), places, right=True).clamp(max=BATCH - 1)]

    def classify(move):
        before = max(1, int(move.values["schedule/round"]) - 1)
        z = normal_latent(move, game)
        member = (move.uniform("member", BATCH) * before).long()
        made = torch.stack([g.still(move, z) for g in generators])[member, torch.arange(BATCH)]
        return judge_loss(move, classifier(move, move.data), classifier.still(move, made.detach()))

    def pair(generator, discriminator):
        def judge(move):
            real, fake = missed(move), generator.still(move, normal_latent(move, game))
            real_logits, fake_logits = discriminator(move, real), discriminator(move, fake)
            move.measure_accuracy(real_logits, fake_logits)
            return paying(judge_loss(move, real_logits, fake_logits), move, penalty, lambda x: discriminator.still(move, x), real, fake)

        def make(move):
            return make_loss(None, discriminator.still(move, generator(move, normal_latent(move, game))))

        return judge, make

    judging, making = adam(game)
    game.player("mixture", [classifier], classify, judging)
    for at, (generator, discriminator) in enumerate(zip(generators, discriminators), 1):
        judge, make = pair(generator, discriminator)
        game.player(f"discriminator-{at}", [discriminator], judge, judging)
        game.player(f"generator-{at}", [generator], make, making)
    game.order = lambda step: [2 * rounds[step] - 1, 2 * rounds[step]] if step in (0, 1, 3, 5, 7, 9) else [0]
    return game


def adagan_with_penalty():
    """The discriminator of each pair pays, between items drawn by weight and those of its generator; the classifier does not."""
    return adagan("adagan-penalty", ["penalty=gradient-penalty", "penalty.weight=0.5"], between(0.5))


GAMES = [mix_gan, mix_gan_with_penalty, adagan, adagan_with_penalty]
