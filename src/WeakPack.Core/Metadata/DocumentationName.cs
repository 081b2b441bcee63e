namespace WeakPack.Metadata;

/// <summary>Names as documentation comments write them, in which a dot stands before a namespace's, a type's and a member's name alike.</summary>
internal static class DocumentationName
{
    /// <summary>The outermost type in <c>M:Acme.Pen.Tip.Draw(System.Int32)</c>; null when none of the types is meant.</summary>
    /// <param name="name">The name, with or without the letter and colon before it.</param>
    /// <param name="isType">Asked of full names of outermost types.</param>
    public static string? OutermostType(string name, Func<string, bool> isType)
    {
        var path = name.Substring(Start(name)).Split('(', '~')[0];
        while (path.Length > 0 && !isType(path))
            path = path.Substring(0, Math.Max(path.LastIndexOf('.'), 0));
        return path.Length > 0 ? path : null;
    }

    /// <summary>The name with another outermost type.</summary>
    public static string WithOutermostType(string name, string type, string other) =>
        name.Substring(0, Start(name)) + other + name.Substring(Start(name) + type.Length);

    // Visual Studio writes a tilde before the letter.
    private static int Start(string name) => name.IndexOf(':') is var colon && colon is 1 or 2 ? colon + 1 : 0;
}
