using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace WeakPack.Analyzers.Uses;

/// <summary>Which accessors of a property an expression calls.</summary>
internal static class Accessors
{
    /// <param name="reference">The expression that names it.</param>
    /// <param name="property">The property; null where there is none, as for the elements of an array.</param>
    public static IEnumerable<IMethodSymbol> Of(IOperation reference, IPropertySymbol? property)
    {
        if (property is null)
            yield break;
        var (reads, writes) = property.ReturnsByRef ? (true, false) : HowUsed(reference); // by reference: the getter hands out the place
        if (reads && Getter(property) is { } getter)
            yield return getter;
        if (writes && Find(property, declared => declared.SetMethod) is { } setter)
            yield return setter;
    }

    /// <summary>The method that a slice or count is asked of, which can be a property's.</summary>
    public static ISymbol? Read(ISymbol? member) => member is IPropertySymbol property ? Getter(property) : member;

    private static IMethodSymbol? Getter(IPropertySymbol property) => Find(property, declared => declared.GetMethod);

    private static (bool Reads, bool Writes) HowUsed(IOperation reference)
    {
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
