using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WeakPack.ImportLibraries;

namespace WeakPack.Units;

/// <summary>The text of which a content hash is taken: lines of parts, in one buffer for all hashes of a module.</summary>
/// <remarks>A hash that is needed in the midst of another's text is taken of text behind that, which is then cut off.</remarks>
internal sealed class ContentText
{
    private readonly Dictionary<Enum, string> _flags = []; // they are made of names, which takes a while
    private char[] _chars = new char[4096];
    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Begins a line. One part at least must follow, and then its end.</summary>
    public ContentText Line(string what) => Append(what, ' ');

    public ContentText Part(string text) => Append(text, '|');

    public ContentText Part(int number) => Part(number.ToString(CultureInfo.InvariantCulture));

    public ContentText Part(bool isSo) => Part(isSo ? "True" : "False");

    public ContentText Part(Enum flags)
    {
        if (!_flags.TryGetValue(flags, out var text))
            _flags[flags] = text = flags.ToString();
        return Part(text);
    }

    /// <summary>Some bytes, as Base64.</summary>
    public ContentText Part(byte[] bytes, int start, int count)
    {
        var length = (count + 2) / 3 * 4;
        Reserve(length + 1);
        Length += Convert.ToBase64CharArray(bytes, start, count, _chars, Length);
        _chars[Length++] = '|';
        return this;
    }

    public void End() => _chars[Length - 1] = '\n'; // behind the last part

    /// <summary>SHA-256, in hexadecimal, of the text from a place on, which is cut off.</summary>
    public string CutHash(int start)
    {
        var most = Encoding.UTF8.GetMaxByteCount(Length - start);
        if (_bytes.Length < most)
            _bytes = new byte[most];
        var count = Encoding.UTF8.GetBytes(_chars, start, Length - start, _bytes, 0);
        Length = start;
        using var sha = SHA256.Create();
        return Checksum.Hex(sha.ComputeHash(_bytes, 0, count));
    }

    private ContentText Append(string text, char end)
    {
        Reserve(text.Length + 1);
        text.CopyTo(0, _chars, Length, text.Length);
        Length += text.Length;
        _chars[Length++] = end;
        return this;
    }

    private void Reserve(int count)
    {
        if (Length + count > _chars.Length)
            Array.Resize(ref _chars, Math.Max(Length + count, 2 * _chars.Length));
    }
}
