using Mono.Cecil;
using WeakPack.Damage;
using WeakPack.Metadata;

namespace WeakPack.Modules;

/// <summary>Resolves assemblies to the references of the compilation and to nothing else: no folder is ever probed.</summary>
internal sealed class ModuleResolver(ReferenceSet references) : IAssemblyResolver
{
    private readonly Dictionary<string, AssemblyDefinition?> _assemblies = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="AssemblyResolutionException">No reference has that name.</exception>
    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    /// <inheritdoc cref="Resolve(AssemblyNameReference)"/>
    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) =>
        Find(name.Name) ?? throw new AssemblyResolutionException(name);

    public AssemblyDefinition? Find(string name)
    {
        if (!_assemblies.TryGetValue(name, out var assembly))
            _assemblies[name] = assembly = references.Find(name) is { } reference ? Open(reference) : null;
        return assembly;
    }

    public void Dispose()
    {
        foreach (var assembly in _assemblies.Values)
            assembly?.Dispose();
    }

    // Of a package the compiler saw the import library: its weak types are only there.
    private AssemblyDefinition? Open(Reference reference) => references.OpenSurface(reference) is not { } surface || LayoutCheck.HidesTables(surface.Reader)
        ? null // it can't be read, or must not be
        : AssemblyDefinition.ReadAssembly(new MemoryStream(references.SurfaceBytes(reference), writable: false), new ReaderParameters { AssemblyResolver = this });
}
