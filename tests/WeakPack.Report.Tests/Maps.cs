using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeakPack.LinkMaps;

namespace WeakPack.Report.Tests;

/// <summary>Link maps to make reports of.</summary>
internal static class Maps
{
    /// <summary>One of everything: each state, each reason why a package is needed, and each kind of need.</summary>
    public static LinkMap Small() => Of(
        new LinkMapPackage
        {
            Name = "Acme.Documents", Version = "2.1.0.0", NuGetPackage = new("Acme.Documents", "2.1.0"), ImportLibrary = File("Acme.Documents"),
            IsNeeded = true, UnitCount = 5,
            NeededBy =
            [
                new(LinkMapNeedKind.Consumer, "InkPad", null, "InkPad.Editor.Open", "Acme.Documents.Document"),
                new(LinkMapNeedKind.Unit, "InkPad", "Acme.Documents.JsonExport", "Acme.Documents.JsonExport.Export", "Acme.Documents.Document"),
                new(LinkMapNeedKind.Reference, "Acme.Themes"),
                new(LinkMapNeedKind.Kept),
            ],
            Units =
            [
                Unit("Acme.Documents.JsonExport", LinkMapState.Linked, 2_412, [Step("InkPad", "InkPad.Program.Main", "Acme.Documents.JsonExport")], "Acme.Documents.TextTools") with
                {
                    Travelling = [new("Acme.Documents.JsonNames", "Acme.Documents.JsonNames$3f2a90c1", null, 210)],
                    Needs = new(["Acme.Documents.TextTools"], [new("Newtonsoft.Json", new("Newtonsoft.Json", "[13.0.1, )")), new("System.Private.Rare", null), new("Contoso.Runtime", null, IsFramework: true)], ["jsonfast"], ["Acme.Documents.schema.json"])
                    {
                        NativeFiles = [new("linux-x64", "libjsonfast.so", Hash("libjsonfast.so")), new("any", "names.txt", Hash("names.txt"))],
                    },
                },
                Unit("Acme.Documents.TextTools", LinkMapState.Linked, 980,
                    [Step("InkPad", "InkPad.Program.Main", "Acme.Documents.JsonExport"), Step("Acme.Documents", "Acme.Documents.JsonExport.Export", "Acme.Documents.TextTools.Quote")]) with { IsRetained = true },
                Unit("Acme.Documents.PdfExport", LinkMapState.Unused, 48_200, [], "Acme.Documents.TextTools"),
                Unit("Acme.Documents.XpsExport", LinkMapState.Unused, 12_100, []),
                Unit("Acme.Documents.Spelling", LinkMapState.Retained, 5_300, []),
            ],
        },
        new LinkMapPackage
        {
            Name = "Vcl", Version = "1.0.0.0", ImportLibrary = File("Vcl"), UnitCount = 2,
            Units =
            [
                Unit("PenWin", LinkMapState.Linked, 412, [Step("InkPad", "InkPad.Canvas.Draw", "PenWin")]),
                Unit("Acme.Documents.TextTools", LinkMapState.Dropped, 980, [Step("InkPad", "InkPad.Canvas.Title", "Acme.Documents.TextTools")]),
            ],
        });

    /// <summary>A thousand units in twenty packages of different sizes.</summary>
    public static LinkMap Large() => Of([.. Enumerable.Range(0, 20).Select(LargePackage)]);

    /// <summary>Names that would be code in a page that is made without care.</summary>
    public static LinkMap Hostile() => Of(HostilePackage("Pack1", [.. HostileNames.Select(Hostile)]));

    public static readonly string[] HostileNames =
    [
        "<img src=x onerror=document.title='broken'>",
        "</script><script>document.title='broken'</script>",
        "<!--<script>",
        "{{script}}",
        "__proto__",
        "\u202Egnp.exe",
        "line\u2028separator\u0001\"quoted\\",
        "&lt;b&gt;",
    ];

    private static LinkMapUnit Hostile(string name) => Unit(name, LinkMapState.Linked, 100, [Step("InkPad", name, name)], [.. HostileNames.Where(other => other != name)]);

    private static LinkMapPackage HostilePackage(string name, LinkMapUnit[] units) => new()
    {
        Name = name + HostileNames[0], Version = HostileNames[1], ImportLibrary = new(HostileNames[1], HostileNames[1]), IsNeeded = true, UnitCount = units.Length, Units = units,
        NeededBy = [new(LinkMapNeedKind.Consumer, HostileNames[0], null, HostileNames[0], HostileNames[1])],
    };

    private static LinkMapPackage LargePackage(int number)
    {
        // 12 to 88 units, 50 on average.
        var count = 12 + (number * 4);
        var name = string.Create(CultureInfo.InvariantCulture, $"Acme.{Words[number % Words.Length]}{number / Words.Length + 1}");
        var names = Enumerable.Range(0, count).Select(index => string.Create(CultureInfo.InvariantCulture, $"{name}.{Words[(index * 7 + number) % Words.Length]}{Words[(index * 3) % Words.Length]}{index}")).ToArray();
        var isUsed = number % 4 != 3;
        return new()
        {
            Name = name, Version = "3.2.0.0", NuGetPackage = new(name, "3.2.0"), ImportLibrary = File(name), UnitCount = count,
            IsNeeded = number % 3 == 0,
            NeededBy = number % 3 == 0 ? [new(LinkMapNeedKind.Consumer, "InkPad", "InkPad.Shell.Start", null, name + ".Host")] : [],
            Units = [.. names.Select((unit, index) => LargeUnit(names, index, name, isUsed))],
        };
    }

    private static LinkMapUnit LargeUnit(string[] names, int index, string package, bool isUsed)
    {
        var uses = new[] { index * 2 + 1, index * 2 + 2 }.Where(used => used < names.Length && (!IsLinked(index) || IsLinked(used))).Select(used => names[used]).ToArray();
        var bytes = 100 + (index * 7919 % 40_000);
        if (!isUsed || !IsLinked(index))
            return Unit(names[index], index % 7 == 0 ? LinkMapState.Retained : LinkMapState.Unused, bytes, [], uses);

        var chain = new List<LinkMapStep>();
        for (var at = index; at > 0; at = (at - 1) / 2)
            chain.Insert(0, Step(package, names[(at - 1) / 2] + ".Run", names[at]));
        chain.Insert(0, Step("InkPad", "InkPad.Shell.Start", names[0]));
        return Unit(names[index], index % 17 == 16 ? LinkMapState.Dropped : LinkMapState.Linked, bytes, [.. chain], uses);
    }

    // A unit comes in by the one before it in a tree, which then is linked as well.
    private static bool IsLinked(int index) => index == 0 || (index % 7 < 6 && IsLinked((index - 1) / 2));

    private static readonly string[] Words =
        ["Ink", "Paper", "Canvas", "Printing", "Export", "Json", "Archive", "Codec", "Fonts", "Layout", "Colour", "Spelling", "Network"];

    public static LinkMap Of(params LinkMapPackage[] packages) => new()
    {
        Consumer = new("InkPad", "1.4.0.0", ".NETCoreApp,Version=v10.0", true, 81_920, 81_920 + packages.SelectMany(package => package.Units).Where(unit => unit.State == LinkMapState.Linked).Sum(unit => unit.Bytes)),
        Packages = packages,
        Dropped = new([.. packages.Where(package => !package.IsNeeded).Select(package => package.Name)], [.. packages.Where(package => !package.IsNeeded && package.NuGetPackage is not null).Select(package => package.NuGetPackage!.Id)]),
    };

    private static LinkMapUnit Unit(string name, LinkMapState state, int bytes, LinkMapStep[] chain, params string[] uses) => new()
    {
        Name = name, State = state, IsRetained = state == LinkMapState.Retained, Bytes = bytes, Chain = chain,
        Types = [new(name, state is LinkMapState.Linked or LinkMapState.Dropped ? name : null, Hash(name), bytes)],
        Needs = new(uses, [], [], []),
    };

    private static LinkMapStep Step(string assembly, string member, string uses) => new(assembly, member, uses);

    private static LinkMapFile File(string package) => new(package + ".wpi", Hash(package));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
