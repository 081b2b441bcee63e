using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Rules;

/// <summary>Which methods of a type run by themselves.</summary>
internal static class Initialization
{
    private const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializerAttribute";

    /// <summary>What is said of a type that has some.</summary>
    public const string Offence = "has initialization or finalization code";

    /// <summary>The methods, each as a message names it.</summary>
    public static IEnumerable<(IMethodSymbol Method, string Description)> In(INamedTypeSymbol type)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            // One that the compiler makes for the fields' values is left to the rule about data.
            if (method is { MethodKind: MethodKind.StaticConstructor, IsImplicitlyDeclared: false })
                yield return (method, $"the static constructor of '{type.Describe()}'");
            if (method.HasAttribute(ModuleInitializer))
                yield return (method, $"module initializer '{method.Describe()}'");
        }
    }
}
