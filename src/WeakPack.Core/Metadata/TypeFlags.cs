using System.Reflection;

namespace WeakPack.Metadata;

/// <summary>Questions to the flags of a type (ECMA-335 II.23.1.15).</summary>
internal static class TypeFlags
{
    public static bool IsNested(this TypeAttributes attributes) => (attributes & TypeAttributes.VisibilityMask) > TypeAttributes.Public;

    public static bool IsTopLevelInternal(this TypeAttributes attributes) => (attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NotPublic;
}
