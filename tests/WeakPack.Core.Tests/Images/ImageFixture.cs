using System.Reflection;
using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>A cache in a folder of its own, assemblies to compile, and the real crossgen2.</summary>
internal sealed class ImageFixture : IDisposable
{
    private static readonly string s_tools = Metadata("Crossgen2");

    public string Folder { get; } = Directory.CreateTempSubdirectory("weakpack images ä").FullName;

    public string CacheFolder => Path.Combine(Folder, "cache");

    public ImageCache Cache => new(CacheFolder);

    public static ImageCompiler Compiler { get; } = ImageCompiler.At(Path.Combine(s_tools, OperatingSystem.IsWindows() ? "crossgen2.exe" : "crossgen2"), CompilerVersion);

    public const string CompilerVersion = "10.0.0";

    public static string HostSystem => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    public static string HostArchitecture => Metadata("RuntimeIdentifier").Split('-').Last();

    /// <summary>Compiles C# to an assembly of the folder.</summary>
    public string Assembly(string name, string source, params string[] references)
    {
        var compiled = Fixtures.Compiler.Compile(name, [new SourceFile($"/src/{name}.cs", source)], isExecutable: false, references.Select(File.ReadAllBytes), CompileOptions.Release);
        var path = PathOf(name + ".dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, compiled.Image.Bytes);
        return path;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>A request for an image of an assembly.</summary>
    public ImageRequest Request(string assembly, string[]? flags = null, string[]? references = null, string output = "out", string? system = null, ImageCompiler? compiler = null) =>
        ImageRequest.For(assembly, Path.Combine(Folder, output, Path.GetFileName(assembly)), new ImageTarget
        {
            Compiler = compiler ?? Compiler,
            OperatingSystem = system ?? HostSystem,
            Architecture = HostArchitecture,
            Flags = flags ?? ["-O"],
            References = new([.. (references ?? []).Select(path => new ImageReference(path, IsFramework: false)), .. Framework()]),
        });

    public ImageOutcome Get(ImageRequest request, ImageOptions? options = null) => ImageService.Get([request], Cache, options ?? new()).Single();

    /// <summary>All files of the cache, without the folders that tests vary in.</summary>
    public IReadOnlyList<string> CachedFiles() =>
        Directory.Exists(CacheFolder) ? [.. Directory.EnumerateFiles(CacheFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(CacheFolder, file))] : [];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static IEnumerable<ImageReference> Framework() =>
        Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll").Select(path => new ImageReference(path, IsFramework: true));

    private static string Metadata(string key) =>
        typeof(ImageFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
