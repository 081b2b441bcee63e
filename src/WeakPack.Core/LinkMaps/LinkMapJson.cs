using System.Globalization;
using System.Xml.Linq;

namespace WeakPack.LinkMaps;

/// <summary>A link map as JSON. docs/link-map.md describes it.</summary>
public static class LinkMapJson
{
    /// <summary>The map as UTF-8.</summary>
    public static byte[] Write(LinkMap map, bool isIndented = true) => Json.Write(
        Json.Object("root",
            Json.String("format", LinkMap.CurrentFormat.ToString(2)),
            Json.Object("consumer",
                Json.String("name", map.Consumer.Name),
                Json.String("version", map.Consumer.Version),
                Json.String("targetFramework", map.Consumer.TargetFramework),
                Json.Boolean("isExecutable", map.Consumer.IsExecutable),
                Json.Number("compiledBytes", map.Consumer.CompiledBytes),
                Json.Number("linkedBytes", map.Consumer.LinkedBytes)),
            Json.Array("packages", map.Packages, Write),
            Json.Object("dropped",
                Json.Strings("packages", map.Dropped.Packages),
                Json.Strings("nuGetPackages", map.Dropped.NuGetPackages))),
        isIndented);

    /// <summary>Reads a map of this major format; what a newer minor format adds is passed over.</summary>
    /// <exception cref="FormatException">It is no map, or one of another major format.</exception>
    public static LinkMap Read(byte[] json)
    {
        var root = Json.Read(json);
        if (!Version.TryParse(Text(root, "format"), out var format) || format.Major != LinkMap.CurrentFormat.Major)
            throw new FormatException($"its format is {Text(root, "format")}, and this version reads {LinkMap.CurrentFormat.Major}.x");

        var consumer = Object(root, "consumer");
        return new()
        {
            Consumer = new(Text(consumer, "name"), Text(consumer, "version"), Text(consumer, "targetFramework"), Flag(consumer, "isExecutable"), Count(consumer, "compiledBytes"), Count(consumer, "linkedBytes")),
            Packages = [.. List(root, "packages").Select(ReadPackage)],
            Dropped = new(Texts(Object(root, "dropped"), "packages"), Texts(Object(root, "dropped"), "nuGetPackages")),
        };
    }

    private static object[] Write(LinkMapPackage package) =>
    [
        Json.String("name", package.Name),
        Json.String("version", package.Version),
        .. NuGetPackage(package.NuGetPackage),
        Json.Object("importLibrary", Json.String("name", package.ImportLibrary.Name), Json.String("sha256", package.ImportLibrary.Sha256)),
        Json.Boolean("isNeeded", package.IsNeeded),
        Json.Array("neededBy", package.NeededBy, Write),
        Json.Number("unitCount", package.UnitCount),
        Json.Array("units", package.Units, Write),
    ];

    private static object[] Write(LinkMapNeed need) =>
    [
        Json.String("kind", Name(need.Kind)), .. Optional("assembly", need.Assembly), .. Optional("unit", need.Unit), .. Optional("member", need.Member), .. Optional("uses", need.Uses),
    ];

    private static object[] Write(LinkMapUnit unit) =>
    [
        Json.String("name", unit.Name),
        Json.String("state", Name(unit.State)),
        Json.Boolean("isRetained", unit.IsRetained),
        Json.Number("bytes", unit.Bytes),
        Json.Array("types", unit.Types, Write),
        Json.Array("travelling", unit.Travelling, Write),
        Json.Array("chain", unit.Chain, Write),
        Json.Object("needs",
            Json.Strings("units", unit.Needs.Units),
            Json.Array("assemblies", unit.Needs.Assemblies, assembly => [Json.String("name", assembly.Name), Json.Boolean("isFramework", assembly.IsFramework), .. NuGetPackage(assembly.NuGetPackage)]),
            Json.Strings("nativeLibraries", unit.Needs.NativeLibraries),
            Json.Array("nativeFiles", unit.Needs.NativeFiles, file => [Json.String("rid", file.RuntimeIdentifier), Json.String("name", file.Name), Json.String("sha256", file.Sha256)]),
            Json.Strings("resources", unit.Needs.Resources)),
    ];

    private static object[] Write(LinkMapType type) =>
        [Json.String("name", type.Name), .. Optional("copy", type.Copy), .. Optional("sha256", type.Sha256), Json.Number("bytes", type.Bytes)];

    private static object[] Write(LinkMapStep step) =>
        [Json.String("assembly", step.Assembly), .. Optional("member", step.Member), Json.String("uses", step.Uses)];

    private static XElement[] NuGetPackage(LinkMapNuGetPackage? package) =>
        package is null ? [] : [Json.Object("nuGetPackage", Json.String("id", package.Id), Json.String("version", package.Version))];

    private static XElement[] Optional(string name, string? value) => value is null ? [] : [Json.String(name, value)];

    // JSON's names begin with a small letter, as its members do.
    private static string Name(Enum value) => value.ToString().ToLowerInvariant();

    private static LinkMapPackage ReadPackage(XElement package) => new()
    {
        Name = Text(package, "name"),
        Version = Text(package, "version"),
        NuGetPackage = ReadNuGetPackage(package),
        ImportLibrary = new(Text(Object(package, "importLibrary"), "name"), Text(Object(package, "importLibrary"), "sha256")),
        IsNeeded = Flag(package, "isNeeded"),
        NeededBy = [.. List(package, "neededBy").Select(need => new LinkMapNeed(
            Parse<LinkMapNeedKind>(need, "kind"), TextOrNull(need, "assembly"), TextOrNull(need, "unit"), TextOrNull(need, "member"), TextOrNull(need, "uses")))],
        UnitCount = (int)Count(package, "unitCount"),
        Units = [.. List(package, "units").Select(ReadUnit)],
    };

    private static LinkMapUnit ReadUnit(XElement unit) => new()
    {
        Name = Text(unit, "name"),
        State = Parse<LinkMapState>(unit, "state"),
        IsRetained = Flag(unit, "isRetained"),
        Bytes = (int)Count(unit, "bytes"),
        Types = [.. List(unit, "types").Select(ReadType)],
        Travelling = [.. List(unit, "travelling").Select(ReadType)],
        Chain = [.. List(unit, "chain").Select(step => new LinkMapStep(Text(step, "assembly"), TextOrNull(step, "member"), Text(step, "uses")))],
        Needs = ReadNeeds(Object(unit, "needs")),
    };

    private static LinkMapNeeds ReadNeeds(XElement needs) => new(
        Texts(needs, "units"),
        [.. List(needs, "assemblies").Select(assembly => new LinkMapAssembly(Text(assembly, "name"), ReadNuGetPackage(assembly), TextOrNull(assembly, "isFramework") == "true"))],
        Texts(needs, "nativeLibraries"),
        Texts(needs, "resources"))
    {
        // A map of format 1.0 has none.
        NativeFiles = [.. (needs.Member("nativeFiles")?.Elements() ?? []).Select(file => new LinkMapNativeFile(Text(file, "rid"), Text(file, "name"), Text(file, "sha256")))],
    };

    private static LinkMapType ReadType(XElement type) => new(Text(type, "name"), TextOrNull(type, "copy"), TextOrNull(type, "sha256"), (int)Count(type, "bytes"));

    private static LinkMapNuGetPackage? ReadNuGetPackage(XElement owner) =>
        owner.Member("nuGetPackage") is { } package ? new(Text(package, "id"), Text(package, "version")) : null;

    private static XElement Object(XElement owner, string name) => owner.Member(name) ?? throw new FormatException($"it lacks '{name}'");

    private static IEnumerable<XElement> List(XElement owner, string name) => Object(owner, name).Elements();

    private static string Text(XElement owner, string name) => Object(owner, name).Value;

    private static string? TextOrNull(XElement owner, string name) => owner.Member(name)?.Value;

    private static string[] Texts(XElement owner, string name) => [.. List(owner, name).Select(text => text.Value)];

    private static bool Flag(XElement owner, string name) => Text(owner, name) == "true";

    private static long Count(XElement owner, string name) =>
        long.TryParse(Text(owner, name), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw new FormatException($"its '{name}' is no number");

    private static T Parse<T>(XElement owner, string name)
        where T : struct, Enum =>
        Enum.TryParse<T>(Text(owner, name), ignoreCase: true, out var value) && Enum.IsDefined(typeof(T), value) ? value : throw new FormatException($"its '{name}' is '{Text(owner, name)}', which this version does not know");
}
