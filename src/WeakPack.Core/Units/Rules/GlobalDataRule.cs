using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Diagnostics;

namespace WeakPack.Units.Rules;

/// <summary>WP2203: a weak unit contains global data. Delphi E2203.</summary>
/// <remarks>Every consumer has its own copy of a unit, so a static field would be several variables.</remarks>
internal sealed class GlobalDataRule : IUnitRule
{
    public string Offence => "contains global data";

    public IEnumerable<Diagnostic> Check(Unit unit)
    {
        SourceLocation? first = null;
        var names = new List<string>();
        foreach (var field in unit.AllFields())
        {
            if (!IsGlobalData(unit, field))
                continue;
            first ??= unit.Module.Symbols.LocationOf(field);
            if (AuthorNames.Of(unit.Image, field) is { } name)
                names.Add(name);
        }

        if (first is not null)
            yield return Diagnostic.Create(Descriptors.GlobalData, first, unit.Name, string.Join(", ", names));
    }

    /// <summary>The field is a variable that all users of the type share, and one that an author made.</summary>
    public static bool IsGlobalData(Unit unit, FieldDefinitionHandle handle)
    {
        const FieldAttributes constant = FieldAttributes.Literal | FieldAttributes.HasFieldRVA;
        var field = unit.Image.Reader.GetFieldDefinition(handle);
        return (field.Attributes & FieldAttributes.Static) != 0
            && (field.Attributes & constant) == 0
            && !CompilerGenerated.IsCache(unit.Image, handle)
            && !FSharp.IsOnlyObject(unit.Image, field)
            && !FSharp.IsInitializationCheck(unit.Image, field)
            && !IsLanguageConstant(unit, field);
    }

    // A 'const decimal' (VB: Const As Date) is a constant of the language, though the metadata has to initialize it.
    private static bool IsLanguageConstant(Unit unit, FieldDefinition field) =>
        (field.Attributes & FieldAttributes.InitOnly) != 0
        && (unit.Image.HasAttribute(field.GetCustomAttributes(), "System.Runtime.CompilerServices.DecimalConstantAttribute")
            || unit.Image.HasAttribute(field.GetCustomAttributes(), "System.Runtime.CompilerServices.DateTimeConstantAttribute"));
}
