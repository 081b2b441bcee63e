using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using Mono.Cecil;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;

namespace WeakPack.Modules;

/// <summary>Writes a surface without references to assemblies and modules that nothing in it uses any more.</summary>
/// <remarks>
/// Of a module of which no graph was made it is certain only when it is written what it uses. But what it can't use is known before, so that as
/// a rule it need not be read and written again.
/// </remarks>
internal static class UnusedReferences
{
    /// <param name="file">The module, reduced to its surface.</param>
    /// <param name="original">The image that it was read from.</param>
    /// <param name="named">What the surface names.</param>
    /// <param name="timestamp">As <see cref="ModuleFile.Write"/> takes it.</param>
    /// <param name="resolver">Finds the references.</param>
    public static AssemblyImage WriteWithout(ModuleFile file, AssemblyImage original, SurfaceScopes named, uint? timestamp, IAssemblyResolver resolver)
    {
        RemoveUnnamed(file.Module, original, named);
        return Remove(file.Write(SymbolPlace.None, timestamp), resolver);
    }

    private static void RemoveUnnamed(ModuleDefinition module, AssemblyImage original, SurfaceScopes named)
    {
        using var metadata = new MetadataImage(original);
        HashSet<string> assemblies = [.. named.Assemblies, .. module.ExportedTypes.Select(type => type.Scope.Name), .. module.Resources.OfType<AssemblyLinkedResource>().Select(resource => resource.Assembly.Name)];
        assemblies.UnionWith(NamedInAttributes(metadata.Reader, assemblies));
        HashSet<string> modules = [.. named.Modules, .. module.Resources.OfType<LinkedResource>().Select(resource => resource.File)];
        ModuleReferences.Keep(module, assemblies, modules);
    }

    private static AssemblyImage Remove(AssemblyImage image, IAssemblyResolver resolver)
    {
        var (assemblies, modules, hasOthers) = Used(image);
        if (!hasOthers)
            return image;

        using var file = new ModuleFile(image, resolver);
        ModuleReferences.Keep(file.Module, assemblies, modules);
        return file.Write(SymbolPlace.None);
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

        assemblies.UnionWith(NamedInAttributes(reader, assemblies));
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
    private static List<string> NamedInAttributes(MetadataReader reader, HashSet<string> others) =>
    [
        .. reader.AssemblyReferences
            .Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))
            .Where(name => !others.Contains(name) && IsInAttributes(reader, Encoding.UTF8.GetBytes(", " + name))),
    ];

    private static unsafe bool IsInAttributes(MetadataReader reader, byte[] text)
    {
        foreach (var handle in reader.CustomAttributes)
        {
            var value = reader.GetBlobReader(reader.GetCustomAttribute(handle).Value);
            if (new ReadOnlySpan<byte>(value.StartPointer, value.Length).IndexOf(text) >= 0)
                return true;
        }

        return false;
    }
}
