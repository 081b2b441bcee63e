using System.Globalization;
using System.Text;
using WeakPack.Core.Tests.Stress.Constructs;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Stress;

/// <summary>A package of a generated program.</summary>
internal sealed record GeneratedPackage(string Name, IReadOnlyList<Piece> Pieces, UnitMarks Marks, CompileOptions Options);

/// <summary>A generated program: packages, each of which requires those before it, and a consumer of all.</summary>
internal sealed record GeneratedProgram(int Seed, IReadOnlyList<GeneratedPackage> Packages, IReadOnlyList<Piece> Own, Piece Main, CompileOptions Options)
{
    public IEnumerable<Piece> Pieces => Packages.SelectMany(p => p.Pieces).Concat(Own);
}

/// <summary>Makes a program of a seed: constructs at random that use each other, split at random between weak and strong.</summary>
internal sealed class ProgramGenerator
{
    private readonly Dice _dice;
    private readonly List<Piece> _pieces = [];

    private ProgramGenerator(int seed) => _dice = new Dice(seed);

    public static IReadOnlyList<Recipe> Recipes { get; } =
    [
        .. Classes.All, .. Structs.All, .. Interfaces.All, .. Functions.All, .. Generics.All, .. StateMachines.All, .. Records.All,
        .. Members.All, .. Patterns.All, .. Data.All, .. Exceptions.All, .. Constructs.Unsafe.All, .. Late.All,
    ];

    public static GeneratedProgram Of(int seed)
    {
        var generator = new ProgramGenerator(seed);
        var packages = Enumerable.Range(0, generator._dice.Of(1, 1, 1, 2, 2, 3)).Select(generator.Package).ToArray();
        var own = generator.Own(packages.Length);
        return new(seed, packages, own, generator.Main(packages.Length, own), generator.Options(canBeWithoutPdb: true));
    }

    private GeneratedPackage Package(int index)
    {
        var namespaces = new List<NamespaceMark>();
        var files = new List<FileMark>();
        var name = $"Pack{index + 1}";
        var pieces = Enumerable.Range(0, _dice.Between(4, 8)).Select(i =>
        {
            var standing = _dice.Below(100) switch { < 50 => Standing.Weak, < 85 => Standing.Strong, _ => Standing.Internal };
            var recipe = _dice.Of(Recipes);
            var (space, mark) = ($"Acme.P{index}", "");
            var type = $"{Identifier(recipe)}{_pieces.Count}";
            switch (standing == Standing.Weak ? _dice.Below(6) : -1)
            {
                case 0 or 1:
                    mark = "[WeakPackageUnit] ";
                    break;
                case 2 or 3:
                    mark = $"[WeakPackageUnit(\"{_dice.Of("Unit1", "Unit2", type)}\")] ";
                    break;
                case 4:
                    space = $"Acme.P{index}.Weak{i}";
                    namespaces.Add(new NamespaceMark(space, []));
                    break;
                case 5:
                    files.Add(new FileMark(PathOf(name, type)));
                    break;
            }

            return Write(recipe, $"{space}.{type}", index, standing, mark);
        }).ToArray();
        return new(name, pieces, new UnitMarks { Namespaces = namespaces, Files = files }, Options(canBeWithoutPdb: files.Count == 0));
    }

    /// <summary>The marks of files are found by debug data: what has them has debug data.</summary>
    private CompileOptions Options(bool canBeWithoutPdb)
    {
        var (embedded, none) = _dice.Below(100) switch { < 30 => (true, false), < 40 => (false, canBeWithoutPdb), _ => (false, false) };
        return new()
        {
            Optimize = _dice.Chance(50),
            EmbedPdb = embedded,
            NoPdb = none,
            EmbedSources = !none && _dice.Chance(20),
            ProducesReferenceAssembly = _dice.Chance(20),
        };
    }

    private Piece[] Own(int index) =>
        [.. Enumerable.Range(0, _dice.Between(2, 4)).Select(_ =>
        {
            var recipe = _dice.Of(Recipes);
            return Write(recipe, $"{_dice.Of("App", "Acme.P0")}.{Identifier(recipe)}{_pieces.Count}", index, Standing.Own, "");
        })];

    private Piece Write(Recipe recipe, string name, int assembly, Standing standing, string mark)
    {
        var piece = new Piece(name, recipe.Construct, assembly, standing);
        recipe.Write(new PieceWriter(piece, _dice, _pieces, mark));
        piece.Source = $"namespace {name[..name.LastIndexOf('.')]};\n{piece.Source}";
        _pieces.Add(piece);
        return piece;
    }

    /// <summary>Prints what each of the program's own pieces tells, and most of what the packages offer.</summary>
    private Piece Main(int assembly, IReadOnlyList<Piece> own)
    {
        var main = new Piece("Program", "program", assembly, Standing.Own);
        var source = new StringBuilder("internal static class Program\n{\n    private static void Main()\n    {\n");
        foreach (var piece in _pieces.Where(p => own.Contains(p) || (p.Standing is Standing.Weak or Standing.Strong && _dice.Chance(60))))
        {
            main.Uses.Add(piece);
            var run = piece.Run.Replace("#", _dice.Between(1, 9).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            source.AppendLine(CultureInfo.InvariantCulture, $"        Console.WriteLine(\"{piece.Name}: \" + {run});");
        }

        main.Source = source.AppendLine("    }\n}").ToString();
        return main;
    }

    /// <summary>Where the source of a piece is said to be.</summary>
    public static string PathOf(string assembly, string type) => $"/src/{assembly}/{type}.cs";

    /// <summary>A name for types of a construct: its words, run together.</summary>
    private static string Identifier(Recipe recipe) =>
        string.Concat(recipe.Construct.Split(' ', '-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
