using System.Buffers;
using System.Text.Json;
using Belamy.Lessons;
using Belamy.Objectives;

namespace Belamy.Studio.Games;

/// <summary>How a game stands, as JSON for the page that draws it.</summary>
internal static class GameState
{
    // More than eyes can tell.
    private const int PlaceDigits = 3, ScoreDigits = 2, NumberDigits = 5;

    /// <summary>Writes how a game stands.</summary>
    /// <param name="name">The name of the game.</param>
    /// <param name="game">The game.</param>
    /// <param name="isWhole">Whether to tell what never changes in a game too.</param>
    public static byte[] Write(string name, SlowGame game, bool isWhole)
    {
        GameView view = game.Look();
        var buffer = new ArrayBufferWriter<byte>(1 << 15);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("game", name);
            json.WriteNumber("step", game.Step);
            json.WriteNumber("pending", game.Pending);
            json.WriteNumber("discriminatorMoves", game.DiscriminatorMoves);
            json.WriteBoolean("diverged", game.HasDiverged);
            if (isWhole)
                WriteStill(json, game, view);
            Numbers(json, "points", view.Generated.Span, PlaceDigits);
            Numbers(json, "arrows", view.Arrows.Span, PlaceDigits);
            Numbers(json, "field", view.Field.Span, ScoreDigits);
            if (view.Dimensions == 1)
                Numbers(json, "made", view.GeneratedDensity.Span, PlaceDigits);
            Number(json, "boundary", view.Boundary);
            Number(json, "spread", Math.Abs(Mean(view.RealScores) - Mean(view.GeneratedScores)));
            Number(json, "ofReal", view.ScoresAreLogits ? view.MeanProbability(view.RealScores) : Mean(view.RealScores));
            Number(json, "ofMade", view.ScoresAreLogits ? view.MeanProbability(view.GeneratedScores) : Mean(view.GeneratedScores));
            Number(json, "rightOfReal", view.AccuracyReal);
            Number(json, "rightOfMade", view.AccuracyGenerated);
            Number(json, "arrow", view.MedianArrow);
            json.WriteNumber("reached", view.ModesReached);
            Loss(json, "discriminator", view.DiscriminatorFormula, view, view.DiscriminatorLoss, view.PenaltyFormula);
            Loss(json, "generator", view.GeneratorFormula, view, view.GeneratorLoss, "");
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteStill(Utf8JsonWriter json, SlowGame game, GameView view)
    {
        json.WriteNumber("dimensions", view.Dimensions);
        json.WriteNumber("columns", view.Columns);
        Numbers(json, "axes", [(float)view.Low, (float)view.High, (float)view.Vertical.Low, (float)view.Vertical.High], PlaceDigits);
        Numbers(json, "real", view.Real.Span, PlaceDigits);
        if (view.Dimensions == 1)
            Numbers(json, "data", view.RealDensity.Span, PlaceDigits);
        json.WriteNumber("modes", view.Modes);
        json.WriteBoolean("logits", view.ScoresAreLogits);
        json.WriteStartObject("settings");
        json.WriteString("data", game.Data.Name);
        json.WriteString("objective", game.Recipe.Objective.Name);
        json.WriteString("penalty", game.Recipe.Penalty.Name);
        json.WriteNumber("moves", game.Recipe.DiscriminatorMoves);
        json.WriteNumber("lead", game.Recipe.Pretraining);
        json.WriteNumber("discriminatorRate", game.Recipe.Discriminator.LearningRate!.Value);
        json.WriteNumber("generatorRate", game.Recipe.Generator.LearningRate!.Value);
        json.WriteString("discriminatorOptimizer", game.Recipe.Discriminator.Optimizer.Name);
        json.WriteString("generatorOptimizer", game.Recipe.Generator.Optimizer.Name);
        json.WriteEndObject();
    }

    private static void Loss(Utf8JsonWriter json, string name, LossFormula? formula, GameView view, double loss, string penalty)
    {
        json.WriteStartObject(name);
        Number(json, "loss", loss);
        json.WriteStartArray("terms");
        int at = 0;
        foreach (LossTerm term in formula?.Terms ?? [])
        {
            json.WriteStartObject();
            json.WriteString("sign", term.Sign(at++ == 0));
            json.WriteString("text", term.Text);
            json.WriteString("of", term.Subject switch { TermSubject.Real => "real", TermSubject.Generated => "made", _ => "both" });
            Number(json, "value", term.Mean(view.RealScores, view.GeneratedScores));
            json.WriteEndObject();
        }

        if (penalty.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("sign", "+ ");
            json.WriteString("text", penalty);
            json.WriteString("of", "penalty");
            Number(json, "value", view.Penalty);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, ReadOnlySpan<float> values, int digits)
    {
        json.WriteStartArray(name);
        foreach (float value in values)
            Value(json, Math.Round((double)value, digits));
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        Value(json, Math.Round(value, NumberDigits));
    }

    // A game that has diverged has numbers that JSON has not.
    private static void Value(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }
}
