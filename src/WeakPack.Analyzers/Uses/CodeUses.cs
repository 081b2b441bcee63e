using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace WeakPack.Analyzers.Uses;

/// <summary>What code names: members that are called, types that are made, tested or held in locals.</summary>
/// <remarks>
/// What the compiler leaves no token of is no use: constants, nameof. What it calls without the source saying so is one:
/// enumerators, awaiters, deconstruction, conversions.
/// </remarks>
internal sealed class CodeUses(UseList uses, SemanticModel model)
{
    /// <summary>Adds the uses of all code in a type's declaration, that of nested types not included.</summary>
    public void Add(TypeDeclarationSyntax declaration)
    {
        if (declaration.BaseList is { } bases)
        {
            foreach (var named in bases.Types.OfType<PrimaryConstructorBaseTypeSyntax>())
                AddCode(ConstructorOf(declaration, type => type.InstanceConstructors.Where(constructor => constructor.DeclaringSyntaxReferences.Any(at => at.Span == declaration.Span))), model.GetOperation(named));
        }

        foreach (var member in declaration.Members)
        {
            switch (member)
            {
                case BaseFieldDeclarationSyntax fields:
                    foreach (var variable in fields.Declaration.Variables)
                        AddInitializer(declaration, fields, variable.Initializer);
                    break;
                case BaseMethodDeclarationSyntax method:
                    Add(method, method);
                    break;
                case BasePropertyDeclarationSyntax property:
                    AddProperty(declaration, property);
                    break;
            }
        }
    }

    private void AddProperty(TypeDeclarationSyntax declaration, BasePropertyDeclarationSyntax property)
    {
        foreach (var accessor in property.AccessorList?.Accessors ?? default)
            Add(property, accessor);
        var (body, initializer) = property switch
        {
            PropertyDeclarationSyntax declared => (declared.ExpressionBody, declared.Initializer),
            IndexerDeclarationSyntax indexer => (indexer.ExpressionBody, null),
            _ => (null, null),
        };
        Add(property, body);
        AddInitializer(declaration, property, initializer);
    }

    // It is part of a constructor.
    private void AddInitializer(TypeDeclarationSyntax declaration, MemberDeclarationSyntax modified, EqualsValueClauseSyntax? initializer)
    {
        if (initializer is null || modified.Modifiers.Any(SyntaxKind.ConstKeyword))
            return;
        var isStatic = modified.Modifiers.Any(SyntaxKind.StaticKeyword);
        AddCode(ConstructorOf(declaration, type => isStatic ? type.StaticConstructors : type.InstanceConstructors), model.GetOperation(initializer));
    }

    private ISymbol ConstructorOf(TypeDeclarationSyntax declaration, Func<INamedTypeSymbol, IEnumerable<IMethodSymbol>> candidates)
    {
        var type = model.GetDeclaredSymbol(declaration)!;
        return candidates(type).FirstOrDefault() ?? (ISymbol)type;
    }

    private void Add(SyntaxNode member, SyntaxNode? code)
    {
        if (code is not null && model.GetDeclaredSymbol(member) is { } user)
            AddCode(user, model.GetOperation(code));
    }

    private void AddCode(ISymbol user, IOperation? code)
    {
        foreach (var operation in code?.DescendantsAndSelf() ?? [])
            AddOperation(user, operation);
    }

    private void AddOperation(ISymbol user, IOperation operation)
    {
        if (operation.ConstantValue.HasValue || IsInDeadCode(operation) || IsDropped(operation))
            return; // the compiler writes the value, or nothing

        var at = operation.Syntax.GetLocation();
        void Member(ISymbol? member) => uses.AddMember(user, member, at);
        void Type(ITypeSymbol? type) => uses.AddType(user, type, at);
        switch (operation)
        {
            case IInvocationOperation invocation:
                Member(Called(invocation.TargetMethod, invocation.IsVirtual));
                break;
            case IMethodReferenceOperation method:
                Member(Called(method.Method, method.IsVirtual));
                break;
            case IObjectCreationOperation creation:
                // A struct without a constructor of that kind is zeroed, by its type.
                if (creation.Constructor is null or { IsImplicitlyDeclared: true, ContainingType.IsValueType: true })
                    Type(creation.Type);
                else
                    Member(creation.Constructor);
                break;
            case IPropertyReferenceOperation property:
                foreach (var accessor in Accessors.Of(property, property.Property))
                    Member(Called(accessor, property.Instance is not { Syntax: BaseExpressionSyntax }));
                break;
            case IFieldReferenceOperation field:
                Member(field.Field);
                break;
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation happening } assignment:
                Member(assignment.Adds ? happening.Event.AddMethod : happening.Event.RemoveMethod);
                break;
            case IConversionOperation conversion:
                Member(conversion.OperatorMethod);
                if (conversion.OperatorMethod is null && conversion is { IsImplicit: false } or { Operand.Type.IsValueType: true })
                {
                    Type(conversion.Type);
                    Type(conversion.Operand.Type);
                }

                break;
            case IBinaryOperation binary:
                Member(binary.OperatorMethod);
                break;
            case IUnaryOperation unary:
                Member(unary.OperatorMethod);
                break;
            case IIncrementOrDecrementOperation increment:
                Member(increment.OperatorMethod);
                break;
            case ICompoundAssignmentOperation compound:
                Member(compound.OperatorMethod);
                Member(compound.InConversion.MethodSymbol);
                Member(compound.OutConversion.MethodSymbol);
                break;
            case IWithOperation with:
                Member(with.CloneMethod);
                break;
            case ITypeOfOperation typeOf:
                Type(typeOf.TypeOperand);
                break;
            case ISizeOfOperation sizeOf:
                Type(sizeOf.TypeOperand);
                break;
            case IIsTypeOperation isType:
                Type(isType.TypeOperand);
                break;
            case IVariableDeclaratorOperation local when !local.Symbol.IsConst:
                Type(local.Symbol.Type);
                break;
            case ICatchClauseOperation clause:
                Type(clause.ExceptionType);
                break;
            case IArrayCreationOperation or IDefaultValueOperation or IDelegateCreationOperation:
                Type(operation.Type);
                break;
            case IAnonymousFunctionOperation lambda:
                Signature(lambda.Symbol);
                break;
            case ILocalFunctionOperation local:
                Signature(local.Symbol);
                break;
            case IPatternOperation pattern:
                AddPattern(pattern, Member, Type);
                break;
            case IImplicitIndexerReferenceOperation indexer:
                Member(Accessors.Read(indexer.LengthSymbol));
                if (indexer.IndexerSymbol is IMethodSymbol)
                    Member(indexer.IndexerSymbol);
                foreach (var accessor in Accessors.Of(indexer, indexer.IndexerSymbol as IPropertySymbol))
                    Member(accessor);
                break;
            default:
                AddHiddenCalls(operation, Member);
                break;
        }

        void Signature(IMethodSymbol method)
        {
            foreach (var type in TypeParts.OfSignature(method))
                Type(type);
        }
    }

    private static void AddPattern(IPatternOperation pattern, Action<ISymbol?> member, Action<ITypeSymbol?> type)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation declaration:
                type(declaration.MatchedType);
                break;
            case ITypePatternOperation tested:
                type(tested.MatchedType);
                break;
            case IRecursivePatternOperation recursive:
                type(recursive.MatchedType);
                member(recursive.DeconstructSymbol);
                break;
            case IListPatternOperation list:
                member(Accessors.Read(list.LengthSymbol));
                member(Accessors.Read(list.IndexerSymbol));
                break;
            case ISlicePatternOperation slice:
                member(Accessors.Read(slice.SliceSymbol));
                break;
        }
    }

    // What only the meaning of a statement tells.
    private void AddHiddenCalls(IOperation operation, Action<ISymbol?> member)
    {
        switch (operation.Syntax)
        {
            case CommonForEachStatementSyntax loop when operation is IForEachLoopOperation:
                var info = model.GetForEachStatementInfo(loop);
                member(info.GetEnumeratorMethod);
                member(info.MoveNextMethod);
                member(info.CurrentProperty?.GetMethod);
                member(info.DisposeMethod);
                member(info.ElementConversion.MethodSymbol);
                if (loop is ForEachVariableStatementSyntax deconstructing)
                    AddDeconstruction(model.GetDeconstructionInfo(deconstructing), member);
                break;
            case AwaitExpressionSyntax awaiting when operation is IAwaitOperation:
                var awaited = model.GetAwaitExpressionInfo(awaiting);
                member(awaited.GetAwaiterMethod);
                member(awaited.IsCompletedProperty?.GetMethod);
                member(awaited.GetResultMethod);
                break;
            case AssignmentExpressionSyntax assignment when operation is IDeconstructionAssignmentOperation:
                AddDeconstruction(model.GetDeconstructionInfo(assignment), member);
                break;
        }
    }

    private static void AddDeconstruction(DeconstructionInfo info, Action<ISymbol?> member)
    {
        member(info.Method);
        foreach (var nested in info.Nested)
            AddDeconstruction(nested, member);
    }

    // A virtual call names the method that first declared the slot.
    private static IMethodSymbol Called(IMethodSymbol method, bool isVirtual)
    {
        while (isVirtual && method.OverriddenMethod is { } overridden)
            method = overridden;
        return method;
    }

    // _ = typeof(Pen);
    private static bool IsDropped(IOperation operation) =>
        operation is ITypeOfOperation or IIsTypeOperation or IDefaultValueOperation && operation.Parent is ISimpleAssignmentOperation { Target: IDiscardOperation };

    // nameof (pen.Width), if (false) …
    private static bool IsInDeadCode(IOperation operation)
    {
        for (var at = operation; at.Parent is { } parent; at = parent)
        {
            if (parent is INameOfOperation)
                return true;
            if (parent is IConditionalOperation { Condition.ConstantValue: { HasValue: true, Value: bool holds } } choice && at != choice.Condition && (at == choice.WhenTrue) != holds)
                return true;
        }

        return false;
    }
}
