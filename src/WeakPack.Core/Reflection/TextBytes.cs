using System.Text;

namespace WeakPack.Reflection;

/// <summary>Looks for a word in bytes that may hold text in UTF-8, without regard to the case of its ASCII letters: so are names of assemblies compared.</summary>
internal sealed class TextBytes
{
    private const int CaseDistance = 'a' - 'A';

    private readonly byte[] _lower;
    private readonly byte[] _upper;

    public TextBytes(string word)
    {
        _lower = Encoding.UTF8.GetBytes(word);
        _upper = Encoding.UTF8.GetBytes(word);
        for (var i = 0; i < _lower.Length; i++)
        {
            if (_lower[i] is >= (byte)'A' and <= (byte)'Z')
                _lower[i] += CaseDistance;
            else if (_upper[i] is >= (byte)'a' and <= (byte)'z')
                _upper[i] -= CaseDistance;
        }
    }

    /// <summary>The bytes hold the word.</summary>
    public bool IsIn(ReadOnlySpan<byte> bytes)
    {
        for (var rest = bytes; rest.Length >= _lower.Length;)
        {
            var start = rest.IndexOfAny(_lower[0], _upper[0]);
            if (start < 0 || rest.Length - start < _lower.Length)
                return false;
            if (IsAt(rest.Slice(start)))
                return true;
            rest = rest.Slice(start + 1);
        }

        return false;
    }

    private bool IsAt(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _lower.Length; i++)
        {
            if (bytes[i] != _lower[i] && bytes[i] != _upper[i])
                return false;
        }

        return true;
    }
}
