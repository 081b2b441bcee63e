using System.Collections.Concurrent;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WeakPack.Images;

/// <summary>The assemblies that an image may be compiled against, and the closure of what each refers to.</summary>
/// <remarks>Safe to ask from several threads. Each file is read once.</remarks>
public sealed class ImageReferences
{
    private readonly Dictionary<string, ImageReference> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Described> _described = new(StringComparer.Ordinal);

    /// <param name="references">The references; of two with the same name the first is taken, as crossgen2 does.</param>
    public ImageReferences(IEnumerable<ImageReference> references)
    {
        foreach (var reference in references)
        {
            var name = Path.GetFileNameWithoutExtension(reference.Path);
            if (!_byName.ContainsKey(name))
                _byName.Add(name, reference);
        }
    }

    /// <summary>The files, for the compiler's command line.</summary>
    public IEnumerable<string> Paths => _byName.Values.Select(reference => reference.Path);

    /// <summary>
    /// What an assembly refers to, directly or not: a framework's assemblies by name and version, others by name and MVID.
    /// </summary>
    /// <param name="path">The assembly.</param>
    /// <param name="byMvid">Framework assemblies are told by their MVID too, for they are compiled into the image.</param>
    /// <exception cref="BadImageFormatException">It is no managed assembly.</exception>
    public IReadOnlyList<string> Closure(string path, bool byMvid = false)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var queue = new Queue<Described>();
        queue.Enqueue(Describe(path));
        while (queue.Count > 0)
        {
            foreach (var (name, version) in queue.Dequeue().References)
            {
                if (!seen.Add(name))
                    continue;
                if (!_byName.TryGetValue(name, out var reference))
                {
                    found.Add($"{name} missing");
                    continue;
                }

                var target = Describe(reference.Path);
                found.Add(reference.IsFramework && !byMvid ? $"{name} {target.Version}" : $"{name} {target.Mvid:N}");
                queue.Enqueue(target);
            }
        }

        return [.. found];
    }

    /// <summary>The version of the runtime's own library, by which the format of images is told.</summary>
    public string RuntimeVersion => _byName.TryGetValue("System.Private.CoreLib", out var core) ? Describe(core.Path).Version.Major.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";

    private Described Describe(string path) => _described.GetOrAdd(path, Read);

    private static Described Read(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        if (!pe.HasMetadata)
            throw new BadImageFormatException($"'{path}' has no managed metadata.");
        var reader = pe.GetMetadataReader();
        return new(
            reader.IsAssembly ? reader.GetAssemblyDefinition().Version : new(0, 0),
            reader.GetGuid(reader.GetModuleDefinition().Mvid),
            [.. reader.AssemblyReferences.Select(reader.GetAssemblyReference).Select(reference => (reader.GetString(reference.Name), reference.Version))]);
    }

    private sealed record Described(Version Version, Guid Mvid, IReadOnlyList<(string Name, Version Version)> References);
}

/// <summary>An assembly that an image may be compiled against.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsFramework">Part of the framework: its servicing releases keep what images rely on.</param>
public sealed record ImageReference(string Path, bool IsFramework);
