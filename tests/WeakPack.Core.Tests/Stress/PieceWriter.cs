using System.Globalization;
using System.Text;

namespace WeakPack.Core.Tests.Stress;

/// <summary>What a recipe has at hand: a name, dice, and the pieces that it may use without breaking a rule.</summary>
internal sealed class PieceWriter(Piece piece, Dice dice, IReadOnlyList<Piece> others, string? mark)
{
    /// <summary>What a run may cost: uses of uses would else grow beyond all bounds.</summary>
    private const int MaximalCost = 150;

    private readonly StringBuilder _source = new();

    public Dice Dice => dice;

    /// <summary>The name of the main type; names of other types begin with it.</summary>
    public string Name { get; } = piece.Name[(piece.Name.LastIndexOf('.') + 1)..];

    /// <summary>The name of the main type as others write it.</summary>
    public string FullName => piece.Name;

    /// <summary>Static fields are no breach of a rule here.</summary>
    public bool MayHaveGlobalData => piece.Standing is Standing.Strong or Standing.Own;

    /// <summary>A small number, as a literal.</summary>
    public string Number => dice.Between(1, 9).ToString(CultureInfo.InvariantCulture);

    /// <summary>A short word, as a literal.</summary>
    public string Text => $"\"{dice.Of("ab", "xyz", "q", "lorem", "é", "Ωm")}{dice.Below(10)}\"";

    private string Access => piece.Standing is Standing.Internal ? "internal " : "public ";

    /// <summary>The beginning of a top-level type that is marked and as visible as the piece is.</summary>
    public string Declare(string declaration) => mark + Access + declaration;

    /// <summary>A type for use in bodies and in members that no other assembly sees.</summary>
    public Face Uses(Trait trait = Trait.Any) => Pick(trait, isExposed: false);

    /// <summary>A type for use in signatures that other assemblies see.</summary>
    public Face Shows(Trait trait = Trait.Any) => Pick(trait, isExposed: true);

    /// <summary>An expression that runs what another piece does and tells it.</summary>
    public string Calls(string number)
    {
        var callable = Visible(isExposed: false).Where(p => piece.Cost + p.Cost <= MaximalCost).ToArray();
        if (callable.Length == 0)
            return $"({number}).ToString()";
        var called = dice.Of(callable);
        Use(called, 1);
        return called.Run.Replace("#", number, StringComparison.Ordinal);
    }

    public void Write(string source) => _source.AppendLine(source);

    /// <summary>What others run.</summary>
    public void Runs(string run)
    {
        piece.Run = run;
        piece.Source = _source.ToString();
    }

    /// <summary>What others use as a type, and run.</summary>
    public void Offers(Face face, string? run = null)
    {
        piece.Face = face;
        Runs(run ?? face.Told("(" + face.Make + ")"));
    }

    /// <summary>A generic type that others use with any argument.</summary>
    public void Offers(Wrap wrap, string? run = null)
    {
        piece.Wrap = wrap;
        Offers(wrap.Around(Face.Int), run);
    }

    private Face Pick(Trait trait, bool isExposed)
    {
        var candidates = Visible(isExposed)
            .Where(p => p.Face is { } face && (trait == Trait.Any || face.Trait == trait) && piece.Cost + p.Cost * 3 <= MaximalCost)
            .ToArray();
        Face face;
        if (candidates.Length > 0 && !dice.Chance(8))
        {
            var used = dice.Of(candidates);
            Use(used, 3);
            face = used.Face!;
        }
        else
        {
            face = trait switch
            {
                Trait.Any => dice.Of(Face.OfFramework),
                Trait.Enum or Trait.Struct => Face.OfFramework.First(f => f.Trait == trait),
                Trait.Base => Common.Base(this),
                _ => Common.Interface(this),
            };
        }

        return trait == Trait.Any && dice.Chance(35) ? PickWrap(isExposed).Around(face) : face;
    }

    private Wrap PickWrap(bool isExposed)
    {
        var candidates = Visible(isExposed).Where(p => p.Wrap is not null && piece.Cost + p.Cost * 3 <= MaximalCost).ToArray();
        if (candidates.Length == 0 || dice.Chance(40))
            return dice.Of(Wrap.OfFramework);
        var used = dice.Of(candidates);
        Use(used, 3);
        return used.Wrap!;
    }

    private void Use(Piece used, int times)
    {
        piece.Uses.Add(used);
        piece.Cost += used.Cost * times;
    }

    private IEnumerable<Piece> Visible(bool isExposed) =>
        others.Where(p => Visibility.Sees(piece, p) && (!isExposed || Visibility.MayExpose(piece, p)));
}

/// <summary>The rules of the compiler and of weak packaging, for who uses whom.</summary>
internal static class Visibility
{
    public static bool Sees(Piece user, Piece used) => used.Assembly == user.Assembly || used.Standing != Standing.Internal;

    /// <summary>In a public signature: WP3001, WP3003, and the compiler's own rule on accessibility.</summary>
    public static bool MayExpose(Piece user, Piece used) => user.Standing switch
    {
        Standing.Internal or Standing.Own => true,
        Standing.Strong => used.Standing == Standing.Strong,
        Standing.Weak => used.Standing == Standing.Strong || (used.Standing == Standing.Weak && used.Assembly == user.Assembly),
        _ => throw new ArgumentOutOfRangeException(nameof(user), user.Standing, null),
    };
}
