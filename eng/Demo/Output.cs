using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Demo;

/// <summary>A project's output folder, and what its dll says of itself.</summary>
internal sealed class Output
{
    private readonly string _folder;

    private Output(string folder, string name)
    {
        _folder = folder;
        Dll = Path.Combine(folder, name + ".dll");
        DepsJson = Path.Combine(folder, name + ".deps.json");

        using var pe = new PEReader(File.OpenRead(Dll));
        var metadata = pe.GetMetadataReader();
        References = [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        NativeLibraries = [.. Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.ModuleRef))
            .Select(row => metadata.GetString(metadata.GetModuleReference(MetadataTokens.ModuleReferenceHandle(row)).Name))];
        Types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => type.GetDeclaringType().IsNil)
            .ToDictionary(
                type => string.Join('.', new[] { metadata.GetString(type.Namespace), metadata.GetString(type.Name) }.Where(part => part.Length > 0)),
                type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
        Linked = [.. LinkedUnits(metadata)];
    }

    public string Dll { get; }

    public string DepsJson { get; }

    public IReadOnlyList<string> References { get; }

    public IReadOnlyList<string> NativeLibraries { get; }

    /// <summary>Full names of top-level types, and whether they are public.</summary>
    public IReadOnlyDictionary<string, bool> Types { get; }

    /// <summary>What the assembly records of the units that were linked into it.</summary>
    public IReadOnlyList<string> Linked { get; }

    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public static Output Of(string sample, string project, string framework = "net10.0") => new(Path.Combine(sample, project, "bin", "Debug", framework), project);

    private static IEnumerable<string> LinkedUnits(MetadataReader metadata)
    {
        foreach (var attribute in metadata.GetAssemblyDefinition().GetCustomAttributes().Select(metadata.GetCustomAttribute))
        {
            if (attribute.Constructor.Kind == HandleKind.MemberReference
                && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor) is { Parent.Kind: HandleKind.TypeReference } constructor
                && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent).Name, nameof(AssemblyMetadataAttribute)))
            {
                var value = metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                if (value.ReadSerializedString() == "WeakPack.Linked" && value.ReadSerializedString() is { } unit)
                {
                    yield return unit;
                }
            }
        }
    }
}
