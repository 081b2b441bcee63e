using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>Tells what the F# compiler makes by itself from what an author wrote.</summary>
internal static class FSharp
{
    private const string StartupNamespace = "<StartupCode$";

    private const string Mapping = "Microsoft.FSharp.Core.CompilationMappingAttribute";

    /// <summary>A class that no source declares, one for each file: it holds and computes the top-level values of the file's modules.</summary>
    /// <remarks>Its code runs when one of its fields is first used, so in a library nobody needs one that nobody uses.</remarks>
    public static bool IsStartupClass(MetadataImage image, TypeDefinitionHandle handle)
    {
        var type = image.Reader.GetTypeDefinition(handle);
        return !type.Namespace.IsNil && image.Reader.StringComparer.StartsWith(type.Namespace, StartupNamespace);
    }

    /// <summary>A startup class whose code has no effect: it reads what are constants, once, and keeps nothing.</summary>
    /// <remarks>F# makes one of 'let five = 5' too, and a static constructor that calls it wherever a module has data of an array.</remarks>
    public static bool ComputesNothing(MetadataImage image, TypeDefinitionHandle startupClass) =>
        TokensOf(image, startupClass).All(use => use.Token.Kind switch
        {
            HandleKind.MethodDefinition => image.TypeOf(use.Token) == startupClass || IsConstant(image, (MethodDefinitionHandle)use.Token),
            HandleKind.FieldDefinition => IsInitializationCheck(image, image.Reader.GetFieldDefinition((FieldDefinitionHandle)use.Token)),
            _ => false,
        });

    /// <summary>The startup class that a static constructor of F# calls by touching its <c>init@</c>; nil when it does more than that.</summary>
    public static TypeDefinitionHandle CalledStartupClass(MetadataImage image, MethodDefinitionHandle staticConstructor)
    {
        var called = default(TypeDefinitionHandle);
        foreach (var (_, token) in TokensOf(image, staticConstructor))
        {
            if (token.Kind != HandleKind.FieldDefinition || !IsStartupClass(image, image.TypeOf(token)))
                return default;
            called = image.TypeOf(token);
        }

        return called;
    }

    /// <summary>A module, record, union, class or exception that F# code declares.</summary>
    public static bool Declares(MetadataImage image, TypeDefinitionHandle handle) =>
        image.HasAttribute(image.Reader.GetTypeDefinition(handle).GetCustomAttributes(), Mapping);

    /// <summary>Of what F# declares, a module: nothing can be made of it or derived from it.</summary>
    public static bool IsModule(MetadataImage image, TypeDefinitionHandle handle)
    {
        const TypeAttributes module = TypeAttributes.Abstract | TypeAttributes.Sealed;
        return (image.Reader.GetTypeDefinition(handle).Attributes & module) == module;
    }

    /// <summary>What the F# compiler reads of an assembly that it wrote: the types as F# sees them, and what may be inlined.</summary>
    public static bool IsCompilerResource(string name) =>
        name.StartsWith("FSharpSignature", StringComparison.Ordinal) || name.StartsWith("FSharpOptimization", StringComparison.Ordinal);

    /// <summary>The only object of a closure that captures nothing, or of a union's case without fields.</summary>
    /// <remarks>Such objects have no state and are compared by what they are: one in every copy does no harm.</remarks>
    public static bool IsOnlyObject(MetadataImage image, FieldDefinition field)
    {
        const FieldAttributes constant = FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.Assembly;
        if ((field.Attributes & (FieldAttributes.FieldAccessMask | FieldAttributes.Static | FieldAttributes.InitOnly)) != constant)
            return false;

        var type = image.Reader.GetTypeDefinition(field.GetDeclaringType());
        return image.Reader.StringComparer.Equals(field.Name, "@_instance")
            ? type.Attributes.IsNested() && image.Reader.GetString(type.Name).Contains("@")
            : image.Reader.StringComparer.StartsWith(field.Name, "_unique_") && Declares(image, field.GetDeclaringType());
    }

    /// <summary>Whether a class's static parts have been computed: <c>init@18</c>. It comes with static data or code and is neither.</summary>
    public static bool IsInitializationCheck(MetadataImage image, FieldDefinition field) =>
        image.Reader.StringComparer.StartsWith(field.Name, "init@");

    // F# makes a property without a field of a value only when it is a constant.
    private static bool IsConstant(MetadataImage image, MethodDefinitionHandle accessor) =>
        image.Reader.StringComparer.StartsWith(image.Reader.GetMethodDefinition(accessor).Name, "get_")
        && !TokensOf(image, accessor).Any(use => use.Token.Kind == HandleKind.FieldDefinition);

    private static IEnumerable<(ILOpCode Code, EntityHandle Token)> TokensOf(MetadataImage image, TypeDefinitionHandle type) =>
        image.Reader.GetTypeDefinition(type).GetMethods().SelectMany(method => TokensOf(image, method));

    private static IEnumerable<(ILOpCode Code, EntityHandle Token)> TokensOf(MetadataImage image, MethodDefinitionHandle handle)
    {
        var method = image.Reader.GetMethodDefinition(handle);
        return method.RelativeVirtualAddress == 0
            ? []
            : IlTokens.Of(image.Pe.GetMethodBody(method.RelativeVirtualAddress)).Select(use => (use.Code, use.Token));
    }
}
