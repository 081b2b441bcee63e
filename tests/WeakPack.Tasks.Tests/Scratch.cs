using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace WeakPack.Tasks.Tests;

/// <summary>A folder that is deleted at the end.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weakpack-");

    public string this[string file] => Path.Combine(_folder.FullName, file);

    public IEnumerable<string> Files => Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories).Select(Path.GetFileName)!;

    /// <summary>Compiles a package into compiled.dll and compiled.pdb.</summary>
    public void Compile(string source, string sourceFile = "Code.cs", string? keyFile = null) => Compile("Package", "compiled", "using WeakPack;\n" + source, sourceFile, keyFile);

    /// <summary>Compiles a consumer of what is in Package.wpi into app.dll and app.pdb.</summary>
    public void CompileConsumer(string source) => Compile("App", "app", source, "App.cs", keyFile: null, MetadataReference.CreateFromFile(this["Package.wpi"]));

    private void Compile(string name, string file, string source, string sourceFile, string? keyFile, params MetadataReference[] packages)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(SourceText.From(source, System.Text.Encoding.UTF8), path: sourceFile)],
            [.. references, .. packages],
            new(OutputKind.DynamicallyLinkedLibrary, deterministic: true, cryptoKeyFile: keyFile, strongNameProvider: new DesktopStrongNameProvider()));
        using var dll = File.Create(this[file + ".dll"]);
        using var pdb = File.Create(this[file + ".pdb"]);
        var result = compilation.Emit(dll, pdb, options: new(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.IsTrue(result.Success, string.Join('\n', result.Diagnostics));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
