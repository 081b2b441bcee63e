namespace WeakPack.Core.Tests.Stress;

/// <summary>What a piece is to its assembly.</summary>
internal enum Standing
{
    Weak,
    Strong,

    /// <summary>Not public and not marked, but of a kind that may travel with a weak unit.</summary>
    Internal,

    /// <summary>The program's own.</summary>
    Own,
}

/// <summary>One construct in a generated program: a source file with a type or a few, and how other code uses it.</summary>
/// <param name="Name">Its main type, with namespace.</param>
/// <param name="Construct">The construct that it shows.</param>
/// <param name="Assembly">The index of its assembly, in the order in which they are compiled.</param>
/// <param name="Standing">What it is there.</param>
internal sealed record Piece(string Name, string Construct, int Assembly, Standing Standing)
{
    public string Source { get; set; } = "";

    /// <summary>An expression that does what the construct does, with the number #, and tells it in a string.</summary>
    public string Run { get; set; } = "";

    /// <summary>Its type as other code uses it; not each has one.</summary>
    public Face? Face { get; set; }

    /// <summary>Its generic type as other code uses it; not each has one.</summary>
    public Wrap? Wrap { get; set; }

    /// <summary>The pieces that it uses.</summary>
    public HashSet<Piece> Uses { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>About how many constructs a run of it runs.</summary>
    public int Cost { get; set; } = 1;
}

/// <summary>A construct, and what writes a piece of it.</summary>
internal sealed record Recipe(string Construct, Action<PieceWriter> Write);
