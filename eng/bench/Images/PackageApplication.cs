using System.Xml.Linq;

namespace WeakPack.Bench.Images;

/// <summary>An application of more than 40 assemblies from NuGet packages, in a folder of its own.</summary>
internal sealed class PackageApplication : IDisposable
{
    // Of all kinds and sizes. Versions are those that this repository uses elsewhere, so that little is to be downloaded.
    private static readonly (string Id, string Version)[] s_packages =
    [
        ("Microsoft.CodeAnalysis.CSharp.Workspaces", "5.12.0"), ("ICSharpCode.Decompiler", "11.2.0.10050"), ("MSBuild.StructuredLogger", "2.3.269"),
        ("Npgsql", "10.0.0"), ("Newtonsoft.Json", "13.0.4"), ("NodaTime", "2.4.7"), ("FParsec", "1.1.1"), ("Mono.Cecil", "0.11.6"), ("Spectre.Console", "0.49.1"),
        ("NUnit", "3.12.0"), ("Microsoft.Testing.Platform", "2.5.2"), ("System.CommandLine", "3.0.0"), ("DotNetZip", "1.16.0"), ("Autofac", "4.8.1"),
        ("Serilog", "3.1.1"), ("Polly.Core", "8.9.1"), ("Dapper", "2.0.35"), ("NuGet.Versioning", "6.7.0"), ("Microsoft.Build.Utilities.Core", "18.9.6"),
        // Named because packages above ask for versions that were never published.
        ("Microsoft.NET.StringTools", "18.10.1"), ("System.Composition", "10.0.11"), ("System.Diagnostics.EventLog", "10.0.11"), ("System.Security.Cryptography.ProtectedData", "10.0.11"),
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("weakpack-bench-images").FullName;

    public PackageApplication()
    {
        Directory.CreateDirectory(Folder);
        Write("Directory.Packages.props", "<Project />");
        Write("Directory.Build.props", Import("Sdk.props"));
        Write("Directory.Build.targets", Import("Sdk.targets"));
        Write("App.cs", "System.Console.WriteLine();");
        Write("App.csproj", Project());
        Repository.UnpackSdk(SdkFolder);
        Repository.DotNet(Folder, "restore", "-nologo", "-verbosity:quiet");
        Repository.DotNet(Folder, "build", "--no-restore", "-c", "Release", "-nologo", "-verbosity:quiet");
    }

    public string Cache => Path.Combine(_root, "cache");

    /// <summary>Publishes with nothing compiled ahead of time yet: in the project, that is.</summary>
    public PublishRun Publish(bool withImages)
    {
        Delete(Images);
        Delete(Path.Combine(Folder, "published"));
        foreach (var stamps in Directory.GetFiles(Path.Combine(Folder, "obj"), "*.images.txt", SearchOption.AllDirectories))
            File.Delete(stamps);
        return PublishRun.Of(Folder, withImages ? ["-p:WeakPackImages=publish", $"-p:WeakPackSdkFolder={SdkFolder}", $"-p:WeakPackImageCache={Cache}"] : []);
    }

    public void EmptyCache() => Delete(Cache);

    /// <summary>The images of the last publish, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Published() =>
        Directory.GetFiles(Images, "*.dll").ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);

    public void Dispose() => Delete(_root);

    private string Folder => Path.Combine(_root, "App");

    private string SdkFolder => Path.Combine(_root, "sdk");

    private string Images => Path.Combine(Folder, "obj", "Release", "net10.0", Repository.Metadata("RuntimeIdentifier"), "R2R");

    private static string Project() => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("RuntimeIdentifier", Repository.Metadata("RuntimeIdentifier")),
            new XElement("SelfContained", "false"),
            new XElement("PublishReadyToRun", "true"),
            new XElement("DisableTransitiveFrameworkReferenceDownloads", "true"),
            new XElement("SatelliteResourceLanguages", "en"),
            new XElement("SuppressTfmSupportBuildWarnings", "true"),
            new XElement("NoWarn", "NU1603")),
        new XElement(
            "ItemGroup",
            new XElement("PackageReference", new XAttribute("Include", "Microsoft.CodeAnalysis.Analyzers"), new XAttribute("Version", "5.12.0"), new XAttribute("ExcludeAssets", "all")),
            s_packages.Select(package => new XElement("PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version))))).ToString();

    // The SDK that is measured against must not know ours at all.
    private static string Import(string file) =>
        $"""<Project><Import Project="$(WeakPackSdkFolder)/Sdk/{file}" Condition="'$(WeakPackSdkFolder)' != ''" /></Project>""";

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
