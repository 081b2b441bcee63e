namespace WeakPack.Linking;

/// <summary>Units as messages name them.</summary>
internal static class UnitNames
{
    private const int Most = 5;

    /// <summary><c>unit 'A'</c>, or <c>units 'A', 'B' and 3 more</c>.</summary>
    public static string Of(IEnumerable<string> units)
    {
        var names = units.ToList();
        return (names.Count == 1 ? "unit " : "units ") + List(names);
    }

    /// <summary><c>'A', 'B' and 3 more</c>.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        var shown = string.Join(", ", names.Take(Most).Select(name => $"'{name}'"));
        return names.Count > Most ? $"{shown} and {names.Count - Most} more" : shown;
    }
}
