using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Units;

/// <summary>Uses without repetition: of one thing the first use by a type, and the first by a member.</summary>
/// <remarks>Code names the same things over and over; what is kept of a large package must not grow with that.</remarks>
internal sealed class DistinctUses : IUseSink
{
    private const int MostToClear = 1000;

    private HashSet<long> _seen = [];
    private Use[] _uses = new Use[16];
    private int _count;

    public void Add(Use use)
    {
        var isOfType = use.User.Kind == HandleKind.TypeDefinition ? 1L : 0L;
        if (!_seen.Add(((long)MetadataTokens.GetToken(use.Used) << 1) | isOfType))
            return;
        if (_count == _uses.Length)
            _uses = Copy(2 * _count);
        _uses[_count++] = use;
    }

    /// <summary>What was collected; and all begins anew.</summary>
    public Use[] Take()
    {
        var uses = Copy(_count);

        // A set never gets smaller, and to clear a large one takes longer than to make another.
        if (_seen.Count > MostToClear)
            _seen = [];
        _seen.Clear();
        _count = 0;
        return uses;
    }

    private Use[] Copy(int length)
    {
        var copy = new Use[length];
        Array.Copy(_uses, copy, _count);
        return copy;
    }
}
