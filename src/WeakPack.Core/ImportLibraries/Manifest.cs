using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using WeakPack.NativeLibraries;

namespace WeakPack.ImportLibraries;

/// <summary>What an import library says of itself: its format, its units, and what each of them needs.</summary>
/// <remarks>The format is described in docs/import-library.md.</remarks>
public sealed class Manifest
{
    /// <summary>The name of the manifest resource that holds it.</summary>
    public const string ResourceName = "WeakPack.ImportLibrary.xml";

    /// <summary>The format that this version writes.</summary>
    public static Version CurrentFormat { get; } = new(1, 4);

    /// <summary>The simple name of the package.</summary>
    public required string Package { get; init; }

    /// <summary>The target framework's long name; empty when the assembly does not tell.</summary>
    public required string TargetFramework { get; init; }

    /// <summary>The target platform's long name, such as <c>Windows,Version=7.0</c>; null when it is for every one. Since format 1.3.</summary>
    public string? TargetPlatform { get; init; }

    /// <summary>How the package was compiled. Since format 1.3.</summary>
    public CompilationFlags Compilation { get; init; } = CompilationFlags.Unknown;

    /// <summary>SHA-256 of the file, taken while these 64 hexadecimal digits were zeros.</summary>
    public required string Checksum { get; init; }

    /// <summary>The rule by which the hashes of types were made; null when they are of an earlier one. Since format 1.4.</summary>
    public string? HashRule { get; init; }

    /// <summary>The weak units, by name.</summary>
    public required IReadOnlyList<ManifestUnit> Units { get; init; }

    /// <summary>The manifest as it stands in the import library.</summary>
    public string ToXml()
    {
        var root = new XElement("importLibrary",
            new XAttribute("format", CurrentFormat.ToString(2)),
            new XAttribute("checksum", Checksum),
            Optional("hashes", HashRule),
            new XAttribute("package", Package),
            new XAttribute("targetFramework", TargetFramework),
            Optional("targetPlatform", TargetPlatform),
            Optional("language", Compilation.Language),
            Optional("checkedArithmetic", Compilation.ChecksArithmetic),
            Optional("optimized", Compilation.IsOptimized),
            Units.Select(unit => new XElement("unit",
                new XAttribute("name", unit.Name),
                unit.IsRetained ? new XAttribute("retained", true) : null,
                unit.Types.Select(type => new XElement("type", new XAttribute("name", type.Name), new XAttribute("hash", type.Hash))),
                unit.Assemblies.Select(assembly => new XElement("assembly",
                    new XAttribute("name", assembly.Name),
                    assembly.NuGetPackage is { } package ? new object[] { new XAttribute("nugetPackage", package.Id), new XAttribute("version", package.VersionRange) } : null)),
                unit.NativeLibraries.Select(name => new XElement("nativeLibrary", new XAttribute("name", name))),
                unit.Resources.Select(name => new XElement("resource", new XAttribute("name", name))),
                unit.NativeFiles.Select(asset => asset.ToXml()))));

        // Not the machine's line ends: the same package has the same import library everywhere.
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" }))
            root.WriteTo(writer);
        return text.ToString();
    }

    /// <summary>The units that ship native libraries.</summary>
    internal IEnumerable<ManifestUnit> UnitsWithNativeFiles => Units is ManifestUnits units ? units.WithNativeFiles : Units.Where(unit => unit.NativeFiles.Count > 0);

    /// <summary>Finds the manifest in the bytes of an import library, which need not be sound otherwise.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static string FindIn(byte[] file) => ManifestText.FindIn(file).ToString();

    /// <summary>The format of a manifest, without reading the rest of it.</summary>
    /// <exception cref="FormatException">The text is no manifest.</exception>
    public static Version ReadFormat(string xml)
    {
        var text = Parse(xml, reader => reader.GetAttribute("format"));
        return Version.TryParse(text, out var format) ? format : throw new FormatException("its manifest names no format");
    }

    /// <summary>Reads a manifest of the current major format; what a newer minor format adds is passed over.</summary>
    /// <exception cref="FormatException">The text is no manifest.</exception>
    public static Manifest Read(string xml) => Parse(xml, reader => Read(WithoutContent(reader), () => [.. Content(reader).Where(element => element.Name == "unit").Select(ReadUnit)]));

    /// <summary>Reads a manifest whose units are known.</summary>
    /// <exception cref="FormatException">The text is no manifest.</exception>
    internal static Manifest Read(string xml, ManifestUnits units) => Parse(xml, reader => Read(WithoutContent(reader), () => units));

    private static Manifest Read(XElement root, Func<IReadOnlyList<ManifestUnit>> units) => new()
    {
        Package = Required(root, "package"),
        TargetFramework = Required(root, "targetFramework"),
        TargetPlatform = (string?)root.Attribute("targetPlatform"),
        Compilation = new()
        {
            Language = (string?)root.Attribute("language"),
            ChecksArithmetic = Flag(root, "checkedArithmetic"),
            IsOptimized = Flag(root, "optimized"),
        },
        Checksum = Required(root, "checksum"),
        HashRule = (string?)root.Attribute("hashes"),
        Units = units(),
    };

    private static ManifestUnit ReadUnit(XElement unit) => new(
        Required(unit, "name"),
        [.. unit.Elements("type").Select(type => new ManifestType(Required(type, "name"), Required(type, "hash")))],
        [.. unit.Elements("assembly").Select(assembly => new ManifestAssembly(
            Required(assembly, "name"),
            assembly.Attribute("nugetPackage") is null ? null : new(Required(assembly, "nugetPackage"), Required(assembly, "version"))))],
        [.. unit.Elements("nativeLibrary").Select(library => Required(library, "name"))],
        [.. unit.Elements("resource").Select(resource => Required(resource, "name"))],
        [.. unit.Elements("nativeFile").Select(NativeAsset.Read)])
    {
        IsRetained = Flag(unit, "retained") == true,
    };

    // The root with its attributes, and then its elements one at a time: a package may have thousands of units.
    private static XElement WithoutContent(XmlReader root)
    {
        var element = new XElement(root.LocalName);
        while (root.MoveToNextAttribute())
        {
            if (root.NamespaceURI.Length == 0)
                element.SetAttributeValue(root.LocalName, root.Value);
        }

        root.MoveToElement();
        return element;
    }

    private static IEnumerable<XElement> Content(XmlReader root)
    {
        for (var isIn = !root.IsEmptyElement && root.Read(); isIn && root.NodeType != XmlNodeType.EndElement;)
        {
            if (root.NodeType == XmlNodeType.Element)
                yield return (XElement)XNode.ReadFrom(root);
            else
                isIn = root.Read();
        }

        while (root.Read())
            continue; // what follows must be XML, too
    }

    private static T Parse<T>(string xml, Func<XmlReader, T> read)
    {
        try
        {
            // No document type: a manifest comes from a package, and is not to make this process read other files.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using var reader = XmlReader.Create(new StringReader(xml), settings);
            reader.MoveToContent();
            return read(reader);
        }
        catch (XmlException error)
        {
            throw new FormatException(string.Format(CultureInfo.InvariantCulture, "its manifest is no XML (line {0})", error.LineNumber), error);
        }
    }

    private static XAttribute? Optional(string name, object? value) => value is null ? null : new(name, value);

    private static bool? Flag(XElement element, string name) => (string?)element.Attribute(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var other => throw new FormatException($"its manifest has '{other}' for '{name}' of '{element.Name.LocalName}'"),
    };

    internal static string Required(XElement element, string name) =>
        (string?)element.Attribute(name) ?? throw new FormatException($"its manifest lacks '{name}' of '{element.Name.LocalName}'");
}

/// <summary>A weak unit in an import library.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Types">Its top-level types, by name.</param>
/// <param name="Assemblies">The assemblies that it and what travels with it refer to.</param>
/// <param name="NativeLibraries">Native libraries that it calls, as P/Invoke names them.</param>
/// <param name="Resources">Manifest resources that go where it goes. Since format 1.1.</param>
/// <param name="NativeFiles">Native libraries that the package ships for it. Since format 1.2.</param>
public sealed record ManifestUnit(
    string Name, IReadOnlyList<ManifestType> Types, IReadOnlyList<ManifestAssembly> Assemblies, IReadOnlyList<string> NativeLibraries, IReadOnlyList<string> Resources, IReadOnlyList<NativeAsset> NativeFiles)
{
    /// <summary>The runtime package has the unit too, because strong code uses it. Since format 1.3.</summary>
    public bool IsRetained { get; init; }
}

/// <summary>An assembly that a unit needs.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="NuGetPackage">The NuGet package that it came from when the unit was compiled, or null. Since format 1.1.</param>
public sealed record ManifestAssembly(string Name, ManifestNuGetPackage? NuGetPackage);

/// <summary>A NuGet package that a unit needs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="VersionRange">The versions that will do, in NuGet's notation.</param>
public sealed record ManifestNuGetPackage(string Id, string VersionRange);

/// <summary>A top-level type of a weak unit.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Hash">SHA-256 of its content, without regard to where in the assembly it stands. See <see cref="Manifest.HashRule"/>.</param>
public sealed record ManifestType(string Name, string Hash);
