using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using WeakPack.Linking;
using WeakPack.Metadata;

namespace WeakPack.Modules;

/// <summary>
/// <c>[assembly: UnconditionalSuppressMessage("Trimming", "IL2026", Scope = "member", Target = "M:Acme.Pen.Draw")]</c>: silences
/// a trimmer at another place, which it names as documentation does. It holds in its own assembly only.
/// </summary>
internal static class Suppressions
{
    /// <summary>The named argument that says where.</summary>
    public const string TargetMember = "Target";

    private const string AttributeName = "System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessageAttribute";

    public static IReadOnlyList<CustomAttribute> Of(ICustomAttributeProvider provider) =>
        [.. provider.CustomAttributes.Where(attribute => attribute.AttributeType.FullName == AttributeName)];

    /// <summary>The tokens of those that are an assembly's own or its module's.</summary>
    public static IReadOnlyList<int> In(MetadataImage image)
    {
        var tokens = new List<int>();
        foreach (var row in image.AssemblyAttributes.Rows(AttributeName))
            tokens.Add(MetadataTokens.GetToken(MetadataTokens.CustomAttributeHandle(row)));
        foreach (var handle in image.Reader.GetModuleDefinition().GetCustomAttributes())
        {
            if (Are(image, handle))
                tokens.Add(MetadataTokens.GetToken(handle));
        }

        return tokens;
    }

    /// <summary>The attribute is one.</summary>
    public static bool Are(MetadataImage image, System.Reflection.Metadata.CustomAttributeHandle attribute) => image.AttributeName(attribute) == AttributeName;

    /// <summary>The name of the type or member that a suppression is about; null when it is about all of the assembly.</summary>
    public static string? Target(CustomAttribute attribute, ModuleEnums enums) =>
        AttributeCopier.Texts(attribute, enums).Where(text => text.Member == TargetMember).Select(text => text.Text).FirstOrDefault();

    /// <summary>The outermost type that a target names or is in; null for a namespace, and for what the module does not have.</summary>
    public static TypeDefinition? OutermostType(string target, ModuleDefinition module) =>
        OutermostType(target, path => module.GetType(path) is not null) is { } name ? module.GetType(name) : null;

    /// <summary>The same by its name.</summary>
    public static string? OutermostType(string target, Func<string, bool> isType) =>
        target.TrimStart('~').StartsWith("N:", StringComparison.Ordinal) ? null : DocumentationName.OutermostType(target, isType);
}
