using Belamy.Tensors;

namespace Belamy.Networks;

/// <summary>Chooses the next word of each item.</summary>
/// <param name="step">The word's place, from 0.</param>
/// <param name="logits">[batch, words].</param>
/// <returns>Numbers of words, Int32 [batch], or shares of words, [batch, words].</returns>
public delegate Tensor WordChoice(int step, Tensor logits);

/// <summary>
/// Writes texts of a latent vector, word by word: the vector becomes the first state of an LSTM, and each word is the input of the
/// next step. Kusner and Hernández-Lobato 2016, arXiv:1611.04051, section 3.
/// </summary>
/// <param name="length">Words of a text, at least 1.</param>
/// <param name="words">Words of the vocabulary, at least 2.</param>
/// <param name="units">Values of the LSTM's state, and of a word's vector.</param>
public sealed class SequenceGenerator(int length, int words, int units) : Module
{
    private readonly Dense _start = new(2 * units), _logits = new(words);
    private readonly Embedding _embedding = new(units);
    private readonly Lstm _memory = new(units);

    /// <inheritdoc/>
    public override string Description => $"writes {length} of {words} words";

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Children => [_start, _embedding, _memory, _logits];

    /// <summary>Writes word by word.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="latent">[batch, latent].</param>
    /// <param name="choose">Chooses each word.</param>
    /// <returns>What was chosen, in order.</returns>
    public IReadOnlyList<Tensor> Write(ForwardContext context, Tensor latent, WordChoice choose)
    {
        ArgumentNullException.ThrowIfNull(choose);
        (Tensor Hidden, Tensor Cell) state = Start(context, latent);
        var chosen = new Tensor[length];
        for (int step = 0; step < length; step++)
        {
            state = _memory.Step(context, step == 0 ? null : _embedding.Of(context, chosen[step - 1]), state);
            chosen[step] = choose(step, _logits.Forward(context, state.Hidden));
        }

        return chosen;
    }

    /// <summary>What it expects after each beginning of texts.</summary>
    /// <param name="context">The context of the pass.</param>
    /// <param name="latent">[batch, latent].</param>
    /// <param name="text">Numbers of words, Int32 [batch, length].</param>
    /// <returns>Logits of the word at each place, [batch · length, words].</returns>
    public Tensor Expect(ForwardContext context, Tensor latent, Tensor text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (Tensor Hidden, Tensor Cell) state = Start(context, latent);
        int batch = text.Shape[0];
        var states = new Tensor[length];
        for (int step = 0; step < length; step++)
        {
            state = _memory.Step(context, step == 0 ? null : _embedding.Of(context, text.Slice(1, step - 1, 1).Reshape(batch)), state);
            states[step] = state.Hidden.Reshape(batch, 1, units);
        }

        return _logits.Forward(context, Tensor.Concat(1, states).Reshape(batch * length, units));
    }

    /// <inheritdoc/>
    protected override Shape OnBuild(ParameterScope scope, Shape input)
    {
        ArgumentNullException.ThrowIfNull(scope);
        _start.Build(scope.Child("start"), input);
        _embedding.Build(scope.Child("words"), [length, words]);
        _memory.Build(scope.Child("memory"), _embedding.OutputShape);
        _logits.Build(scope.Child("logits"), [units]);
        return [length, words];
    }

    /// <summary>The shares of words at each place, where each word is the likeliest.</summary>
    /// <inheritdoc/>
    protected override Tensor OnForward(ForwardContext context, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int batch = input.Shape[0];
        return Tensor.Concat(1, [.. Write(context, input, (_, logits) => Tensor.OneHot(logits.ArgMax(1), words)).Select(shares => shares.Reshape(batch, 1, words))]);
    }

    private (Tensor Hidden, Tensor Cell) Start(ForwardContext context, Tensor latent)
    {
        Tensor both = _start.Forward(context, latent);
        return (both.Slice(1, 0, units), both.Slice(1, units, units));
    }
}
