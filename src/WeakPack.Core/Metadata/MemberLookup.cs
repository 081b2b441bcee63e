using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>A symbol that the references lack.</summary>
internal sealed record MissingSymbol(string Symbol, string Assembly, string Reason);

/// <summary>Looks up a module's type and member references in a set of references.</summary>
internal sealed class MemberLookup(MetadataImage image, ReferenceSet references, string consumer)
{
    private readonly MetadataReader _reader = image.Reader;
    private readonly SignatureText _signatures = new(image);
    private readonly Dictionary<int, MissingSymbol?> _known = [];

    /// <summary>Why a reference to another assembly does not resolve; null when it does, or refers to none.</summary>
    public MissingSymbol? WhyMissing(EntityHandle handle)
    {
        if (handle.Kind is not (HandleKind.TypeReference or HandleKind.MemberReference))
            return null;
        var token = MetadataTokens.GetToken(handle);
        if (!_known.TryGetValue(token, out var missing))
        {
            _known[token] = missing = handle.Kind == HandleKind.TypeReference
                ? TypeMissing((TypeReferenceHandle)handle)
                : MemberMissing((MemberReferenceHandle)handle);
        }

        return missing;
    }

    private MissingSymbol? TypeMissing(TypeReferenceHandle handle)
    {
        if (AssemblyOf(handle) is not var (assembly, version))
            return null;

        var name = image.FullName(handle);
        if (references.FindType(assembly, name) is var (owner, type))
        {
            return Accessibility.IsVisible(owner, type) || Accessibility.IsFriend(owner, consumer)
                ? null
                : new(name.Replace('+', '.'), assembly, $"which is internal to '{owner.AssemblyName}', and '{consumer}' is no friend of it");
        }

        var found = references.Find(assembly);
        var reason = found is null
            ? $"but '{assembly}' (version {version}) is not among the references"
            : $"which was expected in version {version} of '{assembly}', but is not in version {VersionOf(found)}";
        return new(name.Replace('+', '.'), assembly, reason);
    }

    private MissingSymbol? MemberMissing(MemberReferenceHandle handle)
    {
        var member = _reader.GetMemberReference(handle);
        if (DeclaringType(member.Parent) is not { } parent || AssemblyOf(parent) is not var (assembly, version) || references.FindType(assembly, image.FullName(parent)) is not var (owner, type))
            return null; // an array's method, a member of the module itself, or of a type that is missing as a whole

        var name = _reader.GetString(member.Name);
        var isField = member.GetKind() == MemberReferenceKind.Field;
        var signature = isField ? member.DecodeFieldSignature(_signatures, null) : SignatureText.Of(member.DecodeMethodSignature(_signatures, null));
        var symbol = image.FullName(parent).Replace('+', '.') + "." + name;
        if (Find(owner, type, name, isField, signature) is var (home, definition))
        {
            return Accessibility.IsVisible(home, definition) || Accessibility.IsFriend(home, consumer)
                ? null
                : new(symbol, assembly, $"which is internal to '{home.AssemblyName}', and '{consumer}' is no friend of it");
        }

        return new(symbol, assembly, $"which was expected in version {version} of '{assembly}', but is not (or not with that signature) in version {owner.Reader.GetAssemblyDefinition().Version} of '{owner.AssemblyName}'");
    }

    // The member may be inherited. The signature of one from a generic base is written otherwise; its name then does.
    private (MetadataImage Home, EntityHandle Member)? Find(MetadataImage owner, TypeDefinitionHandle handle, string name, bool isField, string signature, bool isExact = true)
    {
        var reader = owner.Reader;
        var type = reader.GetTypeDefinition(handle);
        var signatures = new SignatureText(owner);
        var found = isField
            ? type.GetFields().Where(field => reader.StringComparer.Equals(reader.GetFieldDefinition(field).Name, name)
                && (!isExact || reader.GetFieldDefinition(field).DecodeSignature(signatures, null) == signature)).Select(field => (EntityHandle)field)
            : type.GetMethods().Where(method => reader.StringComparer.Equals(reader.GetMethodDefinition(method).Name, name)
                && (!isExact || Matches(SignatureText.Of(reader.GetMethodDefinition(method).DecodeSignature(signatures, null)), signature))).Select(method => (EntityHandle)method);
        foreach (var member in found)
            return (owner, member);
        return Bases(owner, type)
            .Select(at => Find(at.Image, at.Type, name, isField, signature, isExact && !at.IsGeneric))
            .FirstOrDefault(inherited => inherited is not null);
    }

    // A call with variable arguments has the definition's signature and more behind it.
    private static bool Matches(string definition, string reference) =>
        definition == reference || (reference.StartsWith("VarArgs", StringComparison.Ordinal) && definition.StartsWith("VarArgs", StringComparison.Ordinal));

    private IEnumerable<(MetadataImage Image, TypeDefinitionHandle Type, bool IsGeneric)> Bases(MetadataImage owner, TypeDefinition type)
    {
        var parents = type.GetInterfaceImplementations().Select(handle => owner.Reader.GetInterfaceImplementation(handle).Interface);
        foreach (var parent in type.BaseType.IsNil ? parents : parents.Prepend(type.BaseType))
        {
            var isGeneric = parent.Kind == HandleKind.TypeSpecification;
            var token = isGeneric ? TypeTokens.InTypeSpecification(owner.Reader, owner.Reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature)[0] : parent;
            if (token.Kind == HandleKind.TypeDefinition)
                yield return (owner, (TypeDefinitionHandle)token, isGeneric);
            else if (AssemblyOf(owner, (TypeReferenceHandle)token) is var (assembly, _) && references.FindType(assembly, owner.FullName((TypeReferenceHandle)token)) is var (next, found))
                yield return (next, found, isGeneric);
        }
    }

    private TypeReferenceHandle? DeclaringType(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;

        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadByte(); // CLASS or VALUETYPE
        var type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : null;
    }

    private (string Name, Version Version)? AssemblyOf(TypeReferenceHandle handle) => AssemblyOf(image, handle);

    private static (string Name, Version Version)? AssemblyOf(MetadataImage owner, TypeReferenceHandle handle)
    {
        if (owner.Scope(handle) is not { Kind: HandleKind.AssemblyReference } scope)
            return null;
        var assembly = owner.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope);
        return (owner.Reader.GetString(assembly.Name), assembly.Version);
    }

    private string VersionOf(Reference reference) => references.Open(reference)?.Reader.GetAssemblyDefinition().Version.ToString() ?? "?";
}
