using Mono.Cecil;
using WeakPack.Inspection;

namespace WeakPack.Modules;

/// <summary>The attributes that WeakPack takes from and gives to assemblies.</summary>
internal static class AssemblyMarks
{
    /// <summary>On a runtime package: the checksum of the import library that belongs to it.</summary>
    public const string ImportLibrary = "WeakPack.ImportLibrary";

    /// <summary>On a consumer: a unit that was linked into it, with its origin.</summary>
    public const string Linked = "WeakPack.Linked";

    /// <summary>On an import library, and on a compile surface: the full name of a weak type. Analyzers can't read the manifest, for it is a resource.</summary>
    public const string WeakType = "WeakPack.WeakType";

    /// <summary>The class of the attribute that all these are.</summary>
    public const string MetadataAttribute = "System.Reflection.AssemblyMetadataAttribute";

    /// <summary>The attributes are for the build only: no output carries them.</summary>
    public static bool IsAnnotation(string fullName) => fullName is "WeakPack.WeakPackageUnitAttribute" or "WeakPack.DenyPackageUnitAttribute";

    /// <summary>Adds <c>[assembly: AssemblyMetadata(key, value)]</c>.</summary>
    public static void AddMetadata(ModuleDefinition module, string key, string value)
    {
        var attribute = AttributeOf(module, "System.Reflection", "AssemblyMetadataAttribute", module.TypeSystem.String, module.TypeSystem.String);
        attribute.ConstructorArguments.Add(new(module.TypeSystem.String, key));
        attribute.ConstructorArguments.Add(new(module.TypeSystem.String, value));
        module.Assembly.CustomAttributes.Add(attribute);
    }

    /// <summary>The values of <c>[assembly: AssemblyMetadata(key, …)]</c>.</summary>
    public static IEnumerable<string> Metadata(ModuleDefinition module, string key) =>
        from attribute in module.Assembly.CustomAttributes
        where IsMetadata(attribute, key)
        select (string)attribute.ConstructorArguments[1].Value;

    private static bool IsMetadata(CustomAttribute attribute, string key) =>
        attribute.AttributeType.FullName == MetadataAttribute && HasTwoTexts(attribute) && (string)attribute.ConstructorArguments[0].Value == key;

    // Looked at before Cecil decodes it, which takes memory for as many elements as an array is said to have.
    private static bool HasTwoTexts(CustomAttribute attribute)
    {
        if (attribute.Constructor.Parameters.Count != 2 || attribute.Constructor.Parameters.Any(parameter => parameter.ParameterType.MetadataType != MetadataType.String))
            return false;
        if (attribute.IsResolved)
            return true; // it is our own

        // A prolog, the texts, and the number of named arguments: ECMA-335 II.23.3.
        var blob = attribute.GetBlob();
        var end = EndOfText(blob, EndOfText(blob, sizeof(ushort)));
        return end == blob.Length - sizeof(ushort) && blob[end] == 0 && blob[end + 1] == 0;
    }

    // Behind its length, of one, two or four bytes (II.23.2); null has a byte of its own.
    private static int EndOfText(byte[] blob, int at) => at >= blob.Length - 1
        ? blob.Length
        : blob[at] switch
        {
            0xFF => at + 1,
            < 0x80 => at + 1 + blob[at],
            < 0xC0 => at + 2 + ((blob[at] & 0x3F) << 8 | blob[at + 1]),
            _ => at + 4 <= blob.Length ? at + 4 + ((blob[at] & 0x1F) << 24 | blob[at + 1] << 16 | blob[at + 2] << 8 | blob[at + 3]) : blob.Length,
        };

    private static CustomAttribute AttributeOf(ModuleDefinition module, string space, string name, params TypeReference[] parameters)
    {
        var type = new TypeReference(space, name, module, module.TypeSystem.CoreLibrary);
        var constructor = new MethodReference(".ctor", module.TypeSystem.Void, type) { HasThis = true };
        foreach (var parameter in parameters)
            constructor.Parameters.Add(new(parameter));
        return new(constructor);
    }
}
