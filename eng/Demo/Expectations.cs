namespace Demo;

/// <summary>A sample: some packages and the applications that use them.</summary>
internal sealed record Sample(string Name, string Story)
{
    /// <summary>NuGet packages, in the order in which they are packed. The solution is built after that.</summary>
    public NupkgExpectation[] Nupkgs { get; init; } = [];

    public PackageExpectation[] Packages { get; init; } = [];

    public ConsumerExpectation[] Libraries { get; init; } = [];

    public ApplicationExpectation[] Applications { get; init; } = [];
}

/// <summary>What must hold of a NuGet package.</summary>
internal sealed record NupkgExpectation(string Name)
{
    /// <summary>Files that it holds.</summary>
    public string[] Holds { get; init; } = [];

    /// <summary>All that it depends on.</summary>
    public string[] DependsOn { get; init; } = [];
}

/// <summary>What must hold of a package's dll.</summary>
internal sealed record PackageExpectation(string Name)
{
    /// <summary>Types that only the import library has.</summary>
    public string[] LeavesOut { get; init; } = [];

    /// <summary>Types that the dll keeps for itself.</summary>
    public string[] KeepsInternal { get; init; } = [];

    /// <summary>Assemblies and native libraries that the dll does not refer to.</summary>
    public string[] NeedsNot { get; init; } = [];
}

/// <summary>What must hold of a consumer and of its output folder.</summary>
internal record ConsumerExpectation(string Name)
{
    public string Framework { get; init; } = "net10.0";

    /// <summary>Types that were copied into it, internal.</summary>
    public string[] Links { get; init; } = [];

    /// <summary>Files beside it.</summary>
    public string[] Has { get; init; } = [];

    /// <summary>Packages that are neither beside it, nor referred to, nor mentioned in its deps.json.</summary>
    public string[] HasNot { get; init; } = [];

    /// <summary>Native libraries that its own dll calls.</summary>
    public string[] Calls { get; init; } = [];
}

/// <summary>What must hold of an application, and of its run.</summary>
internal sealed record ApplicationExpectation(string Name) : ConsumerExpectation(Name)
{
    /// <summary>Lines of its output, in their order.</summary>
    public string[] Prints { get; init; } = [];
}

internal static class Expectations
{
    public static readonly Sample[] All =
    [
        new("PenWin", "a unit over a native library that next to no machine has")
        {
            Packages =
            [
                new("Vcl") { LeavesOut = ["Vcl.PenWin", "Vcl.PenStroke"], NeedsNot = ["penwin", "WeakPack.Annotations"] },
            ],
            Applications =
            [
                new("Notepad")
                {
                    Has = ["Vcl.dll"],
                    Prints = ["Notepad needs no pen.", "15 words, written with Vcl"],
                },
                new("InkPad")
                {
                    Links = ["Vcl.PenWin", "Vcl.PenStroke"],
                    HasNot = ["Vcl"],
                    Calls = ["penwin"],
                    Prints =
                    [
                        "PenWin lives in InkPad",
                        "InkPad does not depend on Vcl",
                        "This machine has no pen: penwin is not installed",
                        "InkPad goes on without ink",
                    ],
                },
                new("Sketch")
                {
                    Links = ["Vcl.PenWin", "Vcl.PenStroke"],
                    Has = ["Vcl.dll"],
                    Calls = ["penwin"],
                    Prints = ["No pen here: Sketch draws by itself", "Canvas lives in Vcl, PenWin in Sketch"],
                },
            ],
        },
        new("OptionalDependency", "a unit over a NuGet package that only some consumers want")
        {
            Nupkgs =
            [
                new("Acme.Documents") { Holds = ["lib/net10.0/Acme.Documents.dll", "lib/net10.0/Acme.Documents.wpi"], DependsOn = ["WeakPack.Sdk"] },
            ],
            Packages =
            [
                new("Acme.Documents") { LeavesOut = ["Acme.Documents.JsonExport"], NeedsNot = ["Newtonsoft.Json", "WeakPack.Annotations"] },
            ],
            Applications =
            [
                new("Reader")
                {
                    Has = ["Acme.Documents.dll"],
                    HasNot = ["Newtonsoft.Json"],
                    Prints = ["On optional dependencies", "This program reads documents, and carries nothing that writes JSON."],
                },
                new("Exporter")
                {
                    Links = ["Acme.Documents.JsonExport"],
                    Has = ["Acme.Documents.dll", "Newtonsoft.Json.dll"],
                    Prints = ["""  "title": "On \"optional\" dependencies",""", """  "paragraphs": ["""],
                },
            ],
        },
        new("Polyfills", "a NuGet package of nothing but weak units")
        {
            Nupkgs =
            [
                new("Backports") { Holds = ["lib/netstandard2.0/Backports.wpi", "lib/net10.0/Backports.wpi"], DependsOn = ["WeakPack.Sdk"] },
                new("TextTools") { Holds = ["lib/netstandard2.0/TextTools.dll", "lib/net10.0/TextTools.dll"] },
            ],
            Packages =
            [
                new("Backports") { LeavesOut = ["Backports.Guard", "Backports.StringExtensions"], NeedsNot = ["WeakPack.Annotations"] },
            ],
            Libraries =
            [
                new("TextTools")
                {
                    Framework = "netstandard2.0",
                    Links = ["Backports.Guard", "Backports.StringExtensions", "System.Index", "System.Runtime.CompilerServices.IsExternalInit"],
                    HasNot = ["Backports"],
                },
                new("TextTools") { Links = ["Backports.Guard", "Backports.StringExtensions"], HasNot = ["Backports"] },
            ],
            Applications =
            [
                new("Words")
                {
                    Links = ["Backports.StringExtensions"],
                    Has = ["TextTools.dll"],
                    HasNot = ["Backports"],
                    Prints =
                    [
                        "Nobody needs a package …",
                        "8 words, counted by Words",
                        "Index and Guard of TextTools: TextTools, TextTools",
                        "The value cannot be an empty string. (Parameter 'text')",
                    ],
                },
            ],
        },
        new("Sibling", "a unit that its own package uses too")
        {
            Packages =
            [
                new("Pack1") { KeepsInternal = ["Pack1.Unit1"], NeedsNot = ["WeakPack.Annotations"] },
            ],
            Applications =
            [
                new("App")
                {
                    Links = ["Pack1.Unit1"],
                    Has = ["Pack1.dll"],
                    Prints =
                    [
                        "Hello App, from the Unit1 in App",
                        "Hello App, from the Unit1 in Pack1",
                        "App's own:     Pack1.Unit1, App",
                        "the package's: Pack1.Unit1, Pack1",
                        "two types",
                    ],
                },
            ],
        },
    ];
}
