using WeakPack.Core.Tests.Stress;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Inspection;
using WeakPack.Linking;
using WeakPack.LinkMaps;
using WeakPack.Fuzz.Mutations;
using WeakPack.Packaging;

namespace WeakPack.Fuzz.Inputs;

/// <summary>One input: a seed of which one file is damaged, given to Core as a task or the tool would.</summary>
internal sealed class DamagedInput
{
    private readonly Seed _seed;
    private readonly Dice _dice;
    private string _what = "";

    /// <param name="seeds">The sound ones.</param>
    /// <param name="seed">What makes a run another one.</param>
    /// <param name="number">The number of the input in the run. The two together are the input.</param>
    public DamagedInput(IReadOnlyList<Seed> seeds, int seed, int number)
    {
        _dice = new Dice(unchecked(seed * 1_000_003 + number));
        _seed = _dice.Of(seeds);
    }

    public override string ToString() => _what;

    /// <summary>Damages and runs. An exception, or a result that is neither whole nor a diagnostic, is a failure.</summary>
    public void Run()
    {
        switch (_dice.Below(12))
        {
            case 0:
                SplitPackage("package", package: Damaged(_seed.Package));
                break;
            case 1:
                SplitPackage("package's PDB", package: DamagedSymbols(_seed.Package));
                break;
            case 2:
                SplitPackage("package's reference assembly", surface: Damaged(_seed.PackageReference ?? _seed.Package));
                break;
            case 3:
                var other = Others(_seed.Others);
                SplitPackage("other reference of the package", others: other);
                break;
            case 4:
                LinkConsumer("other reference of the consumer", others: Others(_seed.Others));
                break;
            case 5:
                LinkConsumer("consumer", consumer: Damaged(_seed.Consumer));
                break;
            case 6:
                LinkConsumer("consumer's PDB", consumer: DamagedSymbols(_seed.Consumer));
                break;
            case 7:
                LinkConsumer("consumer's reference assembly", surface: Damaged(_seed.ConsumerReference));
                break;
            case 8:
                LinkConsumer("runtime package", runtime: Damaged(_seed.Split.Runtime!));
                break;
            case 9 or 10:
                var (library, runtime) = DamagedLibrary();
                LinkConsumer("import library", runtime: runtime, library: library);
                Inspect("import library", runtime, library);
                break;
            default:
                var linked = Damaged(_dice.Chance(50) ? _seed.Linked : _seed.Split.Runtime!);
                Inspect("deployed assembly", linked, _seed.Split.ImportLibrary!);
                break;
        }
    }

    private void SplitPackage(string what, AssemblyImage? package = null, AssemblyImage? surface = null, IReadOnlyList<AssemblyImage>? others = null)
    {
        _what = $"split, damaged {what}";
        var references = References(others ?? _seed.Others);
        var result = Splitter.Split(new()
        {
            Assembly = package ?? _seed.Package,
            ReferenceAssembly = surface ?? _seed.PackageReference,
            Marks = _seed.Marks,
            References = references,
        });
        Check(result.Succeeded, result.Diagnostics, result.Runtime?.Bytes, result.ImportLibrary, result.ReferenceAssembly?.Bytes);
        if (package is not null)
            Guard(() => UnitCandidates.Find(package, references, new Dictionary<string, string>()));
    }

    private void LinkConsumer(string what, AssemblyImage? consumer = null, AssemblyImage? surface = null, AssemblyImage? runtime = null, byte[]? library = null, IReadOnlyList<AssemblyImage>? others = null)
    {
        _what = $"link, damaged {what}";
        var package = WeakPack.Reference.FromImage(runtime ?? _seed.Split.Runtime!, library ?? _seed.Split.ImportLibrary);
        IReadOnlyList<Reference> references = [.. References(others ?? _seed.Others), package];
        ImportLibraryCheck.Check(references);
        var result = Linker.Link(new()
        {
            Consumer = consumer ?? _seed.Consumer,
            ReferenceAssembly = surface ?? _seed.ConsumerReference,
            References = references,
            IsExecutable = _dice.Chance(80),
            MapsAllUnits = true,
        });
        Check(result.Succeeded, result.Diagnostics, result.Output?.Bytes, result.ReferenceAssembly?.Bytes);
        if (result.Map is not null)
            LinkReport.Write(result.Map);
    }

    private void Inspect(string what, AssemblyImage assembly, byte[] library)
    {
        _what = $"inspect, damaged {what}";
        var beside = new AssemblyImage(Path.ChangeExtension(assembly.Path, ".wpi"), library);
        var references = References(_seed.Others);
        Guard(() => ImportLibraryContents.Read(beside));
        Guard(() => AssemblyContents.Read(assembly));
        Guard(() => Usage.Find(assembly, Path.GetFileNameWithoutExtension(_seed.Package.Path), [], references));
        Deployment.Check([assembly, .. _seed.Others, _seed.Consumer], [new(beside, null)], _ => true, []);
    }

    private static IReadOnlyList<Reference> References(IReadOnlyList<AssemblyImage> others) => [.. Compiler.Framework, .. others.Select(other => WeakPack.Reference.FromImage(other))];

    private AssemblyImage Damaged(AssemblyImage image) => new(image.Path, Mutator.Mutate(image.Bytes, _dice), image.Symbols);

    private AssemblyImage DamagedSymbols(AssemblyImage image) =>
        image.Symbols is null ? Damaged(image) : new(image.Path, image.Bytes, Mutator.Mutate(image.Symbols, _dice));

    private List<AssemblyImage> Others(IReadOnlyList<AssemblyImage> others)
    {
        var damaged = others.ToList();
        if (damaged.Count > 0)
        {
            var which = _dice.Below(damaged.Count);
            damaged[which] = Damaged(damaged[which]);
        }

        return damaged;
    }

    // Mostly with a checksum that holds, and with hashes of a rule that nobody knows: what is behind them is to be reached.
    private (byte[] Library, AssemblyImage Runtime) DamagedLibrary()
    {
        var library = _dice.Chance(10) ? DamagedText(_seed.Split.ImportLibrary!) : Mutator.Mutate(_seed.Split.ImportLibrary!, _dice);
        if (_dice.Chance(80))
            Seal.ForgetHashes(library);
        var runtime = _seed.Split.Runtime!;
        var digits = Manifest.Read(Manifest.FindIn(_seed.Split.ImportLibrary!)).Checksum;
        return _dice.Chance(10) || Seal.Renew(library, runtime.Bytes, digits) is not { } stamped ? (library, runtime) : (library, new(runtime.Path, stamped, runtime.Symbols));
    }

    // In the manifest alone.
    private byte[] DamagedText(byte[] library)
    {
        var bytes = (byte[])library.Clone();
        var begin = bytes.AsSpan().IndexOf("<importLibrary"u8);
        var end = bytes.AsSpan().LastIndexOf("</importLibrary>"u8);
        for (var count = _dice.Between(1, 3); count > 0; count--)
            bytes[begin + _dice.Below(end - begin)] = (byte)_dice.Of<int>('<', '>', '"', '&', ' ', '/', '.', 0, 0xC3, '9', 'A');
        return bytes;
    }

    /// <summary>What the tool tells in one line; anything else would be a stack trace.</summary>
    private static void Guard(Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (error is BadImageFormatException or FormatException or InvalidDataException)
        {
            // Told.
        }
    }

    private static void Check(bool succeeded, IReadOnlyList<Diagnostic> diagnostics, params byte[]?[] outputs)
    {
        if (succeeded && outputs[0] is null)
            throw new InvalidOperationException("Success, and no output.");
        if (!succeeded && outputs.Any(output => output is not null))
            throw new InvalidOperationException($"Output beside an error: {diagnostics[0]}");
        if (diagnostics.Any(diagnostic => diagnostic.Message.Length == 0))
            throw new InvalidOperationException("A diagnostic without a word.");
    }
}
