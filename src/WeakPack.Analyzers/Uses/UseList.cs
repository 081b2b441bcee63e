using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Uses;

/// <summary>Gathers what a type uses of its own assembly, and subscriptions to the end of the process.</summary>
internal sealed class UseList(IAssemblySymbol assembly)
{
    private readonly List<Use> _uses = [];

    public IReadOnlyList<Use> Uses => _uses;

    /// <summary>Adds a member, with the arguments of it and of its type.</summary>
    public void AddMember(ISymbol user, ISymbol? member, Location location)
    {
        if (member is null)
            return;
        if (member is IMethodSymbol method)
        {
            member = method.ReducedFrom ?? method;
            foreach (var argument in method.TypeArguments)
                AddType(user, argument, location);
        }

        // A member of a generic type is named by way of its type.
        if (member.ContainingType is { IsGenericType: true } type)
            AddType(user, type, location);

        Add(user, member.OriginalDefinition, location);
    }

    /// <summary>Adds a type with its arguments, elements and the types around it.</summary>
    public void AddType(ISymbol user, ITypeSymbol? type, Location location)
    {
        foreach (var part in TypeParts.Of(type))
            Add(user, part, location);
    }

    private void Add(ISymbol user, ISymbol used, Location location)
    {
        if (assembly.Is(used.ContainingAssembly) || ExitEvents.IsSubscription(used))
            _uses.Add(new(user, used, location));
    }
}
