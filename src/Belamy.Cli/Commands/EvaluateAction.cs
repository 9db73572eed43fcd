namespace Belamy.Cli.Commands;
internal static class EvaluateAction { public static int Run(string run, int count, long? seed, int? threads, bool json) => 0; }
