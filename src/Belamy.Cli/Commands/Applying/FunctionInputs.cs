using Belamy.Data;
using Belamy.Data.Kinds;
using Belamy.Games;

namespace Belamy.Cli.Commands;

/// <summary>
/// What a function is applied to, field by field: one is read from the files that are named, others come by options or from
/// files beside those, and latent vectors are drawn.
/// </summary>
internal sealed class FunctionInputs
{
    private readonly Function _function;
    private readonly IReadOnlyList<Function> _all;
    private readonly IReadOnlyList<FieldOption> _options;
    private readonly Neighbours _neighbours = new();
    private readonly Func<GivenFile?, float[]>[] _sources;
    private readonly List<Field> _made = [];
    private readonly Dictionary<(Field Field, GivenFile? File), string> _files = [];

    /// <summary>Finds what fills each field; nothing but what options name is read yet.</summary>
    /// <param name="function">The function.</param>
    /// <param name="all">All functions of the system, for advice.</param>
    /// <param name="inputs">Files and folders; may be none where options fill all fields.</param>
    /// <param name="options">The options that there are for fields, those without a value too.</param>
    /// <param name="draw">Draws a latent vector; the same for each item, so that an item alone gives what it gives among others.</param>
    /// <param name="make">Applies another function of the system to the values of the files' field, for a field that nobody gives.</param>
    /// <exception cref="BelamyException">Nothing fills a field, or an option fills none.</exception>
    public FunctionInputs(
        Function function, IReadOnlyList<Function> all, IReadOnlyList<string> inputs, IReadOnlyList<FieldOption> options, Func<LatentVectors, float[]> draw, Func<Function, float[], float[]> make)
    {
        (_function, _all, _options) = (function, all, options);
        int main = MainOf(function), read = inputs.Count > 0 ? main : -1;
        if (inputs.Count > 0 && main < 0)
            throw new BelamyException($"{inputs[0]}: {function} takes no files; leave it out");
        FieldOption?[] chosen = Choose(main, inputs);
        if (inputs.Count == 0 && main >= 0 && chosen[main] is null)
            throw NothingGives(main, main);
        _sources = new Func<GivenFile?, float[]>[function.Takes.Count];
        List<(Field Field, Func<GivenFile, IReadOnlyList<string>> Find, Func<GivenFile, string> Remedy)> beside = [];
        for (int at = 0; at < _sources.Length; at++)
        {
            Field field = function.Takes[at];
            if (at == read)
                _sources[at] = file => field.Kind.Read(file!.Path);
            else if (chosen[at] is { Value: { } path } same && read >= 0 && field.Kind is Masks && !Directory.Exists(path))
                AddMask(at, path, Read(same, field));
            else if (chosen[at] is { } option && !(read >= 0 && !field.Kind.ReadsText && Directory.Exists(option.Value)))
                _sources[at] = Constant(ReadForAll(option, field));
            else if (chosen[at] is { Value: { } folder } named)
                Add(at, file => _neighbours.In(folder, file, field), file => $"add {Path.Combine(folder, Path.ChangeExtension(file.Relative, EndingOf(field)))}");
            else if (field.Kind is LatentVectors vectors)
                _sources[at] = Constant(new Lazy<float[]>(() => draw(vectors)));
            else if (read < 0 || field.Kind.ReadEndings.Count == 0)
                throw NothingGives(at, main);
            else
                AddBeside(at);
        }

        if (read < 0)
            return;
        Files = new InputFiles(inputs, function.Takes[read].Kind, [.. function.Takes.Where((field, at) => at != read && field.Kind.ReadEndings.Count > 0).SelectMany(Neighbours.EndsOf)]);
        foreach ((Field field, Func<GivenFile, IReadOnlyList<string>> find, Func<GivenFile, string> remedy) in beside)
        {
            if (Files.All.All(file => find(file).Count == 0))
                throw Missing(Files.All[0], field, remedy, Files.Count - 1);
        }

        void AddMask(int at, string path, float[] mask) => _sources[at] = file => RequireMask(function.Takes[at], mask, path, file!);

        void AddBeside(int at)
        {
            Field field = function.Takes[at];
            // Without a mask of one's own, holes are as in training. What is said in words is asked for: a class that pictures are told for is not.
            if (!field.Kind.ReadsText && Function.Making(all, field, function.Takes[read]) is { } maker)
            {
                _sources[at] = file =>
                {
                    if (One(_neighbours.Beside(file!, field, false), field, file!) is { } one)
                        return ReadBeside(field, one, file!);
                    if (!_made.Contains(field))
                        _made.Add(field);
                    return make(maker, function.Takes[read].Kind.Read(file!.Path));
                };
                return;
            }

            // A text of the same name says what a file is, if there is but one thing to say.
            bool mayShare = field.Kind.ReadsText && !function.Takes[read].Kind.ReadsText && function.Takes.Count(other => other.Kind.ReadsText) == 1;
            string option = OptionOf(field) is { } one ? $", or give {one}" : "";
            Add(at, file => _neighbours.Beside(file, field, mayShare), file => $"put {file.Stem}{(mayShare ? "" : Neighbours.EndsOf(field)[0])}{EndingOf(field)} beside it{option}");
        }

        void Add(int at, Func<GivenFile, IReadOnlyList<string>> find, Func<GivenFile, string> remedy)
        {
            Field field = function.Takes[at];
            beside.Add((field, find, remedy));
            _sources[at] = file => ReadBeside(field, One(find(file!), field, file!) ?? throw Missing(file!, field, remedy), file!);
        }
    }

    /// <summary>The files; null where none are named, and there is one item of what options say.</summary>
    public InputFiles? Files { get; }

    /// <summary>Fields that nobody gave for a file so far, and that a function of the system made.</summary>
    public IReadOnlyList<Field> Made => _made;

    /// <summary>The file that a field was read from for a file; null where it was not read from one.</summary>
    public string? FileOf(Field field, GivenFile file) => _files.GetValueOrDefault((field, file)) ?? _files.GetValueOrDefault((field, null));

    /// <summary>The values of all fields, for one item.</summary>
    /// <param name="file">The file; null where there are none.</param>
    /// <exception cref="BelamyException">What is in a file cannot be read, or a file that belongs to it is missing.</exception>
    public IReadOnlyList<ReadOnlyMemory<float>> Read(GivenFile? file) => [.. _sources.Select(source => (ReadOnlyMemory<float>)source(file))];

    /// <summary>The place of the field that files are named for: the first that is read from files; -1 for none. What options give, pictures aside, and what is said in words comes after what is not.</summary>
    private int MainOf(Function function)
    {
        Field[] files = [.. function.Takes.Where(field => field.Kind.ReadEndings.Count > 0).OrderBy(field => OptionOf(field) is not null && field.Kind is not Pictures).ThenBy(field => field.Kind.ReadsText)];
        return files is [var first, ..] ? function.Takes.ToList().IndexOf(first) : -1;
    }

    /// <summary>The option that fills each field, or null.</summary>
    private FieldOption?[] Choose(int main, IReadOnlyList<string> inputs)
    {
        var chosen = new FieldOption?[_function.Takes.Count];
        foreach (FieldOption option in _options.Where(option => option.Value is not null))
        {
            // The field of the files comes last.
            int place = Enumerable.Range(0, chosen.Length).OrderBy(at => at == main).FirstOrDefault(at => chosen[at] is null && option.Fits(_function.Takes[at]), -1);
            if (place < 0)
                throw new BelamyException($"{option.Name} {option.Value}: {_function} takes no {option.Name[2..]}; leave it out{Other(option)}");
            if (place == main && inputs.Count > 0)
                throw new BelamyException($"{option.Name} {option.Value}: {_function} reads its {_function.Takes[main].Name} from {inputs[0]}; leave out one of them{Other(option)}");
            chosen[place] = option;
        }

        return chosen;
    }

    /// <summary>Names another function that takes what an option gives beside files.</summary>
    private string Other(FieldOption option) =>
        _all.FirstOrDefault(one => one != _function && one.Takes.Where((field, at) => at != MainOf(one) && option.Fits(field)).Any()) is { } other ? $", or choose --function {other.Name}" : "";

    private FieldOption? OptionOf(Field field) => _options.FirstOrDefault(option => option.Fits(field));

    private static string EndingOf(Field field) => field.Kind.FileEndings.FirstOrDefault(field.Kind.ReadEndings.Contains) ?? field.Kind.ReadEndings[0];

    private BelamyException NothingGives(int place, int main)
    {
        Field field = _function.Takes[place];
        string[] ways =
        [
            .. place == main ? [$"name the files that it is read from ({string.Join(", ", field.Kind.ReadEndings.Take(3))}{(field.Kind.ReadEndings.Count > 3 ? ", …" : "")})"] : Array.Empty<string>(),
            .. OptionOf(field) is { } option ? [$"give {option}"] : Array.Empty<string>(),
        ];
        return new($"{_function}: nothing gives its {field.Name}; {(ways.Length > 0 ? string.Join(", or ", ways) : "apply it from C#")}");
    }

    private static float[] Read(FieldOption option, Field field)
    {
        string value = option.Value!;
        if (field.Kind.ReadsText)
            return FieldOption.Parse(option.Name, value, field.Kind);
        if (Directory.Exists(value))
            throw new BelamyException($"{option.Name} {value}: is a folder, and no files are named that what is in it belongs to; name a file");
        if (!File.Exists(value))
            throw new BelamyException($"{option.Name} {value}: there is no such file or folder");
        try
        {
            return field.Kind.Read(value);
        }
        catch (BelamyException e)
        {
            throw new BelamyException($"{option.Name} {e.Message}", e);
        }
    }

    /// <summary>The only one of the files that may belong to a file; null for none.</summary>
    private static string? One(IReadOnlyList<string> found, Field field, GivenFile file) => found switch
    {
        [] => null,
        [var one] => one,
        var several => throw new BelamyException($"{file.Path}: which is its {field.Name}, {string.Join(" or ", several)}? Move one away"),
    };

    private float[] ReadBeside(Field field, string path, GivenFile file)
    {
        float[] values = field.Kind.Read(path);
        if (field.Kind is Masks)
            return RequireMask(field, values, path, file);
        _files[(field, file)] = path;
        return values;
    }

    private float[] ReadForAll(FieldOption option, Field field)
    {
        if (!field.Kind.ReadsText)
            _files[(field, null)] = option.Value!;
        return Read(option, field);
    }

    private float[] RequireMask(Field field, float[] mask, string path, GivenFile file)
    {
        _files[(field, file)] = path;
        return MaskFile.Require(mask, path, file.Path);
    }

    private static Func<GivenFile?, float[]> Constant(float[] value) => _ => value;

    private static Func<GivenFile?, float[]> Constant(Lazy<float[]> value) => _ => value.Value;

    private static BelamyException Missing(GivenFile file, Field field, Func<GivenFile, string> remedy, int others = 0) =>
        new($"{file.Path}: has no {field.Name}{(others > 0 ? $", nor {(others == 1 ? "has the other" : $"have the {others} others")}" : "")}; {remedy(file)}");
}
