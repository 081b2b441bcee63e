using Mono.Cecil;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>Hints for trimmers that name copied types: an assembly's own hints about them go along, and a consumer's lead to the copies.</summary>
internal static class HintCopier
{
    /// <summary>Copies a package's assembly-level suppressions that are about copied types; one of a whole module or namespace is about more.</summary>
    public static void CopySuppressions(LibraryPlacement library, ReferenceMapper mapper)
    {
        var enums = new ModuleEnums(library.Source);
        Copy(library.Source.Assembly, mapper.Target.Assembly);
        Copy(library.Source, mapper.Target);

        void Copy(ICustomAttributeProvider from, ICustomAttributeProvider to)
        {
            foreach (var attribute in Suppressions.Of(from))
            {
                if (Suppressions.Target(attribute, enums) is not { } target || Suppressions.OutermostType(target, library.Source) is not { } type
                    || !library.Copied.ContainsKey(type) || mapper.Texts.MapDocumented(target) is not { } mapped)
                {
                    continue;
                }

                to.CustomAttributes.Add(new CustomAttribute(mapper.Map(attribute.Constructor),
                    AttributeCopier.MapTexts(attribute, enums, text => text.Member == Suppressions.TargetMember ? mapped : text.Text)));
            }
        }
    }

    /// <summary>Turns a consumer's dynamic dependencies on weak types to their copies.</summary>
    public static void Redirect(ModuleDefinition module, CopyTable copies)
    {
        if (!module.GetTypeReferences().Any(type => type.FullName == DynamicDependency.AttributeName))
            return;

        var enums = new ModuleEnums(module);
        foreach (var owner in AttributeOwners.Of(module))
        {
            for (var i = 0; i < owner.CustomAttributes.Count; i++)
            {
                var attribute = owner.CustomAttributes[i];
                if (attribute.AttributeType.FullName == DynamicDependency.AttributeName)
                    owner.CustomAttributes[i] = new CustomAttribute(attribute.Constructor, DynamicDependency.Map(attribute, enums, FindCopy));
            }
        }

        (string, string)? FindCopy(string type, string assembly) =>
            DocumentationName.OutermostType(type, path => copies.Find(assembly, path) is not null) is { } outermost
                ? (DocumentationName.WithOutermostType(type, outermost, copies.Find(assembly, outermost)!.FullName), module.Assembly.Name.Name)
                : null;
    }
}
