"""The game of a discriminator and a generator. Goodfellow et al. 2014, algorithm 1, and the losses that papers give it."""

import torch
import torch.nn.functional as F

from .layers import Dense, Flatten, MinibatchDiscrimination, Network, Reshape, affine, leaky, relu
from .play import BATCH, Adam, Game, RmsProp, accuracies


def dense_pair(game, *before_last):
    """The networks for points: two hidden layers of twice the width on each side."""
    hidden, count = 2 * game.width, game.item[0]
    generator = Network(game, "generator", (game.latent,), Dense(hidden), relu(), Dense(hidden), relu(), Dense(count), Reshape(*game.item))
    discriminator = Network(game, "discriminator", game.item, Flatten(), Dense(hidden), leaky(), Dense(hidden), leaky(), *before_last, Dense(1))
    return generator, discriminator


def differences(networks, game):
    """Networks of losses that look at differences of logits alone: the bias of the last layer moves nothing."""
    discriminator = networks[1]
    game.idle.add(discriminator.parameters[-1])
    return networks


def normal_latent(move, game):
    """z from N(0, I)."""
    return move.normal("latent", BATCH, game.latent)


def uniform_latent(move, game):
    """z from U(-1, 1)."""
    return 2 * move.uniform("latent", BATCH, game.latent) - 1


def normal_latent(move, game):
    """z from N(0, I)."""
    return move.normal("latent", BATCH, game.latent)


def uniform_latent(move, game):
    """z from U(-1, 1)."""
    return 2 * move.uniform("latent", BATCH, game.latent) - 1


def cross_entropy(logit, target):
    """-t ln s(l) - (1 - t) ln(1 - s(l)), the mean over the batch."""
    return F.binary_cross_entropy_with_logits(logit, torch.as_tensor(target).expand(logit.shape))


# Losses: of the discriminator by the move and its logits of real and of generated items, and of the generator by both.

def non_saturating(weight=1.0):
    """Goodfellow et al. 2014, section 3: D minimizes -E ln D(x) - E ln(1 - D(G(z))), G minimizes -E ln D(G(z))."""
    return (lambda move, real, fake: weight * (cross_entropy(real, 1.0) + cross_entropy(fake, 0.0))), (lambda real, fake: cross_entropy(fake, 1.0))


def minimax():
    """Equation 1: both play for E ln D(x) + E ln(1 - D(G(z)))."""
    return non_saturating()[0], lambda real, fake: torch.log(1 - torch.sigmoid(fake)).mean()


def hinge():
    """Miyato et al. 2018, equations 16 and 17."""
    return (lambda move, real, fake: F.relu(1 - real).mean() + F.relu(1 + fake).mean()), (lambda real, fake: -fake.mean())


def without_zero(discriminator_loss, generator_loss):
    """Losses of scores that are right or wrong by the middle between the means of both, not by their sign."""
    discriminator_loss.has_zero = False
    return discriminator_loss, generator_loss


def wasserstein():
    """Arjovsky et al. 2017, equations 2 and 3."""
    return without_zero(lambda move, real, fake: fake.mean() - real.mean(), lambda real, fake: -fake.mean())


def least_squares(a, b, c):
    """Mao et al. 2016, equation 9."""
    return without_zero(lambda move, real, fake: 0.5 * (real - b).square().mean() + 0.5 * (fake - a).square().mean(), lambda real, fake: 0.5 * (fake - c).square().mean())


def relativistic_average(f):
    """Jolicoeur-Martineau 2018, equations 9 and 10 with f1(d) = f(d), f2(d) = f(-d) and g1 = f2, g2 = f1."""
    return without_zero(lambda move, real, fake: f(real - fake.mean()).mean() + f(-(fake - real.mean())).mean(),
                        lambda real, fake: f(-(real - fake.mean())).mean() + f(fake - real.mean()).mean())


def relativistic_pairs(f):
    """Equations 5 and 6."""
    return without_zero(lambda move, real, fake: f(real - fake).mean(), lambda real, fake: f(fake - real).mean())


STANDARD = lambda d: -F.logsigmoid(d)
SQUARES = lambda d: (d - 1).square()
HINGE = lambda d: F.relu(1 - d)


# Optimizers of both players, with an epsilon that keeps what is rounding small.

def adam(game, rate=2e-4, beta1=0.5, beta2=0.999):
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]
    return [Adam(rate, beta1, beta2, epsilon=0.01) for _ in range(2)]


def rms_prop(game, rate):
    game.settings += [f"{player}.optimizer.epsilon=0.01" for player in ("generator", "discriminator")]
    return [RmsProp(rate, epsilon=0.01) for _ in range(2)]


def two_players(game, networks, losses, optimizers, decay=0.99, penalty=None, interval=1, constrain=None, compares=False, prior=normal_latent,
                view=lambda move, items: items, earlier=lambda move, items: items, judged=None, moves=1, pretraining=0):
    """
    The players of algorithm 1. `penalty(move, score, real, fake)` is what the discriminator pays beside its loss, at every
    n-th move n times as much for an interval of n. `compares`: the generator's loss looks at real items. `view` is what the
    discriminator sees of items, `earlier` puts items of earlier moves among generated ones, `judged` looks at real logits.
    """
    generator, discriminator = networks
    discriminator_loss, generator_loss = losses

    def judge(move, payments):
        fake = view(move, earlier(move, generator.still(move, prior(move, game))))
        real = view(move, move.data)
        real_logits, fake_logits = discriminator(move, real), discriminator(move, fake)
        move.measure_accuracy(real_logits, fake_logits, getattr(discriminator_loss, "has_zero", True))
        if judged:
            judged(move, real_logits)
        loss = discriminator_loss(move, real_logits, fake_logits)
        if penalty and payments:
            price = penalty(move, lambda x: discriminator.still(move, x), real, fake, real_logits)
            move.measure("penalty", price)
            loss = loss + payments * price
        return loss

    def make(move):
        fake = view(move, generator(move, prior(move, game)))
        fake_logits = discriminator.still(move, fake)
        return generator_loss(discriminator.still(move, view(move, move.data)) if compares else None, fake_logits)

    for payments in [1] if interval == 1 else [interval, 0]:
        game.player("discriminator", [discriminator], lambda move, n=payments: judge(move, n), optimizers[0], constrain=constrain)
    game.player("generator", [generator], make, optimizers[1], average=game.average(decay, generator) if decay else None)

    def order(step):
        # The discriminator pays at its moves 0, n, 2n ... counted over the whole run.
        before = 0 if step == 0 else pretraining + step * moves
        count = moves + (pretraining if step == 0 else 0)
        return [0 if (before + move) % interval == 0 else 1 for move in range(count)] + [len(game.players) - 1]

    game.order = order
    if interval == 1 and not pretraining and not any(setting.startswith("discriminator-moves=") for setting in game.settings):
        game.paper.append(f"discriminator-moves={moves}")
    if not any(setting.startswith("averaging=") for setting in game.settings):
        game.paper.append(f"averaging={decay}")
    return game


def slope(score, x):
    """|grad D(x)| of each item."""
    x = x.detach().requires_grad_()
    gradient, = torch.autograd.grad(score(x).sum(), x, create_graph=True)
    return gradient.flatten(1).norm(dim=1)


def paying(loss, move, penalty, score, real, fake):
    """What a discriminator loses and what it pays beside it, if it pays anything."""
    if penalty is None:
        return loss
    price = penalty(move, score, real, fake.detach(), None)
    move.measure("penalty", price)
    return loss + price


def at_real(gamma):
    """Mescheder et al. 2018, equation 9."""
    return lambda move, score, real, fake, logits: gamma / 2 * slope(score, real).square().mean()


def at_fake(gamma):
    """Equation 10."""
    return lambda move, score, real, fake, logits: gamma / 2 * slope(score, fake).square().mean()


# Models.

def lsgan():
    game = Game("lsgan", "lsgan", (2,))
    game.paper = ["batch=64", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    return two_players(game, dense_pair(game), least_squares(0, 1, 1), adam(game))


def lsgan_pearson():
    """Equation 8: a = -1, b = 1, c = 0; an average so short that it is warm at the second step."""
    game = Game("lsgan-pearson", "lsgan", (2,), settings=["objective.fake=-1", "objective.target=0", "averaging=0.125"])
    return two_players(game, dense_pair(game), least_squares(-1, 1, 0), adam(game), decay=0.125)


def lsgan_limited():
    """Gradients of all parameters together no longer than a limit: Pascanu et al. 2013, algorithm 1."""
    game = Game("lsgan-limited", "lsgan", (2,), settings=["generator.gradient-limit=0.1", "discriminator.gradient-limit=0.2"])
    two_players(game, dense_pair(game), least_squares(0, 1, 1), adam(game))
    game.players[0].limit, game.players[1].limit = 0.2, 0.1
    return game


def gan_minimax():
    """Equation 1 as it stands, with the networks for points, and Wasserstein's drift (Karras et al. 2017, appendix A.1)."""
    game = Game("minimax-drift", "lsgan", (2,), settings=["objective=minimax", "penalty=drift", "penalty.weight=0.25"])
    return two_players(game, dense_pair(game), minimax(), adam(game), penalty=lambda move, score, real, fake, logits: 0.25 * logits.square().mean())


def relativistic():
    game = Game("relativistic", "relativistic", (2,))
    game.paper = ["batch=64", "generator.optimizer.beta1=0.5", "discriminator.optimizer.beta1=0.5"]
    return two_players(game, differences(dense_pair(game), game), relativistic_average(STANDARD), adam(game), compares=True)


def relativistic_squares():
    game = Game("relativistic-squares", "relativistic", (2,), settings=["objective.base=least-squares"])
    return two_players(game, differences(dense_pair(game), game), relativistic_average(SQUARES), adam(game), compares=True)


def relativistic_in_pairs():
    game = Game("relativistic-pairs", "relativistic", (2,), settings=["objective=relativistic", "objective.base=hinge"])
    return two_players(game, differences(dense_pair(game), game), relativistic_pairs(HINGE), adam(game), compares=True)


def wgan():
    """Arjovsky et al. 2017, algorithm 1; clipped further out than at 0.01, so that some weights are and some are not."""
    game = Game("wgan", "wgan", (2,), settings=["penalty.bound=0.375", "pretraining=1"])
    game.paper = ["batch=64", "penalty.bound=0.01", "discriminator-moves=5", "pretraining=100", "generator.learning-rate=5e-5", "discriminator.learning-rate=5e-5"]
    return two_players(game, differences(dense_pair(game), game), wasserstein(), rms_prop(game, 5e-5), constrain=lambda w: w.clamp(-0.375, 0.375), moves=5, pretraining=1)


def between(weight):
    """Gulrajani et al. 2017, equation 3: the slope at u x + (1 - u) G(z) is to be 1."""
    def penalty(move, score, real, fake, logits):
        share = move.uniform("interpolation", BATCH, *[1] * (real.dim() - 1))
        return weight * (slope(score, share * real + (1 - share) * fake) - 1).square().mean()
    return penalty


def critic_pair(game):
    """The authors' networks for toy data: three hidden layers with ReLU on both sides."""
    hidden = [layer for _ in range(3) for layer in (Dense(game.width), relu())]
    generator = Network(game, "generator", (game.latent,), *hidden, Dense(2), Reshape(2))
    critic = Network(game, "discriminator", game.item, Flatten(), *[layer for _ in range(3) for layer in (Dense(game.width), relu())], Dense(1))
    return generator, critic


def wgan_gp():
    game = Game("wgan-gp", "wgan-gp", (2,), width=5)
    game.paper = ["batch=256", "averaging=0", "penalty.point=interpolated"]
    return two_players(game, differences(critic_pair(game), game), wasserstein(), adam(game, 1e-4, 0.5, 0.9), decay=0, penalty=between(0.1), moves=5)


def wgan_gp_lazy():
    """Paid at every third move of the critic, three times as high: Karras et al. 2020, arXiv:1912.04958, appendix B. Only slopes above the target cost."""
    game = Game("wgan-gp-lazy", "wgan-gp", (2,), width=7, settings=[
        "penalty.every=3", "penalty.one-sided=true", "penalty.target=0.25", "penalty.weight=2", "penalty.point=generated", "discriminator-moves=2"])
    price = lambda move, score, real, fake, logits: 2 * F.relu(slope(score, fake) - 0.25).square().mean()
    game = two_players(game, differences(critic_pair(game), game), wasserstein(), adam(game, 1e-4, 0.5, 0.9), decay=0, penalty=price, interval=3, moves=2)
    game.steps = 3
    return game


def r1():
    """Mescheder et al. 2018, equation 9 with gamma = 10."""
    game = Game("r1", "r1", (2,))
    game.paper = ["batch=64", "averaging=0.999"]
    return two_players(game, dense_pair(game), non_saturating(), rms_prop(game, 1e-4), decay=0.999,
                       penalty=lambda move, score, real, fake, logits: 10 / 2 * slope(score, real).square().mean())


def r2():
    """Equation 10: at generated items; paid at every second move."""
    game = Game("r2", "r1", (2,), settings=["penalty=r2", "penalty.gamma=3", "penalty.every=2"])
    return two_players(game, dense_pair(game), non_saturating(), rms_prop(game, 1e-4), decay=0.999, interval=2,
                       penalty=lambda move, score, real, fake, logits: 3 / 2 * slope(score, fake).square().mean())


def dragan():
    """Kodali et al. 2017, equation 1; the offset as the authors' code draws it: v/2 times the deviation of the batch times U(0, 1)."""
    game = Game("dragan", "dragan", (2,))

    def penalty(move, score, real, fake, logits):
        offset = 0.5 * real.std(unbiased=False) * move.uniform("noise", *real.shape) * move.uniform("share", BATCH, 1)
        return 10 * (slope(score, real + offset) - 1).square().mean()

    return two_players(game, dense_pair(game), non_saturating(), adam(game), penalty=penalty)


def improved_gan():
    """
    Salimans et al. 2016: minibatch discrimination (3.2), historical averaging (3.3), targets of 0.9 for real items alone
    (3.4). Weights move far, so that they leave their mean.
    """
    game = Game("improved-gan", "improved-gan", (2,), width=1, settings=[
        "learning-rate=0.05", "generator.historical-averaging=0.5", "discriminator.historical-averaging=0.25"])
    game.paper = ["generator.historical-averaging=0.001", "discriminator.historical-averaging=0.001", "learning-rate=2e-4"]
    losses = lambda move, real, fake: cross_entropy(real, 0.9) + cross_entropy(fake, 0.0), non_saturating()[1]
    two_players(game, dense_pair(game, MinibatchDiscrimination(20, 5)), losses, adam(game, 0.05))
    game.players[0].history, game.players[1].history = 0.25, 0.5
    return game


def unroll(game, generator, discriminator, losses, count, penalty=None):
    """The generator plays against the discriminator as it is after moves to come, each on items made anew and the same data."""
    looking, acting = game.players

    def make(move):
        items = generator(move, normal_latent(move, game))
        ahead = move
        for _ in range(count):
            ahead = ahead.branch()
            weights = {path: ahead.values[path] if ahead.values[path].requires_grad else ahead.values[path].clone().requires_grad_() for path in looking.parameters}
            ahead.values |= weights
            fake = generator.still(ahead, normal_latent(ahead, game))
            price = losses[0](ahead, discriminator(ahead, move.data), discriminator(ahead, fake))
            if penalty:
                price = price + penalty(ahead, lambda x: discriminator.still(ahead, x), move.data, fake, None)
            gradients = torch.autograd.grad(price, list(weights.values()), create_graph=True)
            ahead.values |= looking.optimizer.update(looking, ahead.values, dict(zip(weights, gradients)))
        return losses[1](None, discriminator.still(ahead, items))

    acting.loss = make
    return game


def unrolled(name="unrolled", settings=(), penalty=None):
    """
    Metz et al. 2016, equations 7 to 9: the generator's loss at the discriminator as it is after K moves of Adam, and its
    gradient through them. K = 2 here, and a rate at which two moves are seen.
    """
    game = Game(name, "unrolled", (2,), width=6, settings=["unrolling=2", "discriminator.learning-rate=0.1", *settings])
    # The same numbers with a penalty and without: by them no gradient is 0, where the root in Adam has no slope.
    game.numbers.seed("unrolled")
    game.paper = ["unrolling=5", "latent=256", "width=128", "batch=512", "averaging=0", "discriminator.learning-rate=1e-4", "discriminator-moves=1"]
    hidden = lambda: (Dense(game.width), relu())
    generator = Network(game, "generator", (game.latent,), *hidden(), *hidden(), Dense(2), Reshape(2))
    discriminator = Network(game, "discriminator", game.item, Flatten(), affine(1 / 2.83, 0), *hidden(), Dense(1))
    optimizers = adam(game)
    optimizers[0].rate, optimizers[1].rate = 0.1, 1e-3
    losses = minimax()
    two_players(game, (generator, discriminator), losses, optimizers, decay=0, penalty=penalty)
    return unroll(game, generator, discriminator, losses, 2, penalty)


def unrolled_with_penalty():
    """The moves looked ahead to pay as the discriminator's own move does."""
    def flat(move, score, real, fake, logits):
        # The square as it is: a root of 0, where no unit is active, has no second derivative.
        x = real.detach().requires_grad_()
        gradient, = torch.autograd.grad(score(x).sum(), x, create_graph=True)
        return 6 / 2 * gradient.square().sum(1).mean()

    return unrolled("unrolled-penalty", ["penalty=r1", "penalty.gamma=6"], flat)


def accuracy_limit():
    """The generator moves first and measures; the discriminator waits while it judges more than a share rightly."""
    game = Game("accuracy-limit", "lsgan", (2,), width=4, settings=["accuracy-limit=0.35"])
    generator, discriminator = dense_pair(game)
    two_players(game, (generator, discriminator), least_squares(0, 1, 1), adam(game), compares=True)

    def make(move):
        fake_logits = discriminator.still(move, generator(move, normal_latent(move, game)))
        real_logits = discriminator.still(move, move.data)
        move.measure("accuracy", sum(accuracies(real_logits, fake_logits, has_zero=False)) / 2)
        return 0.5 * (fake_logits - 1).square().mean()

    game.players[1].loss = make

    def order(step):
        yield 1
        if game.latest["accuracy"] <= 0.35:
            yield 0

    game.order, game.steps, game.paper = order, 3, []
    return game


GAMES = [lsgan, lsgan_pearson, lsgan_limited, gan_minimax, relativistic, relativistic_squares, relativistic_in_pairs, wgan, wgan_gp, wgan_gp_lazy, r1, r2, dragan,
         improved_gan, unrolled, unrolled_with_penalty, accuracy_limit]
