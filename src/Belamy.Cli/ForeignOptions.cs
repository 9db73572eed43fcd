using System.CommandLine;

namespace Belamy.Cli;

/// <summary>Options that people bring from other programs, and what they are called here.</summary>
internal static class ForeignOptions
{
    private const string Setting = "--set";

    /// <summary>Names, the option that a command must have to do the same, and what to type.</summary>
    private static readonly (string[] Names, string Option, string Remedy)[] Known =
    [
        (["--lr", "--learning-rate"], Setting, "write --set learning-rate=2e-4"),
        (["--beta1", "--b1"], Setting, "write --set optimizer.beta1=0.5"),
        (["--beta2", "--b2"], Setting, "write --set optimizer.beta2=0.999"),
        (["--epochs", "--epoch", "--num-epochs", "--n-epochs"], "--steps", "write --steps N; a step is a batch, so 10,000 pictures in batches of 64 are 156 steps an epoch"),
        (["--iterations", "--iters", "--iter", "--max-steps", "--niter", "--kimg"], "--steps", "write --steps N"),
        (["--batch-size", "--batchsize", "--bs"], "--batch", "write --batch N"),
        (["--latent-dim", "--latent", "--nz", "--z-dim", "--zdim"], Setting, "write --set latent=100"),
        (["--ngf", "--ndf", "--width", "--channels"], Setting, "write --set width=64"),
        (["--loss", "--objective", "--gan-mode"], Setting, "write --set objective=hinge; --dry-run shows the others"),
        (["--optimizer", "--optim"], Setting, "write --set optimizer=adam"),
        (["--dataset", "--data", "--dataroot", "--data-dir", "--datadir"], "--model", "the data come without an option: belamy train digits, or belamy train FOLDER"),
        (["--image-size", "--img-size", "--imagesize", "--resolution", "--res"], "--size", "write --size PIXELS"),
        (["--output", "--output-dir", "--outdir", "--outf", "--save-dir", "-o"], "--out", "write --out PATH"),
        (["--workers", "--num-workers", "--jobs", "-j"], "--threads", "write --threads N"),
        (["--gpu", "--gpus", "--cuda", "--device", "--ngpu"], "--threads", "everything runs on the processor; leave it out"),
        (["--checkpoint", "--ckpt", "--continue"], "--resume", "write --resume RUN"),
        (["--arch", "--net", "--network", "--gan"], "--model", "write --model NAME; `belamy models` lists them"),
        (["--num", "--num-samples", "--n-samples", "--num-images", "-n"], "--count", "write --count N"),
        (["--label", "--labels"], "--class", "write --class NAME"),
        (["--trunc"], "--truncation", "write --truncation BOUND"),
    ];

    /// <summary>What to type in place of an option that a command does not have; null where it is not a known one.</summary>
    public static string? Remedy(string name, Command command)
    {
        string typed = name.Replace('_', '-').ToLowerInvariant();
        return Known.FirstOrDefault(known => known.Names.Contains(typed) && command.Options.Any(option => option.Name == known.Option)).Remedy;
    }
}
