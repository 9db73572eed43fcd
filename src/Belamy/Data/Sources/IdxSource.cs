namespace Belamy.Data;

/// <summary>A published data set of four IDX files, found on this machine or downloaded, and checked by their SHA-256.</summary>
internal abstract class IdxSource : DataSource
{
    private readonly DataFolders? _folders;
    private readonly Func<HttpMessageHandler>? _handler;

    protected IdxSource()
    {
    }

    /// <summary>A source that looks in other folders and downloads by other means, for tests.</summary>
    protected IdxSource(DataFolders folders, Func<HttpMessageHandler> handler)
    {
        _folders = folders;
        _handler = handler;
    }

    /// <summary>The names of the classes, in the order of the labels.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>The images and the labels of a part, with the SHA-256 of their decompressed content in lower case.</summary>
    public abstract (IdxFile Images, IdxFile Labels) Files(DataSplit split);

    /// <summary>Folders and archives to look in, relative to the working folder or absolute.</summary>
    protected abstract IReadOnlyList<string> Places { get; }

    /// <summary>Addresses to which a file's name and <c>.gz</c> are added.</summary>
    protected abstract IReadOnlyList<string> Mirrors { get; }

    /// <summary>How to get the files without this program: a clause that completes "to get it offline, …".</summary>
    protected abstract string OfflineHelp { get; }

    public override bool HasTestPart => true;

    public override Dataset Open(DataOptions options)
    {
        DataFolders folders = _folders ?? DataFolders.Default;
        (IdxFile images, IdxFile labels) = Files(options.Split);
        return Load(Find(options, folders, images, labels), images, labels, options);
    }

    private IdxContainer Find(DataOptions options, DataFolders folders, IdxFile images, IdxFile labels)
    {
        if (options.Location is { } location)
        {
            IdxContainer container = IdxContainer.Open(location)
                ?? throw new BelamyException($"{location}: neither a folder nor a .tgz archive; {Name} is read from one that holds {images.Name} and {labels.Name}");
            foreach (IdxFile file in (ReadOnlySpan<IdxFile>)[images, labels])
            {
                if (!container.Contains(file.Name))
                    throw new BelamyException($"{location}: holds no {file.Name}, gzipped or not; to get it, {OfflineHelp}");
            }

            return container;
        }

        string? cache = folders.Cache is null ? null : Path.Combine(folders.Cache, Name);
        List<string> places = [.. Places.Select(place => Path.Combine(folders.Working, place))];
        if (cache is not null)
            places.Insert(0, cache);
        if (folders.Own is not null)
            places.Insert(0, Path.Combine(folders.Own, Name));
        foreach (string place in places)
        {
            if (IdxContainer.Open(place) is { } container && container.Contains(images.Name) && container.Contains(labels.Name))
                return container;
        }

        string searched = $"{Name}: its files are in none of {string.Join(", ", places)}";
        string help = $"to get it offline, {OfflineHelp}, or put {images.Name} and {labels.Name}, gzipped or not, into {cache ?? places[0]}";
        if (cache is null)
            throw new BelamyException($"{searched}, and there is no home folder to keep a download in; name a folder for it with XDG_CACHE_HOME, or {help}");
        if (!options.AllowDownload)
            throw new BelamyException($"{searched}, and downloading was turned off; {help}");
        var downloader = new IdxDownloader(_handler ?? (static () => new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) }));
        foreach (IdxFile file in (ReadOnlySpan<IdxFile>)[images, labels])
        {
            if (downloader.Download(file, Mirrors, cache, options) is { } failure)
                throw new BelamyException($"{searched}, and no mirror delivered {file.Name} ({failure}); {help}");
        }

        return IdxContainer.Open(cache)!;
    }

    private ImageDataset Load(IdxContainer container, IdxFile images, IdxFile labels, DataOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Invoke(new DataProgress($"reading {container.Path}", 0, 0));
        (IdxArray imagesArray, IdxArray labelsArray) = (container.Read(images.Name)!, container.Read(labels.Name)!);
        // The structure first: where it is at fault, that says more than a hash.
        ImageDataset set = IdxImages.Create(Name, imagesArray, labelsArray, ClassNames);
        images.Check(imagesArray, Name);
        labels.Check(labelsArray, Name);
        return set;
    }
}

/// <summary>A published IDX file.</summary>
/// <param name="Name">Its usual name, without <c>.gz</c>.</param>
/// <param name="Sha256">The SHA-256 of its decompressed content, in lower case.</param>
/// <param name="Length">The length of its decompressed content.</param>
internal sealed record IdxFile(string Name, string Sha256, long Length)
{
    /// <exception cref="BelamyException">The content is another.</exception>
    public void Check(IdxArray content, string set)
    {
        if (content.ComputeHash() != Sha256)
            throw new BelamyException($"{content.Origin}: is not the {Name} of {set} (its SHA-256 differs from {Sha256[..16]}…); delete it and get it anew, or open its folder by path to use it as it is");
    }
}
