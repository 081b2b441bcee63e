using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakPack.Analyzers.Uses;

/// <summary>Lists what types of a compilation use of the same assembly; each is looked at once.</summary>
/// <remarks>Others ask later what was found for one, so whoever asks first must not break off in the middle of a type.</remarks>
internal sealed class UseScanner(Compilation compilation)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<Use>> _uses = new(SymbolEqualityComparer.Default);

    /// <summary>All uses of an outermost type and those nested in it, those of itself included.</summary>
    public IReadOnlyList<Use> Of(INamedTypeSymbol top) => _uses.GetOrAdd(top, Scan);

    /// <summary>What the assembly's and the module's own attributes name.</summary>
    public IReadOnlyList<Use> OfAssembly()
    {
        var uses = new UseList(compilation.Assembly);
        foreach (var attribute in compilation.Assembly.GetAttributes().Concat(compilation.SourceModule.GetAttributes()).Where(AttributeParts.IsWritten))
        {
            uses.AddMember(compilation.Assembly, attribute.AttributeConstructor, Location.None);
            foreach (var type in AttributeParts.TypesIn(attribute))
                uses.AddType(compilation.Assembly, type, Location.None);
        }

        return uses.Uses;
    }

    private IReadOnlyList<Use> Scan(INamedTypeSymbol top)
    {
        var uses = new UseList(compilation.Assembly);
        foreach (var type in top.WithNested())
        {
            DeclarationUses.Add(uses, type);
            foreach (var declaration in type.DeclaringSyntaxReferences)
            {
                // The types that a weak unit takes along may be in other files than the one that an editor asks about, so no
                // action of the compiler's brings their models. The compilation keeps what it has bound.
#pragma warning disable RS1030
                if (declaration.GetSyntax() is TypeDeclarationSyntax syntax)
                    new CodeUses(uses, compilation.GetSemanticModel(syntax.SyntaxTree)).Add(syntax);
#pragma warning restore RS1030
            }
        }

        return uses.Uses;
    }
}
