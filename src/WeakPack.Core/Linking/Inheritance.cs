using Mono.Cecil;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>Which methods of a module override which others of it.</summary>
internal sealed class Inheritance(ModuleDefinition module)
{
    // Of a class's arguments in the terms of one that derives from it. Where bases double them, a few classes make gigabytes.
    private const int LongestArgument = 1 << 16;

    /// <summary>The base of a type, if it is in the module, too.</summary>
    public ModuleBase? BaseOf(TypeDefinition type) => BaseOf(type, Parameters(type));

    /// <summary>The methods of classes that a virtual method takes the place of: the nearest of its name and signature, and those that it names.</summary>
    public IEnumerable<MethodDefinition> OverriddenBy(MethodDefinition method)
    {
        if (method.IsReuseSlot && Nearest(method) is { } nearest)
            yield return nearest;
        foreach (var declaration in method.Overrides)
        {
            if (Find(declaration.DeclaringType) is { IsInterface: false } declaring && Find(declaring, declaration) is { } named)
                yield return named;
        }
    }

    private MethodDefinition? Nearest(MethodDefinition method)
    {
        var wanted = Signature(method, Parameters(method.DeclaringType));
        var seen = new HashSet<TypeDefinition> { method.DeclaringType };
        for (var at = BaseOf(method.DeclaringType); at is not null; at = BaseOf(at.Definition, at.Arguments))
        {
            if (!seen.Add(at.Definition))
                throw new BadImageFormatException($"'{at.Definition.FullName}' derives from itself.");
            if (at.Definition.Methods.FirstOrDefault(inherited => inherited.IsVirtual && inherited.Name == method.Name && Signature(inherited, at.Arguments) == wanted) is { } found)
                return found;
        }

        return null;
    }

    // The signature of a reference to a method of a generic type is that of the definition (ECMA-335 II.22.25).
    private static MethodDefinition? Find(TypeDefinition declaring, MethodReference reference)
    {
        var wanted = Signature(reference, Parameters(declaring));
        return declaring.Methods.FirstOrDefault(method => method.Name == reference.Name && Signature(method, Parameters(declaring)) == wanted);
    }

    private ModuleBase? BaseOf(TypeDefinition type, IReadOnlyList<string> arguments) => type.BaseType switch
    {
        null => null,
        GenericInstanceType instance => Find(instance) is { } definition ? new(definition, [.. instance.GenericArguments.Select(argument => Argument(argument, arguments))]) : null,
        var plain => Find(plain) is { } definition ? new(definition, []) : null,
    };

    private static string Argument(TypeReference type, IReadOnlyList<string> arguments) =>
        Text(type, arguments) is { Length: <= LongestArgument } text ? text : throw new BadImageFormatException("A base class has arguments beyond measure.");

    // A reference may name the module itself (II.22.38), as those to copies do.
    private TypeDefinition? Find(TypeReference type) => type.GetElementType() switch
    {
        TypeDefinition definition => definition,
        var reference when TypeLeaves.Outermost(reference).Scope is ModuleDefinition => module.GetType(reference.FullName),
        _ => null,
    };

    private static string[] Parameters(TypeDefinition type) => [.. Enumerable.Range(0, type.GenericParameters.Count).Select(position => "!" + position)];

    private static string Signature(IMethodSignature method, IReadOnlyList<string> arguments) =>
        $"{Text(method.ReturnType, arguments)} {(method as MethodReference)?.GenericParameters.Count}({string.Join(",", method.Parameters.Select(parameter => Text(parameter.ParameterType, arguments)))})";

    // Modifiers do not count: the copy of one can have another name than what a declaration goes on naming.
    private static string Text(TypeReference type, IReadOnlyList<string> arguments) => type switch
    {
        GenericParameter { Type: GenericParameterType.Method } parameter => "!!" + parameter.Position,
        GenericParameter parameter => parameter.Position < arguments.Count ? arguments[parameter.Position] : throw new BadImageFormatException("A base class lacks arguments."),
        GenericInstanceType instance => $"{Text(instance.ElementType, arguments)}<{string.Join(",", instance.GenericArguments.Select(argument => Text(argument, arguments)))}>",
        ArrayType array => $"{Text(array.ElementType, arguments)}[{(array.IsVector ? "" : array.Rank)}]",
        ByReferenceType reference => Text(reference.ElementType, arguments) + "&",
        PointerType pointer => Text(pointer.ElementType, arguments) + "*",
        IModifierType modified => Text(modified.ElementType, arguments),
        FunctionPointerType pointer => "*" + Signature(pointer, arguments),
        TypeSpecification unknown => throw new NotSupportedException($"A type specification of kind {unknown.GetType().Name}."),
        _ => type.FullName,
    };
}

/// <summary>A base class in the same module, and what its type parameters stand for.</summary>
internal sealed record ModuleBase(TypeDefinition Definition, IReadOnlyList<string> Arguments);
