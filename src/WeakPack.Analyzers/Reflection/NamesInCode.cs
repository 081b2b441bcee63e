using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using WeakPack.Analyzers.Uses;
using WeakPack.Metadata;

namespace WeakPack.Analyzers.Reflection;

/// <summary>Finds the types that constant strings in code name for reflection.</summary>
/// <remarks>
/// Only what is certain: a text that is an assembly-qualified type name can be nothing else, wherever it stands. Any other
/// counts only as the argument of a call that takes a type's name.
/// </remarks>
internal static class NamesInCode
{
    /// <summary>The kinds of operations that can be such a string.</summary>
    public static readonly OperationKind[] Kinds =
        [OperationKind.Literal, OperationKind.Binary, OperationKind.FieldReference, OperationKind.LocalReference, OperationKind.InterpolatedString];

    /// <summary>The types that an operation names, if it is a constant string that code holds at run time.</summary>
    public static IEnumerable<NamedType> In(IOperation operation)
    {
        if (operation.ConstantValue is not { HasValue: true, Value: string text } || operation.Parent is { ConstantValue: { HasValue: true, Value: string } } or INameOfOperation
            || SerializedTypeName.TryParseText(text) is not { } parsed || IsNoCode(operation))
        {
            yield break;
        }

        var isQualified = SerializedTypeName.TryParseQualified(text) is not null;
        var call = CallWith(operation);
        foreach (var part in parsed.All())
        {
            if (isQualified && part.AssemblySimpleName is { } assembly)
                yield return new(text, part.Name, NameSearch.InNamedAssembly, assembly);
            else if (part.Assembly is null && call is not null)
                yield return call with { Text = text, FullName = part.Name };
        }
    }

    // The value of a constant is written where it is used. Attributes are no code: the build looks at these.
    private static bool IsNoCode(IOperation operation)
    {
        for (var at = operation.Parent; at is not null; at = at.Parent)
        {
            switch (at)
            {
                case IFieldInitializerOperation { InitializedFields: var fields }:
                    return fields.All(field => field.IsConst);
                case IVariableDeclaratorOperation { Symbol.IsConst: true }:
                case IParameterInitializerOperation:
                    return true;
            }
        }

        return operation.Syntax.FirstAncestorOrSelf<AttributeSyntax>() is not null;
    }

    // The call that takes the text as the name of a type, as where it looks; null when no such call does.
    private static NamedType? CallWith(IOperation operation)
    {
        if (operation.Parent is not IArgumentOperation { Parent: IInvocationOperation call, Parameter: { } parameter })
            return null;

        switch (call.TargetMethod.ContainingType.Describe(), call.TargetMethod.Name)
        {
            case ("System.Type", "GetType" or "ReflectionOnlyGetType") when parameter.Ordinal == 0 && IsPlain(call, 1):
                return new("", "", NameSearch.InOwnAssembly);
            case ("System.Reflection.Assembly", "GetType" or "CreateInstance") when parameter.Ordinal == 0 && IsPlain(call, 1):
            case ("System.Reflection.Module", "GetType") when parameter.Ordinal == 0 && IsPlain(call, 1):
                return Receiver(call.Instance);
            case ("System.Activator" or "System.AppDomain", "CreateInstance" or "CreateInstanceAndUnwrap") when parameter.Ordinal == 1 && IsPlain(call, 2):
                return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value.ConstantValue is { HasValue: true, Value: string assembly }
                    ? new("", "", NameSearch.InNamedAssembly, assembly.Split(',')[0].Trim())
                    : null;
            default:
                return null;
        }
    }

    // The build sees code only, and there the text belongs to the call when nothing but flags, nulls and variables follow it.
    private static bool IsPlain(IInvocationOperation call, int from) =>
        call.Arguments.Where(argument => argument.Parameter?.Ordinal >= from)
            .All(argument => argument.Value is { ConstantValue.HasValue: true } or ILocalReferenceOperation or IParameterReferenceOperation or IDefaultValueOperation or IInstanceReferenceOperation);

    private static NamedType Receiver(IOperation? receiver) => receiver switch
    {
        IInvocationOperation { TargetMethod: { Name: "GetExecutingAssembly", ContainingType: { Name: "Assembly" } } } => new("", "", NameSearch.InOwnAssembly),
        IPropertyReferenceOperation { Property: { Name: "Assembly" or "Module", ContainingType: { Name: "Type" } }, Instance: ITypeOfOperation { TypeOperand: var type } } =>
            new("", "", NameSearch.InAssemblyOfType, null, TypeParts.Of(type).FirstOrDefault()),
        _ => new("", "", NameSearch.InSomeAssembly),
    };
}
