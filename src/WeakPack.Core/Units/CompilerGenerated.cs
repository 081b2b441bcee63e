using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>Tells what a compiler made by itself from what an author wrote.</summary>
internal static class CompilerGenerated
{
    public const string ImplementationDetails = "<PrivateImplementationDetails>";

    /// <summary>Marks what a compiler, or the linker, put into an assembly for that assembly alone.</summary>
    public const string EmbeddedAttribute = "Microsoft.CodeAnalysis.EmbeddedAttribute";

    /// <summary>What no source declares.</summary>
    public const string Attribute = "System.Runtime.CompilerServices.CompilerGeneratedAttribute";

    /// <summary>The class that holds array data, string hashes and throw helpers for the whole module.</summary>
    public static bool IsImplementationDetails(string topLevelName) =>
        topLevelName.StartsWith(ImplementationDetails, StringComparison.Ordinal);

    /// <summary>A top-level type that no source declares: anonymous types, embedded attributes, collection wrappers.</summary>
    /// <remarks>Such a type belongs to nobody: it stays where it is used and travels with whoever uses it.</remarks>
    public static bool IsHelper(MetadataImage image, TypeDefinitionHandle handle)
    {
        var type = image.Reader.GetTypeDefinition(handle);
        return type.Attributes.IsTopLevelInternal()
            && (IsImplementationDetails(image.FullName(handle)) || image.HasAttribute(type.GetCustomAttributes(), Attribute));
    }

    /// <summary>
    /// A static field that is no global data: a cache of a delegate, lambda or call site, which is filled again
    /// wherever it is copied to.
    /// </summary>
    public static bool IsCache(MetadataImage image, FieldDefinitionHandle handle)
    {
        var field = image.Reader.GetFieldDefinition(handle);
        return IsCacheClass(image, field.GetDeclaringType()) || IsOldDelegateCache(image.Reader.GetString(field.Name));
    }

    /// <summary>A nested class of lambdas (<c>&lt;&gt;c</c>), method groups (<c>&lt;&gt;O</c>) or call sites (<c>&lt;&gt;o__1</c>).</summary>
    public static bool IsCacheClass(MetadataImage image, TypeDefinitionHandle handle)
    {
        var type = image.Reader.GetTypeDefinition(handle);
        if (type.GetDeclaringType().IsNil)
            return IsImplementationDetails(image.FullName(handle));

        var name = image.Reader.GetString(type.Name);
        var tick = name.IndexOf('`');
        if (tick >= 0)
            name = name.Substring(0, tick);
        return name is "<>c" or "<>O" or "_Closure$__"
            || Numbered(name, "<>c__") || Numbered(name, "<>o__") || Numbered(name, "_Closure$__")
            || IsGenericMethodGroupCache(name);
    }

    // <Method>O__7_0`1: the method groups of a generic method.
    private static bool IsGenericMethodGroupCache(string name) =>
        name.Length > 0 && name[0] == '<' && name.LastIndexOf(">O__", StringComparison.Ordinal) is > 0 and var at
        && Numbered(name, name.Substring(0, at + 4));

    // C# before 6 and Mono's compiler keep these in the class itself.
    private static bool IsOldDelegateCache(string name) =>
        name.StartsWith("CS$<>9__CachedAnonymousMethodDelegate", StringComparison.Ordinal)
        || name.StartsWith("<>f__am$cache", StringComparison.Ordinal)
        || name.StartsWith("<>f__mg$cache", StringComparison.Ordinal)
        || name.StartsWith("<>f__switch$map", StringComparison.Ordinal);

    private static bool Numbered(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal)
        && name.Skip(prefix.Length).All(c => char.IsDigit(c) || c is '_' or '|' or '-' or '$');
}
