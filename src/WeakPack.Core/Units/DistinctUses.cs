using System.Collections.ObjectModel;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Units;

/// <summary>Uses without repetition: of one thing the first use by a type, and the first by a member.</summary>
/// <remarks>Code names the same things over and over; what is kept of a large package must not grow with that.</remarks>
internal sealed class DistinctUses : Collection<Use>
{
    private const int MostToClear = 1000;

    private HashSet<long> _seen = [];

    /// <summary>What was collected; and all begins anew.</summary>
    public Use[] Take()
    {
        Use[] uses = [.. this];

        // A set never gets smaller, and to clear a large one takes longer than to make another.
        if (_seen.Count > MostToClear)
            _seen = [];
        _seen.Clear();
        Clear();
        return uses;
    }

    protected override void InsertItem(int index, Use item)
    {
        var isOfType = item.User.Kind == HandleKind.TypeDefinition ? 1L : 0L;
        if (_seen.Add(((long)MetadataTokens.GetToken(item.Used) << 1) | isOfType))
            base.InsertItem(index, item);
    }
}
