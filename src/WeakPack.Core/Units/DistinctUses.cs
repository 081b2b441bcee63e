using System.Collections.ObjectModel;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Units;

/// <summary>Uses without repetition: of one thing the first use by a type, and the first by a member.</summary>
/// <remarks>Code names the same things over and over; what is kept of a large package must not grow with that.</remarks>
internal sealed class DistinctUses : Collection<Use>
{
    private readonly HashSet<long> _seen = [];

    protected override void InsertItem(int index, Use item)
    {
        var isOfType = item.User.Kind == HandleKind.TypeDefinition ? 1L : 0L;
        if (_seen.Add(((long)MetadataTokens.GetToken(item.Used) << 1) | isOfType))
            base.InsertItem(index, item);
    }
}
