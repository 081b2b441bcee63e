namespace WeakPack.Core.Tests.Oracles;

/// <summary>Compares dumps and shows the lines that differ, where whole dumps would hide them.</summary>
internal static class DumpAssert
{
    private const int ShownLines = 8;

    public static void AreEqual(string expected, string actual, string what)
    {
        if (Difference(expected, actual) is { } difference)
            Assert.Fail($"{what} is not what it was:{Environment.NewLine}{difference}");
    }

    /// <summary>Every member of the part is one of the whole, to the last line of it.</summary>
    public static void IsPartOf(string whole, string part, string what)
    {
        var added = Members(part).Except(Members(whole)).ToArray();
        Assert.IsEmpty(added, $"{what} has what it had not:{Environment.NewLine}{string.Join(Environment.NewLine, added.Take(ShownLines))}");
    }

    /// <summary>A type's members and nested types, each with what is indented below it.</summary>
    private static List<string> Members(string dump)
    {
        var members = new List<string>();
        foreach (var line in dump.Split('\n').Where(l => l.Length > 0))
        {
            if (line.StartsWith("   ", StringComparison.Ordinal) && members.Count > 0)
                members[^1] += "\n" + line;
            else
                members.Add(line);
        }

        return members;
    }

    /// <summary>The first lines that differ, under the member that they belong to; null when there are none.</summary>
    public static string? Difference(string expected, string actual)
    {
        if (expected == actual)
            return null;
        var before = expected.Split('\n');
        var after = actual.Split('\n');
        var first = 0;
        while (first < before.Length && first < after.Length && before[first] == after[first])
            first++;
        var member = Array.FindLast(before[..Math.Min(first + 1, before.Length)], l => l.TrimStart() is var t
            && (t.StartsWith("type ", StringComparison.Ordinal) || t.StartsWith("method ", StringComparison.Ordinal)));
        return string.Join(Environment.NewLine,
            [$"in {member?.Trim()}, line {first + 1}",
            .. before.Skip(first).Take(ShownLines).Select(l => "  - " + l),
            .. after.Skip(first).Take(ShownLines).Select(l => "  + " + l)]);
    }
}
