using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WeakPack.Analyzers.Uses;

/// <summary>Which accessors of a property an expression calls.</summary>
internal static class Accessors
{
    public static IEnumerable<IMethodSymbol> Of(IPropertyReferenceOperation reference)
    {
        var (reads, writes) = HowUsed(reference);
        if (reads && Find(reference.Property, property => property.GetMethod) is { } getter)
            yield return getter;
        if (writes && Find(reference.Property, property => property.SetMethod) is { } setter)
            yield return setter;
    }

    private static (bool Reads, bool Writes) HowUsed(IOperation reference)
    {
        // By reference: the getter hands out the place.
        if (reference is IPropertyReferenceOperation { Property.ReturnsByRef: true })
            return (true, false);

        return reference.Parent switch
        {
            ICompoundAssignmentOperation compound when compound.Target == reference => (true, true),
            ICoalesceAssignmentOperation coalesce when coalesce.Target == reference => (true, true),
            IIncrementOrDecrementOperation => (true, true),
            ISimpleAssignmentOperation assignment when assignment.Target == reference => (false, true),
            IDeconstructionAssignmentOperation assignment when assignment.Target == reference => (false, true),
            ITupleOperation tuple when IsTarget(tuple) => (false, true),
            _ => (true, false),
        };
    }

    private static bool IsTarget(ITupleOperation tuple) => tuple.Parent switch
    {
        ITupleOperation outer => IsTarget(outer),
        IDeconstructionAssignmentOperation assignment => assignment.Target == tuple,
        _ => false,
    };

    // An override need not declare both.
    private static IMethodSymbol? Find(IPropertySymbol property, Func<IPropertySymbol, IMethodSymbol?> accessor)
    {
        for (var at = property; at is not null; at = at.OverriddenProperty)
        {
            if (accessor(at) is { } found)
                return found;
        }

        return null;
    }
}
