using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Mono.Cecil;
using WeakPack.Metadata;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using PropertyDefinition = Mono.Cecil.PropertyDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;

namespace WeakPack.Modules;

/// <summary>
/// Properties whose signature has no parameters though their getter has some: F# writes the getter of <c>IsNone</c>, whose
/// instance may be null, as a static method that takes it.
/// </summary>
/// <remarks>
/// Cecil gives a property the parameters of its getter or setter. Of one whose accessors are others (ECMA-335 II.22.28) it knows
/// of no parameters: so that is what they are while it writes, and the rows get the right kind afterwards.
/// </remarks>
internal sealed class PropertySignatures
{
    private const ushort Setter = 0x1;
    private const ushort Getter = 0x2;

    private readonly HashSet<PropertyDefinition> _withoutParameters = [];
    private readonly List<HiddenAccessor> _accessors = [];

    /// <summary>Finds them in an image.</summary>
    public static PropertySignatures Of(AssemblyImage image, ModuleDefinition module)
    {
        var signatures = new PropertySignatures();
        using var metadata = new MetadataImage(image);
        foreach (var property in metadata.Reader.PropertyDefinitions)
        {
            if (AccessorWithMoreParameters(metadata.Reader, property) is { IsNil: false } accessor)
                signatures._withoutParameters.Add(Find(module, MetadataTokens.GetToken(metadata.TypeOf(accessor)), MetadataTokens.GetToken(property)));
        }

        return signatures;
    }

    /// <summary>The copy of such a property is one.</summary>
    public void Copy(PropertyDefinition original, PropertySignatures to, PropertyDefinition copy)
    {
        if (_withoutParameters.Contains(original))
            to._withoutParameters.Add(copy);
    }

    /// <summary>Hides the accessors; before writing.</summary>
    public void Store(ModuleDefinition module)
    {
        foreach (var property in _withoutParameters.Where(property => RawBlobs.IsIn(module, property)))
        {
            Hide(property, property.GetMethod, Getter);
            Hide(property, property.SetMethod, Setter);
            (property.GetMethod, property.SetMethod) = (null, null);
        }
    }

    /// <summary>Gives the accessors back what they are; after writing.</summary>
    public void Restore(byte[] written)
    {
        if (_accessors.Count == 0)
            return;

        using var pe = new PEReader(new MemoryStream(written, writable: false));
        var tables = new TableBytes(written, pe.GetMetadataReader(), pe.PEHeaders.MetadataStartOffset);
        foreach (var (property, accessor, kind) in _accessors)
            tables.SetSemantics((int)accessor.MetadataToken.RID, (int)property.MetadataToken.RID, kind);
    }

    private void Hide(PropertyDefinition property, MethodDefinition? accessor, ushort kind)
    {
        if (accessor is null)
            return;
        _accessors.Add(new(property, accessor, kind));
        property.OtherMethods.Add(accessor);
    }

    private static PropertyDefinition Find(ModuleDefinition module, int type, int property) =>
        ((TypeDefinition)module.LookupToken(type)).Properties.FirstOrDefault(candidate => candidate.MetadataToken.ToInt32() == property)
            ?? throw new BadImageFormatException("a property has an accessor of another type");

    // A getter takes what the property takes, and a setter one more.
    private static MethodDefinitionHandle AccessorWithMoreParameters(MetadataReader reader, PropertyDefinitionHandle handle)
    {
        var property = reader.GetPropertyDefinition(handle);
        var signature = reader.GetBlobReader(property.Signature);
        signature.ReadByte();
        if (signature.ReadCompressedInteger() > 0)
            return default;

        var accessors = property.GetAccessors();
        return !accessors.Getter.IsNil && ParameterCount(reader, accessors.Getter) > 0 ? accessors.Getter
            : !accessors.Setter.IsNil && ParameterCount(reader, accessors.Setter) > 1 ? accessors.Setter
            : default;
    }

    private static int ParameterCount(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var signature = reader.GetBlobReader(reader.GetMethodDefinition(handle).Signature);
        if (signature.ReadSignatureHeader().IsGeneric)
            signature.ReadCompressedInteger();
        return signature.ReadCompressedInteger();
    }

    private sealed record HiddenAccessor(PropertyDefinition Property, MethodDefinition Accessor, ushort Kind);
}
