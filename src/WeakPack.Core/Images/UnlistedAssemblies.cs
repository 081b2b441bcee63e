using WeakPack.NativeLibraries;

namespace WeakPack.Images;

/// <summary>Takes assemblies out of a program's <c>.deps.json</c>: what is listed there the host must find, and hands to the runtime.</summary>
public static class UnlistedAssemblies
{
    /// <summary>The file without these assemblies. Resources and native libraries of their packages stay listed.</summary>
    /// <param name="depsFile">The file.</param>
    /// <param name="names">Simple names of assemblies.</param>
    /// <exception cref="FormatException">It is no such file.</exception>
    public static byte[] Without(byte[] depsFile, IEnumerable<string> names)
    {
        var files = new HashSet<string>(names.Select(name => name + ".dll"), StringComparer.OrdinalIgnoreCase);
        var (root, target, _) = DepsFile.Read(depsFile);
        foreach (var runtime in target.Elements().Select(library => library.Member("runtime")).Where(runtime => runtime is not null).ToList())
        {
            foreach (var asset in runtime!.Elements().Where(asset => files.Contains(Path.GetFileName(Json.Key(asset)))).ToList())
                asset.Remove();
            if (!runtime.HasElements)
                runtime.Remove();
        }

        return Json.WritePlain(root);
    }
}
