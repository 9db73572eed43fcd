namespace Belamy.Packages.Tests;

/// <summary>A clone of the repository with the sources as they are here, committed or not, and nothing that was built.</summary>
internal sealed class Twin
{
    public Twin(Feed feed)
    {
        Tree = Path.Combine(feed.Root, "twin");
        Git(Feed.Tree, "clone", "--quiet", "--no-checkout", Feed.Tree, Tree);
        foreach (string file in Git(Feed.Tree, "ls-files", "--cached", "--others", "--exclude-standard", "-z").Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            string from = Path.Combine(Feed.Tree, file.Trim('\n')), to = Path.Combine(Tree, file.Trim('\n'));
            if (!File.Exists(from))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
        }

        Git(Tree, "reset", "--quiet");
        SetRemote(null);
    }

    public string Tree { get; }

    /// <summary>Makes an address the remote of the clone; without one, that of the repository, where it has one.</summary>
    public void SetRemote(string? address)
    {
        using (var remove = new Command(Tree, "git", ["remote", "remove", "origin"]))
            remove.End();
        if (address is null)
        {
            using var ask = new Command(Feed.Tree, "git", ["remote", "get-url", "origin"]);
            (int code, string output, _) = ask.End();
            address = code == 0 ? output.Trim() : null;
        }

        if (address is not null)
            Git(Tree, "remote", "add", "origin", address);
    }

    private static string Git(string folder, params string[] arguments) => Command.Run(folder, "git", arguments);
}
