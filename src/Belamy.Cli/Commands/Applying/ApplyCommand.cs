using System.CommandLine;

namespace Belamy.Cli.Commands;

/// <summary><c>belamy apply</c>: its options.</summary>
internal static class ApplyCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var run = new Argument<string?>("run") { Description = "A run's folder, or its name under runs/.", HelpName = "RUN", Arity = ArgumentArity.ZeroOrOne };
        var inputs = new Argument<string[]>("input") { Description = "Files that are read as what the function takes, or folders of them; none where options give all that it takes.", HelpName = "INPUT", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> function = OptionKinds.Text("--function", "What to do, where a system can do several things; the first by default.", "NAME");
        Option<string?> caption = OptionKinds.Text("--caption", "What captions say, for all files.", "TEXT");
        Option<string?> label = OptionKinds.Text("--class", "The class, by name or number from 0, for all files.", "NAME");
        Option<string?> attributes = OptionKinds.Text("--attributes", "The attributes that hold, for all files; none for none of them.", "NAME,…");
        Option<string?> mask = OptionKinds.Text("--mask", "The mask of all files, or a folder of masks that are called as the files are.", "PATH");
        Option<string?> image = OptionKinds.Text("--image", "The picture that goes with all files, such as the one whose glasses they put on, or a folder of pictures that are called as the files are.", "PATH");
        Option<string?> output = OptionKinds.Text("--out", "A file for one item, such as made.png, a folder for several; by default applied/ in the run's folder.", "PATH");
        Option<string?> truth = OptionKinds.Text("--truth", "What should come out: a picture, or a folder of pictures of the same names; prints how near it is.", "PATH");
        Option<long?> seed = OptionKinds.WholeNumber("--seed", "Decides what is drawn at random; that of the run by default.", "N", 0, long.MaxValue);
        Option<bool> best = RunArgument.CreateBest();
        Option<long?> threads = OptionKinds.WholeNumber("--threads", "Threads that compute; all cores by default.", "N", 1, Threads.Most);
        var command = new CommandWithExamples("apply", "Apply what a run has learned to files: translate pictures, score or classify them, match them with captions.") { run, inputs, function, caption, label, attributes, mask, image, output, truth, seed, best, threads };
        command.Notes =
        [
            "Each picture is brought to the size that the run was trained on: its middle part, resized. upscale takes pictures of any size as they are, and restore and blend give them back at their own size where a mask is given.",
            "What a function takes beside a file comes by --caption, --class, --attributes, --mask or --image, or from files beside it: to photo.jpg belong photo-mask.png or photo.mask.png, and photo.txt, or photo-caption.txt where it takes several texts.",
            "Files of captions, classes and attributes are .txt. Where options give all, no file need be named. Latent vectors are drawn by --seed, the same for each file.",
            "What a function gives is written as files of its kind; scores and classes, which have none, are printed, a line for each file.",
            "score is the discriminator's: the higher, the more real it takes a picture for; % is the probability, for discriminators that give one.",
        ];
        command.Examples =
        [
            ("belamy apply facades-pix2pix sketch.jpg --out house.png", "one picture"),
            ("belamy apply places-cyclegan ./photos --function translate-back --out ./back", "a folder, the other way round"),
            ("belamy apply flowers-srgan photo.jpg --out large.png", "four times as high and wide"),
            ("belamy apply flowers-srgan ./small --truth ./originals", "and how near it comes, beside bicubic enlargement"),
            ("belamy apply flowers-context-encoder photo.jpg --mask hole.png --out whole.png", "fill what is white in the mask; all else stays as it is"),
            ("belamy apply faces-genegan ./photos --function put --image donor.jpg --out ./made", "every face wears what is seen in one picture"),
            ("belamy apply photos-gp-gan photo.jpg --image object.jpg --mask object-mask.png --out made.png", "what is white in the mask comes from the other picture, and fits in"),
            ("belamy apply shapes-gan-cls photo.png --function match --caption \"a red circle\"", "how well a picture and a caption go together"),
            ("belamy apply shapes-gan-cls ./captions --function sample --out ./made", "a picture of each caption, a .txt file each"),
            ("belamy apply shapes-gan-cls --function sample --caption \"a red circle\" --out made.png", "a picture of one"),
            ("belamy apply digits ./mine --function score", "how real the discriminator takes them for"),
        ];
        command.SetAction(parsed => ApplyAction.Run(new ApplyRequest
        {
            Run = RunArgument.Resolve(parsed.GetValue(run) ?? throw new BelamyException("apply: name a run and files, such as `belamy apply runs/facades-pix2pix picture.jpg`")),
            Inputs = parsed.GetValue(inputs) ?? [],
            Fields =
            [
                new(caption.Name, caption.HelpName!, parsed.GetValue(caption)),
                new(label.Name, label.HelpName!, parsed.GetValue(label)),
                new(attributes.Name, attributes.HelpName!, parsed.GetValue(attributes)),
                new(mask.Name, mask.HelpName!, parsed.GetValue(mask)),
                new(image.Name, image.HelpName!, parsed.GetValue(image)),
            ],
            Function = parsed.GetValue(function),
            Output = parsed.GetValue(output),
            Truth = parsed.GetValue(truth),
            Seed = parsed.GetValue(seed),
            Best = parsed.GetValue(best),
            Threads = (int?)parsed.GetValue(threads),
        }));
        return command;
    }
}
