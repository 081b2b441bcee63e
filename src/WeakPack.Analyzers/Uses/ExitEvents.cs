using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Uses;

/// <summary>The events that tell of the end of a process or of a load context.</summary>
internal static class ExitEvents
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.AppDomain.ProcessExit",
        "System.AppDomain.DomainUnload",
        "System.Runtime.Loader.AssemblyLoadContext.Unloading",
    };

    public static bool Contains(IEventSymbol happening) => Names.Contains(happening.Describe());

    public static bool IsSubscription(ISymbol used) =>
        used is IMethodSymbol { MethodKind: MethodKind.EventAdd, AssociatedSymbol: IEventSymbol happening } && Contains(happening);
}
