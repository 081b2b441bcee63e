using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using Mono.Cecil;
using WeakPack.Metadata;

namespace WeakPack.Modules;

/// <summary>Removes references to assemblies and modules that nothing in a written image uses any more.</summary>
/// <remarks>For a module of which no graph was made, so that its uses are known only when it is written.</remarks>
internal static class UnusedReferences
{
    public static AssemblyImage Remove(AssemblyImage image, SymbolPlace symbols, IAssemblyResolver resolver)
    {
        var (assemblies, modules, hasOthers) = Used(image);
        if (!hasOthers)
            return image;

        using var file = new ModuleFile(image, resolver);
        ModuleReferences.Keep(file.Module, assemblies, modules);
        return file.Write(symbols);
    }

    private static (HashSet<string> Assemblies, HashSet<string> Modules, bool HasOthers) Used(AssemblyImage image)
    {
        using var metadata = new MetadataImage(image);
        var reader = metadata.Reader;
        var assemblies = new HashSet<string>(StringComparer.Ordinal);
        var modules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scope in Scopes(reader))
        {
            if (scope.Kind == HandleKind.AssemblyReference)
                assemblies.Add(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name));
            else if (scope.Kind == HandleKind.ModuleReference)
                modules.Add(reader.GetString(reader.GetModuleReference((ModuleReferenceHandle)scope).Name));
        }

        var text = new Lazy<string>(() => AttributeText(reader));
        assemblies.UnionWith(reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))
            .Where(name => !assemblies.Contains(name) && text.Value.Contains(", " + name)));
        return (assemblies, modules, reader.AssemblyReferences.Count != assemblies.Count || reader.GetTableRowCount(TableIndex.ModuleRef) != modules.Count);
    }

    private static IEnumerable<EntityHandle> Scopes(MetadataReader reader) =>
        reader.TypeReferences.Select(handle => reader.GetTypeReference(handle).ResolutionScope)
            .Concat(reader.ExportedTypes.Select(handle => reader.GetExportedType(handle).Implementation))
            .Concat(reader.ManifestResources.Select(handle => reader.GetManifestResource(handle).Implementation))
            .Concat(reader.MethodDefinitions.Select(reader.GetMethodDefinition)
                .Where(method => (method.Attributes & System.Reflection.MethodAttributes.PinvokeImpl) != 0)
                .Select(method => (EntityHandle)method.GetImport().Module));

    // Type names in attributes name their assembly in text.
    private static string AttributeText(MetadataReader reader)
    {
        var text = new StringBuilder();
        foreach (var handle in reader.CustomAttributes)
            text.Append(Encoding.UTF8.GetString(reader.GetBlobBytes(reader.GetCustomAttribute(handle).Value))).Append('\n');
        return text.ToString();
    }
}
