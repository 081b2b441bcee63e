using System.Reflection.Metadata;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>Names of types as attribute blobs hold them: assembly-qualified, with nested, constructed and array types.</summary>
internal static class SerializedNames
{
    /// <summary>The name without any assembly, written as <see cref="MetadataNames"/> writes names.</summary>
    public static string Canonical(string name) =>
        TypeName.TryParse(name, out var parsed)
            ? Canonical(parsed)
            : throw new BadImageFormatException($"Not a type's name: {name}");

    private static string Canonical(TypeName name)
    {
        if (name.IsArray)
            return Canonical(name.GetElementType()) + (name.IsSZArray ? "[]" : $"[rank {name.GetArrayRank()} sizes  bounds ]");
        if (name.IsPointer)
            return Canonical(name.GetElementType()) + "*";
        if (name.IsByRef)
            return Canonical(name.GetElementType()) + "&";
        if (name.IsConstructedGenericType)
            return $"{Canonical(name.GetGenericTypeDefinition())}<{string.Join(", ", name.GetGenericArguments().Select(Canonical))}>";
        var simple = name.IsNested
            ? $"{Canonical(name.DeclaringType)}/{TypeName.Unescape(name.Name)}"
            : TypeName.Unescape(name.FullName);
        return MetadataNames.WithoutSuffix(simple);
    }
}
