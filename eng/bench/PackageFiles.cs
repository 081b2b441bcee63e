using WeakPack.Packaging;

namespace WeakPack.Bench;

/// <summary>A package in files, as a build has it.</summary>
internal sealed class PackageFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weakpack-bench").FullName;

    public PackageFiles(SplitResult package)
    {
        File.WriteAllBytes(Runtime, package.Runtime!.Bytes);
        File.WriteAllBytes(ImportLibrary, package.ImportLibrary!);
    }

    /// <summary>What a consumer is compiled against: references that have read nothing yet.</summary>
    public IReadOnlyList<Reference> References => [.. Inputs.Framework, Reference.FromFile(Runtime, ImportLibrary)];

    private string Runtime => Path.Combine(_folder, "Acme.dll");

    private string ImportLibrary => Path.Combine(_folder, "Acme.wpi");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
