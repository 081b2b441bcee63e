using System.Text;

namespace WeakPack.ImportLibraries;

/// <summary>The manifest in the bytes of an import library, which need not be sound otherwise.</summary>
/// <remarks>It may have megabytes, so no more of it becomes text than is asked for.</remarks>
internal sealed class ManifestText
{
    private static readonly byte[] EndTag = "</importLibrary>"u8.ToArray();

    private readonly byte[] _file;
    private readonly int _begin;
    private readonly int _end;

    private ManifestText(byte[] file, int begin, int end) => (_file, _begin, _end) = (file, begin, end);

    /// <exception cref="FormatException">There is none.</exception>
    public static ManifestText FindIn(byte[] file)
    {
        var begin = file.AsSpan().IndexOf("<importLibrary format=\""u8);
        var end = file.AsSpan().LastIndexOf(EndTag);
        return begin >= 0 && end > begin ? new(file, begin, end) : throw new FormatException("it holds no manifest");
    }

    /// <summary>The format of the manifest.</summary>
    /// <exception cref="FormatException">It is no manifest.</exception>
    public Version ReadFormat() => Head() is { } head ? Manifest.ReadFormat(head) : Manifest.ReadFormat(ToString());

    /// <summary>Reads a manifest of the current major format; its units, when they are written as this version writes them, as they are asked for.</summary>
    /// <exception cref="FormatException">It is no manifest.</exception>
    public Manifest Read()
    {
        if (Head() is { } head && ManifestUnits.Find(_file, _begin + head.Length - EndTag.Length, _end) is { } units)
            return Manifest.Read(head, units);
        return Manifest.Read(ToString());
    }

    public override string ToString() => Encoding.UTF8.GetString(_file, _begin, _end - _begin + EndTag.Length);

    // The first element alone, as a document. Where a value has a bracket in it, or a letter of more than one byte, it is not told where that ends.
    private string? Head()
    {
        var length = _file.AsSpan(_begin, _end - _begin).IndexOf((byte)'>') + 1;
        var head = _file.AsSpan(_begin, Math.Max(length, 0));
        if (length <= 1 || head[length - 2] != (byte)'"')
            return null;
        foreach (var letter in head)
        {
            if (letter is < 0x20 or >= 0x7F)
                return null;
        }

        return Encoding.ASCII.GetString(_file, _begin, length) + "</importLibrary>";
    }
}
