using Mono.Cecil;
using Mono.Cecil.Cil;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>
/// <c>[Microsoft.CodeAnalysis.Embedded]</c>: the C# and VB compilers do not show types that carry it to friend
/// assemblies, so a friend that links the same unit sees no duplicate.
/// </summary>
internal static class EmbeddedAttribute
{
    public const string Name = CompilerGenerated.EmbeddedAttribute;

    private const string Namespace = "Microsoft.CodeAnalysis";
    private const string ShortName = nameof(EmbeddedAttribute);

    /// <summary>Marks types of a module; the attribute is added to it where the compiler did not do so.</summary>
    public static void Mark(ModuleDefinition module, IEnumerable<TypeDefinition> types)
    {
        MethodDefinition? constructor = null;
        foreach (var type in types.Where(type => type.CustomAttributes.All(attribute => attribute.AttributeType.FullName != Name)))
        {
            constructor ??= ConstructorIn(module);
            type.CustomAttributes.Add(new CustomAttribute(constructor));
        }
    }

    private static MethodDefinition ConstructorIn(ModuleDefinition module) =>
        (module.GetType(Name) ?? Define(module)).Methods.First(method => method.IsConstructor && !method.HasParameters);

    private static TypeDefinition Define(ModuleDefinition module)
    {
        var core = module.TypeSystem.CoreLibrary;
        var attribute = new TypeReference("System", "Attribute", module, core);
        var generated = new TypeReference("System.Runtime.CompilerServices", "CompilerGeneratedAttribute", module, core);
        var type = new TypeDefinition(Namespace, ShortName, TypeAttributes.NotPublic | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, attribute);
        var constructor = new MethodDefinition(".ctor",
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
        var il = constructor.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Constructor(module, attribute));
        il.Emit(OpCodes.Ret);
        type.Methods.Add(constructor);
        type.CustomAttributes.Add(new CustomAttribute(Constructor(module, generated)));
        type.CustomAttributes.Add(new CustomAttribute(constructor));
        module.Types.Add(type);
        return type;
    }

    private static MethodReference Constructor(ModuleDefinition module, TypeReference type) =>
        new(".ctor", module.TypeSystem.Void, type) { HasThis = true };
}
