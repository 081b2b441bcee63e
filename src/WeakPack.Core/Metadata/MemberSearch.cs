using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>Looks for a field in a type, and for a method also in the classes from which that derives, as CoreCLR does.</summary>
/// <remarks>It does not look into interfaces: a method that moved to a base interface is gone from the one that it left.</remarks>
internal sealed class MemberSearch(ReferenceSet references, MemberShape wanted)
{
    // Of a class's arguments in the terms of one that derives from it. Where bases double them, a few classes make gigabytes.
    private const int LongestArgument = 1 << 16;

    private readonly HashSet<(MetadataImage, TypeDefinitionHandle)> _seen = [];

    /// <summary>Members on the way that have the name and another signature.</summary>
    public List<MemberShape> Namesakes { get; } = [];

    /// <summary>The member, and the assembly in which it is.</summary>
    public (MetadataImage Home, EntityHandle Member)? Find(MetadataImage owner, TypeDefinitionHandle type) => Find(owner, type, arguments: null);

    // The arguments are what the type's parameters are in terms of the type where the search began.
    private (MetadataImage Home, EntityHandle Member)? Find(MetadataImage owner, TypeDefinitionHandle handle, string[]? arguments)
    {
        if (!_seen.Add((owner, handle)))
            throw new BadImageFormatException($"'{owner.FullName(handle)}' derives from itself, by way of other assemblies.");

        var type = owner.Reader.GetTypeDefinition(handle);
        foreach (var (member, shape) in wanted.IsField ? Fields(owner, type, arguments) : Methods(owner, type, arguments))
        {
            if (shape.Signature == wanted.Signature)
                return (owner, member);
            Namesakes.Add(shape);
        }

        return !wanted.IsField && Base(owner, type, arguments) is var (next, found, inherited) ? Find(next, found, inherited) : null;
    }

    private IEnumerable<(EntityHandle Member, MemberShape Shape)> Fields(MetadataImage owner, TypeDefinition type, string[]? arguments) =>
        type.GetFields()
            .Where(field => owner.Reader.StringComparer.Equals(owner.Reader.GetFieldDefinition(field).Name, wanted.Name))
            .Select(field => ((EntityHandle)field, MemberShape.Of(owner, field, arguments)));

    private IEnumerable<(EntityHandle Member, MemberShape Shape)> Methods(MetadataImage owner, TypeDefinition type, string[]? arguments) =>
        type.GetMethods()
            .Where(method => owner.Reader.StringComparer.Equals(owner.Reader.GetMethodDefinition(method).Name, wanted.Name))
            .Select(method => ((EntityHandle)method, MemberShape.Of(owner, method, arguments)));

    private (MetadataImage Image, TypeDefinitionHandle Type, string[]? Arguments)? Base(MetadataImage owner, TypeDefinition type, string[]? arguments)
    {
        var parent = type.BaseType;
        string[]? inherited = null;
        if (!parent.IsNil && parent.Kind == HandleKind.TypeSpecification)
        {
            var blob = owner.Reader.GetBlobReader(owner.Reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                return null;
            blob.ReadByte(); // CLASS or VALUETYPE
            parent = blob.ReadTypeHandle();
            inherited = new string[blob.ReadCompressedInteger()];
            var decoder = new SignatureDecoder<string, object?>(new SignatureText(owner), owner.Reader, arguments);
            for (var i = 0; i < inherited.Length; i++)
                inherited[i] = decoder.DecodeType(ref blob) is { Length: <= LongestArgument } argument ? argument : throw new BadImageFormatException("A base class has arguments beyond measure.");
        }

        if (parent.IsNil)
            return null;
        if (parent.Kind == HandleKind.TypeDefinition)
            return (owner, (TypeDefinitionHandle)parent, inherited);
        var reference = (TypeReferenceHandle)parent;
        return owner.Scope(reference) is { Kind: HandleKind.AssemblyReference } scope
            && references.FindType(AssemblyStep.Of(owner.Reader, (AssemblyReferenceHandle)scope).Name, owner.FullName(reference)) is var (next, found)
            ? (next, found, inherited)
            : null;
    }
}
