using Mono.Cecil;
using WeakPack.Diagnostics;
using WeakPack.Metadata;

namespace WeakPack.Damage;

/// <summary>
/// The boundary between what files hold and what our code takes for granted. When something fails, the files that went in are
/// read from end to end; one that is damaged is the reason, and is named. Otherwise the failure is a bug of ours, and stays an exception.
/// </summary>
/// <remarks>
/// System.Reflection.Metadata and Mono.Cecil decode as they are asked, so damage is met anywhere, and they throw nearly anything:
/// BadImageFormat, Argument, IndexOutOfRange, NullReference, InvalidCast, InvalidOperation, NotSupported, NotImplemented,
/// KeyNotFound, Overflow, OutOfMemory, EndOfStream. So no list of exceptions decides, but the state of the files.
/// </remarks>
internal static class DamagedFiles
{
    /// <summary>That exception may come of a damaged file. What a file system says is told as it is; two that look like it are of readers.</summary>
    public static bool MayCause(Exception error) => error is EndOfStreamException or AssemblyResolutionException or not (IOException or UnauthorizedAccessException);

    /// <summary>What to say of the first damaged one of some files; null when none is.</summary>
    /// <param name="own">Those that a compiler wrote in this build.</param>
    /// <param name="references">Those that came from elsewhere.</param>
    public static Diagnostic? Find(IEnumerable<AssemblyImage?> own, IEnumerable<Reference> references)
    {
        foreach (var file in own.OfType<AssemblyImage>())
        {
            if (FileAudit.Problem(file) is { } problem)
                return Unreadable(file, problem);
        }

        foreach (var reference in references.Where(reference => !reference.IsFramework && IsAssembly(reference)))
        {
            if (reference.ImportLibrary is { } library && FileAudit.Problem(new(reference.ImportLibraryPath!, library)) is { } damage)
                return Diagnostic.Create(Descriptors.UnreadableImportLibrary, new(reference.ImportLibraryPath!), reference.ImportLibraryPath!, damage, Path.GetFileNameWithoutExtension(reference.Path));
            if (FileAudit.Problem(new(reference.Path, reference.Bytes)) is { } problem)
                return Diagnostic.Create(Descriptors.UnreadableAssembly, new(reference.Path), reference.Path, problem, "Rebuild or restore what it comes from");
        }

        return null;
    }

    /// <summary>As above. What our own readers call damaged is so, though both others can read it; and so is a file that leads to no file at hand.</summary>
    public static Diagnostic? Find(Exception error, IReadOnlyList<AssemblyImage?> own, IEnumerable<Reference> references) =>
        Find(own, references) ?? (error is BadImageFormatException or AssemblyResolutionException ? Unreadable(own[0]!, error.Message) : null);

    private static Diagnostic Unreadable(AssemblyImage file, string problem) =>
        Diagnostic.Create(Descriptors.UnreadableAssembly, new(file.Path), file.Path, problem.TrimEnd('.'), "Delete it and build again");

    // What is none, nobody looks into: see ReferenceSet.
    private static bool IsAssembly(Reference reference)
    {
        using var references = new ReferenceSet([reference]);
        return references.Open(reference) is not null;
    }

    /// <summary>Does something with files; where one of them is damaged, it fails with the only exception that callers expect.</summary>
    /// <exception cref="BadImageFormatException">A file is damaged; it is named when it is not the first.</exception>
    public static T Guard<T>(Func<T> work, IReadOnlyList<AssemblyImage> files, IReadOnlyList<Reference> references)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (MayCause(error) && error is not (BadImageFormatException or FormatException))
        {
            if (files.Take(1).Select(FileAudit.Problem).FirstOrDefault() is { } problem)
                throw new BadImageFormatException(problem, error);
            if (Find(files.Skip(1), references) is { } found)
                throw new BadImageFormatException(found.Message.TrimEnd('.'), error);
            throw;
        }
    }
}
