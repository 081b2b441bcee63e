using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Mono.Cecil;
using WeakPack.Metadata;
using FieldAttributes = System.Reflection.FieldAttributes;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using ParameterAttributes = System.Reflection.ParameterAttributes;

namespace WeakPack.Modules;

/// <summary>
/// Blobs that Cecil's model can't hold: the type name of a SAFEARRAY and the parameter index of an interface pointer
/// (ECMA-335 II.23.4 and its Microsoft extensions), string constants that are no valid UTF-16, and defaults of parameters
/// whose type is a type parameter: Cecil takes any for null.
/// </summary>
/// <remarks>
/// Cecil writes any bytes as the hash of an assembly reference. So all blobs go there, one behind the other; in the
/// written tables their owners are then pointed at them, and the hash is cleared again.
/// </remarks>
internal sealed class RawBlobs
{
    private readonly Dictionary<IConstantProvider, RawConstant> _constants = [];
    private readonly Dictionary<IMarshalInfoProvider, byte[]> _marshalling = [];
    private MethodDefinitionHandle[]? _methodOf; // by the row of the parameter
    private AssemblyNameReference? _carrier;

    /// <summary>Finds them in an image.</summary>
    public static RawBlobs Of(AssemblyImage image, ModuleDefinition module)
    {
        var blobs = new RawBlobs();
        using var metadata = new MetadataImage(image);
        blobs.FindConstants(metadata.Reader, module);
        blobs.FindMarshalling(metadata.Reader, module);
        return blobs;
    }

    public void CopyConstant(IConstantProvider original, RawBlobs to, IConstantProvider copy)
    {
        if (_constants.TryGetValue(original, out var constant))
            to._constants[copy] = constant;
    }

    public void CopyMarshalling(IMarshalInfoProvider original, RawBlobs to, IMarshalInfoProvider copy)
    {
        if (_marshalling.TryGetValue(original, out var blob))
            to._marshalling[copy] = blob;
    }

    /// <summary>Puts the blobs where Cecil will write them; before writing.</summary>
    public void Store(ModuleDefinition module)
    {
        foreach (var removed in _constants.Keys.Where(owner => !IsIn(module, owner)).ToList())
            _constants.Remove(removed);
        foreach (var removed in _marshalling.Keys.Where(owner => !IsIn(module, owner)).ToList())
            _marshalling.Remove(removed);
        if (_constants.Count + _marshalling.Count == 0)
            return;

        _carrier = module.AssemblyReferences[0];
        _carrier.Hash = [.. Blobs().SelectMany(Prefixed)];
    }

    /// <summary>Points the owners at their blobs; after writing.</summary>
    public void Restore(byte[] written)
    {
        if (_carrier is null)
            return;

        using var pe = new PEReader(new MemoryStream(written, writable: false));
        var reader = pe.GetMetadataReader();
        var tables = new TableBytes(written, reader, pe.PEHeaders.MetadataStartOffset);
        var carrierRow = (int)_carrier.MetadataToken.RID;
        var hash = tables.LastBlob(TableIndex.AssemblyRef, carrierRow);
        var at = hash + Prefixed(reader.GetBlobBytes(MetadataTokens.BlobHandle(hash))).Length - reader.GetBlobReader(MetadataTokens.BlobHandle(hash)).Length;
        foreach (var pair in _constants)
        {
            tables.SetConstant(ConstantParent(((IMetadataTokenProvider)pair.Key).MetadataToken), (byte)pair.Value.Type, at);
            at += Prefixed(pair.Value.Blob).Length;
        }

        foreach (var pair in _marshalling)
        {
            tables.SetBlobOf(TableIndex.FieldMarshal, MarshalParent(((IMetadataTokenProvider)pair.Key).MetadataToken), at);
            at += Prefixed(pair.Value).Length;
        }

        tables.SetLastBlob(TableIndex.AssemblyRef, carrierRow, 0);
        _carrier.Hash = [];
    }

    private IEnumerable<byte[]> Blobs() => _constants.Values.Select(constant => constant.Blob).Concat(_marshalling.Values);

    private void FindConstants(MetadataReader reader, ModuleDefinition module)
    {
        for (var row = 1; row <= reader.GetTableRowCount(TableIndex.Constant); row++)
        {
            var constant = reader.GetConstant(MetadataTokens.ConstantHandle(row));
            var isLost = constant.TypeCode == ConstantTypeCode.String
                ? !IsValidUtf16(reader.GetBlobBytes(constant.Value))
                : constant.TypeCode != ConstantTypeCode.NullReference && constant.Parent.Kind == HandleKind.Parameter && IsInGeneric(reader, MethodOf(reader, (ParameterHandle)constant.Parent));
            if (!isLost)
                continue;

            var owner = (IConstantProvider)Owner(reader, module, constant.Parent);
            if (constant.TypeCode == ConstantTypeCode.String || owner is ParameterDefinition { ParameterType.ContainsGenericParameter: true })
                _constants[owner] = new(constant.TypeCode, reader.GetBlobBytes(constant.Value));
        }
    }

    private static bool IsInGeneric(MetadataReader reader, MethodDefinitionHandle handle)
    {
        var method = reader.GetMethodDefinition(handle);
        return method.GetGenericParameters().Count > 0 || reader.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters().Count > 0;
    }

    private MethodDefinitionHandle MethodOf(MetadataReader reader, ParameterHandle parameter)
    {
        _methodOf ??= MethodsOfParameters(reader);
        return _methodOf[MetadataTokens.GetRowNumber(parameter)];
    }

    private static MethodDefinitionHandle[] MethodsOfParameters(MetadataReader reader)
    {
        var methods = new MethodDefinitionHandle[reader.GetTableRowCount(TableIndex.Param) + 1];
        foreach (var method in reader.MethodDefinitions)
        {
            foreach (var parameter in reader.GetMethodDefinition(method).GetParameters())
                methods[MetadataTokens.GetRowNumber(parameter)] = method;
        }

        return methods;
    }

    private static bool IsValidUtf16(byte[] blob) =>
        System.Text.Encoding.Unicode.GetBytes(System.Text.Encoding.Unicode.GetString(blob)).SequenceEqual(blob);

    private void FindMarshalling(MetadataReader reader, ModuleDefinition module)
    {
        foreach (var handle in reader.FieldDefinitions)
        {
            var field = reader.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.HasFieldMarshal) != 0)
                AddMarshalling(reader, module, handle, field.GetMarshallingDescriptor());
        }

        for (var row = 1; row <= reader.GetTableRowCount(TableIndex.Param); row++)
        {
            var parameter = reader.GetParameter(MetadataTokens.ParameterHandle(row));
            if ((parameter.Attributes & ParameterAttributes.HasFieldMarshal) != 0)
                AddMarshalling(reader, module, MetadataTokens.ParameterHandle(row), parameter.GetMarshallingDescriptor());
        }
    }

    private void AddMarshalling(MetadataReader reader, ModuleDefinition module, EntityHandle owner, BlobHandle descriptor)
    {
        var blob = reader.GetBlobBytes(descriptor);
        var isLost = blob.Length > 0 && (NativeType)blob[0] switch
        {
            NativeType.SafeArray => blob.Length > 2, // a user-defined type behind the element type
            NativeType.IUnknown or NativeType.IDispatch or NativeType.IntF => blob.Length > 1, // the parameter with the interface's id
            _ => false,
        };
        if (isLost)
            _marshalling[(IMarshalInfoProvider)Owner(reader, module, owner)] = blob;
    }

    private IMetadataTokenProvider Owner(MetadataReader reader, ModuleDefinition module, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.Parameter)
            return handle.Kind == HandleKind.PropertyDefinition ? Property(module, handle) : module.LookupToken(MetadataTokens.GetToken(handle));

        var sequence = reader.GetParameter((ParameterHandle)handle).SequenceNumber;
        var method = (Mono.Cecil.MethodDefinition)module.LookupToken(MetadataTokens.GetToken(MethodOf(reader, (ParameterHandle)handle)));
        return sequence == 0 ? method.MethodReturnType : method.Parameters[sequence - 1];
    }

    private static Mono.Cecil.PropertyDefinition Property(ModuleDefinition module, EntityHandle handle) =>
        module.GetTypes().SelectMany(type => type.Properties).First(property => property.MetadataToken.ToInt32() == MetadataTokens.GetToken(handle));

    /// <summary>The member, or what belongs to it, was not removed from the module.</summary>
    public static bool IsIn(ModuleDefinition module, object owner)
    {
        var type = owner switch
        {
            IMemberDefinition member => member.DeclaringType,
            ParameterDefinition parameter => ((IMemberDefinition)parameter.Method).DeclaringType,
            MethodReturnType result => ((IMemberDefinition)result.Method).DeclaringType,
            _ => throw new NotSupportedException($"A blob of a {owner.GetType().Name}."),
        };
        while (type?.DeclaringType is { } declaring)
            type = declaring;
        return type is not null && module.Types.Contains(type);
    }

    // Coded indexes, ECMA-335 II.24.2.6.
    private static int ConstantParent(MetadataToken token) => (int)(token.RID << 2) | token.TokenType switch
    {
        TokenType.Field => 0,
        TokenType.Param => 1,
        TokenType.Property => 2,
        _ => throw new NotSupportedException($"A constant of a {token.TokenType}."),
    };

    private static int MarshalParent(MetadataToken token) => (int)(token.RID << 1) | token.TokenType switch
    {
        TokenType.Field => 0,
        TokenType.Param => 1,
        _ => throw new NotSupportedException($"Marshalling of a {token.TokenType}."),
    };

    // A blob with its length, ECMA-335 II.24.2.4.
    private static byte[] Prefixed(byte[] blob) => blob.Length switch
    {
        < 0x80 => [(byte)blob.Length, .. blob],
        < 0x4000 => [(byte)(0x80 | (blob.Length >> 8)), (byte)blob.Length, .. blob],
        _ => [(byte)(0xC0 | (blob.Length >> 24)), (byte)(blob.Length >> 16), (byte)(blob.Length >> 8), (byte)blob.Length, .. blob],
    };

    private sealed record RawConstant(ConstantTypeCode Type, byte[] Blob);
}
