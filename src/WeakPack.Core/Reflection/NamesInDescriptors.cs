using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml;
using System.Xml.Linq;
using WeakPack.Metadata;

namespace WeakPack.Reflection;

/// <summary>Finds the types that a module's embedded files for trimmers name: what to keep, to replace, and to take for annotated.</summary>
/// <remarks>https://github.com/dotnet/runtime/blob/main/docs/tools/illink/data-formats.md has the format.</remarks>
internal static class NamesInDescriptors
{
    private static readonly string[] Files = ["ILLink.Descriptors.xml", "ILLink.Substitutions.xml", "ILLink.LinkAttributes.xml"];

    /// <summary>The types named in full, of those whose outermost type has a name of interest; a pattern with a star is left to the trimmer.</summary>
    public static IEnumerable<NamedType> Find(MetadataImage image, Func<string, bool> isOfInterest) =>
        from handle in image.Reader.ManifestResources
        let resource = image.Reader.GetManifestResource(handle)
        where resource.Implementation.IsNil && Files.Contains(image.Reader.GetString(resource.Name), StringComparer.Ordinal)
        from assembly in Parse(image, resource)?.Descendants("assembly") ?? []
        from type in assembly.Descendants("type")
        let name = NameOf(type)
        where name is not null && isOfInterest(name.Split('+')[0])
        select new NamedType(handle, -1, name, name, NameSearch.InNamedAssembly, ((string?)assembly.Attribute("fullname") ?? "").Split(',')[0].Trim());

    // A nested type stands within its outer one by its name alone, or anywhere by its full name.
    private static string? NameOf(XElement type)
    {
        if ((string?)type.Attribute("fullname") is { } fullName)
            return fullName.Replace('/', '+');
        return type.Parent is { } parent && parent.Name == "type" && NameOf(parent) is { } outer && (string?)type.Attribute("name") is { } name
            ? outer + "+" + name
            : null;
    }

    // In the file, behind its length (ECMA-335 II.24.2.1 leaves the form to the implementation).
    private static XElement? Parse(MetadataImage image, ManifestResource resource)
    {
        var directory = image.Pe.PEHeaders.CorHeader!.ResourcesDirectory;
        var reader = image.Pe.GetSectionData(directory.RelativeVirtualAddress).GetReader();
        reader.Offset = checked((int)resource.Offset);
        var bytes = reader.ReadBytes(reader.ReadInt32());
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var xml = XmlReader.Create(new MemoryStream(bytes, writable: false), settings);
            return XElement.Load(xml);
        }
        catch (XmlException)
        {
            return null; // the trimmer has the word on files that it can't read
        }
    }
}
