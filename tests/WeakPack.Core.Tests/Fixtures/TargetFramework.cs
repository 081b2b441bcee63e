using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>A framework that a fixture is compiled for: its name, and what is referenced of it.</summary>
internal sealed class TargetFramework
{
    private readonly Lazy<ImmutableArray<MetadataReference>> _forCompiler;

    private TargetFramework(string moniker, ImmutableArray<string> paths)
    {
        Moniker = moniker;
        References = [.. paths.Select(path => Reference.FromFile(path, isFramework: true))];
        _forCompiler = new(() => [.. paths.Select(path => MetadataReference.CreateFromFile(path))]);
    }

    /// <summary>The framework that the tests run on, as its implementation has it.</summary>
    public static TargetFramework OfTheTests { get; } = new(".NETCoreApp,Version=v10.0", Framework.Paths);

    /// <summary>The same by its reference assemblies, as a project has it.</summary>
    public static TargetFramework Net100 { get; } = new(".NETCoreApp,Version=v10.0", Assemblies("Net100"));

    public static TargetFramework NetStandard20 { get; } = new(".NETStandard,Version=v2.0", Assemblies("NetStandard20"));

    /// <summary>What a project of the SDK references by itself, and the facades; other assemblies of the framework are the project's to name.</summary>
    public static TargetFramework Net472 { get; } = new(".NETFramework,Version=v4.7.2",
    [
        .. Assemblies("Net472").Where(path => Path.GetFileNameWithoutExtension(path) is "mscorlib" or "System" or "System.Core" or "System.Data" or "System.Numerics" or "System.Xml" or "System.Xml.Linq"),
        .. Assemblies("Net472", "Facades"),
    ]);

    public string Moniker { get; }

    public ImmutableArray<Reference> References { get; }

    public ImmutableArray<MetadataReference> ForCompiler => _forCompiler.Value;

    public string Attribute => $"[assembly: System.Runtime.Versioning.TargetFramework(\"{Moniker}\")]";

    private static ImmutableArray<string> Assemblies(string key, string folder = "")
    {
        var root = typeof(TargetFramework).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
        return [.. Directory.EnumerateFiles(Path.Combine(root, folder), "*.dll").Order(StringComparer.Ordinal)];
    }
}
