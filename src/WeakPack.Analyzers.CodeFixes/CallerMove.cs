using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WeakPack.Analyzers.CodeFixes;

/// <summary>What has to change when a field becomes a parameter of the methods that use it.</summary>
internal sealed class CallerMove
{
    private readonly HashSet<ExpressionSyntax> _uses = new();
    private readonly HashSet<MethodDeclarationSyntax> _methods = new();
    private readonly HashSet<InvocationExpressionSyntax> _calls = new();
    private readonly FieldDeclarationSyntax _field;
    private readonly string _parameter;
    private bool _isWritten;

    private CallerMove(FieldDeclarationSyntax field, string name)
    {
        _field = field;
        _parameter = ParameterName(name);
    }

    /// <summary>Plans the move; null where a parameter can't take the field's place.</summary>
    /// <param name="field">The field's declaration, of one variable.</param>
    /// <param name="symbol">The field.</param>
    /// <param name="model">The file's meaning.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static CallerMove? Plan(FieldDeclarationSyntax field, IFieldSymbol symbol, SemanticModel model, CancellationToken cancellation)
    {
        if (symbol.DeclaredAccessibility != Accessibility.Private || symbol.IsVolatile || field.AttributeLists.Count > 0 || field.Parent is not TypeDeclarationSyntax type || symbol.ContainingType.DeclaringSyntaxReferences.Length != 1)
            return null;

        var move = new CallerMove(field, symbol.Name);
        return move.TakeUses(type, symbol, model, cancellation) && move.TakeCallers(type, model, cancellation) && move._methods.All(move.CanTake) ? move : null;
    }

    /// <summary>The file as it is afterwards.</summary>
    public SyntaxNode Apply(SyntaxNode root) => new Rewriter(this).Visit(root)!;

    private bool TakeUses(TypeDeclarationSyntax type, IFieldSymbol symbol, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var name in type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == symbol.Name))
        {
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, symbol))
                continue;
            if (MethodAround(name) is not { } method)
                return false;

            ExpressionSyntax use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            _isWritten |= Writes.May(name);
            _uses.Add(use);
            _methods.Add(method);
        }

        return _uses.Count > 0;
    }

    // Who calls such a method within the unit is handed the value as well, and hands it on.
    private bool TakeCallers(TypeDeclarationSyntax type, SemanticModel model, CancellationToken cancellation)
    {
        for (var before = 0; before != _methods.Count;)
        {
            before = _methods.Count;
            var symbols = new HashSet<ISymbol?>(_methods.Select(method => model.GetDeclaredSymbol(method, cancellation)), SymbolEqualityComparer.Default);
            foreach (var name in type.DescendantNodes().OfType<SimpleNameSyntax>())
            {
                if (!symbols.Contains(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition))
                    continue;

                ExpressionSyntax callee = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (callee.Parent is not InvocationExpressionSyntax call || MethodAround(call) is not { } caller)
                    return false; // a method group, a call from a property
                _calls.Add(call);
                _methods.Add(caller);
            }
        }

        return true;
    }

    // The method itself, not a lambda or local function in it: these can't use a parameter by reference.
    private static MethodDeclarationSyntax? MethodAround(SyntaxNode node)
    {
        var around = node.Ancestors().First(ancestor => ancestor is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        return around as MethodDeclarationSyntax;
    }

    private bool CanTake(MethodDeclarationSyntax method) =>
        method.ExplicitInterfaceSpecifier is null
        && !method.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.OverrideKeyword or SyntaxKind.VirtualKeyword or SyntaxKind.AbstractKeyword or SyntaxKind.PartialKeyword or SyntaxKind.AsyncKeyword)
        && method.ParameterList.Parameters.All(parameter => parameter.Default is null && !Declarations.Has(parameter.Modifiers, SyntaxKind.ParamsKeyword))
        && !(_isWritten && method.DescendantNodes().Any(node => node is YieldStatementSyntax))
        && !method.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == _parameter && !_uses.Any(use => use.Span.Contains(token.Span)));

    private static string ParameterName(string field)
    {
        var name = field.StartsWith("s_", StringComparison.Ordinal) ? field.Substring(2) : field.TrimStart('_');
        name = name.Length == 0 ? "value" : char.ToLowerInvariant(name[0]) + name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }

    private sealed class Rewriter : CSharpSyntaxRewriter
    {
        private readonly CallerMove _move;

        public Rewriter(CallerMove move) => _move = move;

        public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node == _move._field ? null : base.VisitFieldDeclaration(node);

        public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) => Visit(node, base.VisitIdentifierName);

        public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) => Visit(node, base.VisitMemberAccessExpression);

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        {
            var visited = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
            if (!_move._methods.Contains(node))
                return visited;

            var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(_move._parameter)).WithType(_move._field.Declaration.Type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space));
            if (_move._isWritten)
                parameter = parameter.AddModifiers(SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space));
            return visited.WithParameterList(visited.ParameterList.WithParameters(Append(visited.ParameterList.Parameters, parameter)));
        }

        public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
        {
            var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
            if (!_move._calls.Contains(node))
                return visited;

            var argument = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(_move._parameter));
            if (_move._isWritten)
                argument = argument.WithRefKindKeyword(SyntaxFactory.Token(SyntaxKind.RefKeyword).WithTrailingTrivia(SyntaxFactory.Space));
            return visited.WithArgumentList(visited.ArgumentList.WithArguments(Append(visited.ArgumentList.Arguments, argument)));
        }

        private SyntaxNode? Visit<T>(T node, Func<T, SyntaxNode?> otherwise)
            where T : ExpressionSyntax =>
            _move._uses.Contains(node) ? SyntaxFactory.IdentifierName(_move._parameter).WithTriviaFrom(node) : otherwise(node);

        private static SeparatedSyntaxList<T> Append<T>(SeparatedSyntaxList<T> list, T item)
            where T : SyntaxNode =>
            list.Count == 0
                ? SyntaxFactory.SingletonSeparatedList(item)
                : SyntaxFactory.SeparatedList(list.Append(item), list.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)));
    }
}
