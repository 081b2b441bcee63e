using Mono.Cecil;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>
/// <c>[DynamicDependency("Draw", "Acme.Pen", "Pack1")]</c>: a trimmer keeps a member for whoever has the attribute. Type and
/// assembly stand in strings of their own, the type as documentation writes it.
/// </summary>
internal static class DynamicDependency
{
    public const string AttributeName = "System.Diagnostics.CodeAnalysis.DynamicDependencyAttribute";

    private const int TypeParameter = 1;
    private const int AssemblyParameter = 2;

    /// <summary>The names of type and assembly, or null: the type can also be an argument of type <see cref="Type"/>, or left out.</summary>
    public static (string Type, string Assembly)? NamesIn(IEnumerable<TextInBlob> texts)
    {
        var strings = texts.Where(text => !text.IsTypeName && text.Parameter >= TypeParameter).ToDictionary(text => text.Parameter, text => text.Text);
        return strings.TryGetValue(TypeParameter, out var type) && strings.TryGetValue(AssemblyParameter, out var assembly) ? (type, assembly) : null;
    }

    /// <summary>The attribute's blob with both names mapped; as it is when they are not there, or <paramref name="map"/> knows no other.</summary>
    public static byte[] Map(CustomAttribute attribute, ModuleEnums enums, Func<string, string, (string Type, string Assembly)?> map) =>
        NamesIn(AttributeCopier.Texts(attribute, enums)) is var (type, assembly) && map(type, assembly) is var (newType, newAssembly)
            ? AttributeCopier.MapTexts(attribute, enums, text => text.Parameter switch
            {
                TypeParameter => newType,
                AssemblyParameter => newAssembly,
                _ => text.Text,
            })
            : attribute.GetBlob();
}
