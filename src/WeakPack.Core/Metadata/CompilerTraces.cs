using System.Reflection.Metadata;

namespace WeakPack.Metadata;

/// <summary>What a compiler leaves in its output of how it was called.</summary>
/// <remarks>
/// It comes before what the project says: switches reach the compiler by many ways, and a project is not compiled anew for a
/// switch on the command line.
/// </remarks>
internal static class CompilerTraces
{
    private const string Debuggable = "System.Diagnostics.DebuggableAttribute";
    private const int DisableOptimizations = 0x100; // of DebuggableAttribute.DebuggingModes

    /// <param name="image">What the compiler wrote.</param>
    /// <param name="pdb">Its portable PDB, or null.</param>
    /// <param name="stated">What the project says, for all that has left no trace.</param>
    public static CompilationFlags Read(MetadataImage image, MetadataReader? pdb, CompilationFlags stated)
    {
        var options = pdb is null ? [] : Options(pdb);
        var language = options.TryGetValue("language", out var name) ? ShortName(name) : null;
        return new()
        {
            Language = language ?? NullIfEmpty(stated.Language),
            // Written when it is on, by compilers that write the language.
            ChecksArithmetic = language is null ? stated.ChecksArithmetic : options.TryGetValue("checked", out var value) && bool.TryParse(value, out var isChecked) && isChecked,
            IsOptimized = DisablesOptimizations(image) is { } isDisabled ? !isDisabled : stated.IsOptimized,
        };
    }

    // It tells the same of every language, for it is by this that runtimes know.
    private static bool? DisablesOptimizations(MetadataImage image)
    {
        foreach (var handle in image.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (image.AttributeName(handle) != Debuggable)
                continue;

            var blob = image.Reader.GetBlobReader(image.Reader.GetCustomAttribute(handle).Value);
            var hasModes = blob.Length >= sizeof(ushort) + sizeof(int) + sizeof(ushort);
            blob.ReadUInt16(); // the prolog
            if (hasModes)
                return (blob.ReadInt32() & DisableOptimizations) != 0;
            blob.ReadBoolean(); // the older constructor: is tracking enabled, is the optimizer disabled
            return blob.ReadBoolean();
        }

        return null;
    }

    // Names and values in turn, each with a zero behind it. F# writes none.
    private static Dictionary<string, string> Options(MetadataReader pdb)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in pdb.GetCustomDebugInformation(EntityHandle.ModuleDefinition))
        {
            var information = pdb.GetCustomDebugInformation(row);
            if (pdb.GetGuid(information.Kind) != DebugDataKinds.CompilationOptions)
                continue;

            var blob = pdb.GetBlobReader(information.Value);
            var texts = blob.ReadUTF8(blob.Length).Split('\0');
            for (var i = 0; i + 1 < texts.Length; i += 2)
                options[texts[i]] = texts[i + 1];
        }

        return options;
    }

    private static string ShortName(string language) => language == "Visual Basic" ? CompilationFlags.VisualBasic : language;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
