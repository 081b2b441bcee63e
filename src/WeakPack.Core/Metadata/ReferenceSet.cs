using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>The references of one compilation by simple name; each is opened when it is first asked for.</summary>
internal sealed class ReferenceSet : IDisposable
{
    private readonly Dictionary<string, Reference> _byFileName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Reference, MetadataImage?> _images = [];
    private readonly Dictionary<Reference, MetadataImage?> _surfaces = [];
    private readonly Dictionary<Reference, LentSurface> _lent = [];
    private Dictionary<string, Reference>? _byIdentity;

    public ReferenceSet(IEnumerable<Reference> references)
    {
        All = [.. references];
        foreach (var reference in All)
        {
            var name = Path.GetFileNameWithoutExtension(reference.Path);
            if (!_byFileName.ContainsKey(name))
                _byFileName.Add(name, reference);
        }
    }

    public IReadOnlyList<Reference> All { get; }

    /// <summary>The reference to the assembly of that simple name, or null.</summary>
    public Reference? Find(string assemblyName)
    {
        if (_byFileName.TryGetValue(assemblyName, out var reference) && Open(reference)?.AssemblyName == assemblyName)
            return reference;

        // A file may be named otherwise than the assembly in it.
        _byIdentity ??= ByIdentity();
        return _byIdentity.TryGetValue(assemblyName, out reference) ? reference : null;
    }

    /// <summary>The assembly of that simple name is part of the framework, whose files are named as what is in them.</summary>
    public bool IsFramework(string assemblyName) => _byFileName.TryGetValue(assemblyName, out var reference) && reference.IsFramework;

    /// <summary>A reference's metadata; null when it is no assembly at all.</summary>
    public MetadataImage? Open(Reference reference) => Open(_images, reference, reference => reference.IsFramework
        ? MetadataImage.OpenFramework(reference.Path)
        : MetadataImage.OpenForeign(new(reference.Path, reference.Bytes)));

    /// <summary>What the compiler saw of a reference: of a package the import library, in which its weak types are.</summary>
    public MetadataImage? OpenSurface(Reference reference) =>
        _lent.TryGetValue(reference, out var lent) ? lent.Image :
        reference.ImportLibraryPath is null ? Open(reference) : Open(_surfaces, reference, reference => MetadataImage.OpenForeign(new(reference.Path, reference.ImportLibrary!)));

    /// <summary>Hands over an import library that is open already. It stays its owner's, who keeps it open as long as this is asked.</summary>
    public void Lend(Reference reference, MetadataImage surface, byte[] bytes) => _lent[reference] = new(surface, bytes);

    /// <summary>The bytes of what <see cref="OpenSurface"/> opens.</summary>
    public byte[] SurfaceBytes(Reference reference) => _lent.TryGetValue(reference, out var lent) ? lent.Bytes : reference.ImportLibrary ?? reference.Bytes;

    /// <summary>Finds a type, nested or not, in an assembly, through its type forwards.</summary>
    public (MetadataImage Image, TypeDefinitionHandle Type)? FindType(string assemblyName, string fullName) => Trace(new(assemblyName, new Version()), fullName).Found;

    /// <summary>As <see cref="FindType"/>, with the way that was taken.</summary>
    public TypeTrace Trace(AssemblyStep assembly, string fullName)
    {
        var way = new List<AssemblyStep>();
        while (Find(assembly.Name) is { } reference && OpenSurface(reference) is { } image)
        {
            if (image.Find(fullName) is { } type)
                return new(way, assembly, (image, type));
            if (Forward(image, fullName.Split('+')[0]) is not { } target)
                break;

            way.Add(assembly);
            assembly = target;
            if (way.Any(step => string.Equals(step.Name, target.Name, StringComparison.OrdinalIgnoreCase)))
                return new(way, assembly, Found: null) { IsCircle = true };
        }

        return new(way, assembly, Found: null);
    }

    public void Dispose()
    {
        foreach (var image in _images.Values.Concat(_surfaces.Values))
            image?.Dispose();
    }

    private static MetadataImage? Open(Dictionary<Reference, MetadataImage?> opened, Reference reference, Func<Reference, MetadataImage> open)
    {
        if (opened.TryGetValue(reference, out var known))
            return known;

        MetadataImage? image;
        try
        {
            image = open(reference);
        }
        catch (BadImageFormatException)
        {
            // The compiler has the word on references that can't be read; a lookup just doesn't find them.
            image = null;
        }

        return opened[reference] = image;
    }

    /// <summary>The assembly to which one forwards a top-level type, or null.</summary>
    public static string? ForwardTarget(MetadataImage image, string fullName) => Forward(image, fullName)?.Name;

    private static AssemblyStep? Forward(MetadataImage image, string fullName)
    {
        var reader = image.Reader;
        foreach (var handle in reader.ExportedTypes)
        {
            var type = reader.GetExportedType(handle);
            if (type.Implementation.Kind == HandleKind.AssemblyReference
                && fullName.EndsWith(reader.GetString(type.Name), StringComparison.Ordinal)
                && fullName == MetadataImage.Join(reader.GetString(type.Namespace), reader.GetString(type.Name)))
            {
                return AssemblyStep.Of(reader, (AssemblyReferenceHandle)type.Implementation);
            }
        }

        return null;
    }

    private sealed record LentSurface(MetadataImage Image, byte[] Bytes);

    private Dictionary<string, Reference> ByIdentity()
    {
        var byIdentity = new Dictionary<string, Reference>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in All)
        {
            if (Open(reference) is { } image && !byIdentity.ContainsKey(image.AssemblyName))
                byIdentity.Add(image.AssemblyName, reference);
        }

        return byIdentity;
    }
}

/// <summary>An assembly as a reference names it.</summary>
internal sealed record AssemblyStep(string Name, Version Version)
{
    public static AssemblyStep Of(MetadataReader reader, AssemblyReferenceHandle handle)
    {
        var assembly = reader.GetAssemblyReference(handle);
        return new(reader.GetString(assembly.Name), assembly.Version);
    }
}

/// <summary>How a search for a type went.</summary>
/// <param name="Way">The assemblies that forward it.</param>
/// <param name="End">Where it has to be.</param>
/// <param name="Found">The type, when it is there.</param>
internal sealed record TypeTrace(IReadOnlyList<AssemblyStep> Way, AssemblyStep End, (MetadataImage Image, TypeDefinitionHandle Type)? Found)
{
    /// <summary>The forwards lead back to where they have been.</summary>
    public bool IsCircle { get; init; }
}
