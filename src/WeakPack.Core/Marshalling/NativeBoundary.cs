using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Marshalling;

/// <summary>Finds where code meets native code in a way that depends on whether its assembly disables runtime marshalling.</summary>
/// <remarks>
/// Calls into native libraries and through pointers, methods that native code calls, and delegates that metadata or code shows to be
/// handed to native code. COM is not among them: to it the attribute means nothing.
/// </remarks>
internal sealed class NativeBoundary(MetadataImage image, ReferenceSet references)
{
    private const string Interop = "System.Runtime.InteropServices.";

    private readonly MetadataReader _reader = image.Reader;
    private readonly NativeTypes _outward = new(image, references);
    private readonly NativeTypes _inward = new(image, references) { RefusesConversion = true };

    /// <summary>Types whose assembly it is; a delegate of another one is none of this assembly's, whoever hands it over.</summary>
    public Predicate<TypeDefinitionHandle> IsInside { get; init; } = _ => true;

    /// <summary>A method meets native code so: itself, or in its body.</summary>
    public bool Depends(MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
            return ImportDepends(method);
        if (_reader.StringComparer.Equals(method.Name, "Invoke") && FunctionPointerAttribute(method.GetDeclaringType()) is { } attribute)
            return SetsLastError(attribute) || Depends(method, _outward, IsUnicode(attribute));
        if (image.HasAttribute(method.GetCustomAttributes(), Interop + "UnmanagedCallersOnlyAttribute") && Depends(method, _inward, isUnicode: false))
            return true;
        return method.RelativeVirtualAddress != 0 && CodeDepends(image.Pe.GetMethodBody(method.RelativeVirtualAddress));
    }

    private bool ImportDepends(MethodDefinition method)
    {
        var import = method.GetImport().Attributes;
        return (import & MethodImportAttributes.SetLastError) != 0
            || (method.ImplAttributes & MethodImplAttributes.PreserveSig) == 0
            || image.HasAttribute(method.GetCustomAttributes(), Interop + "LCIDConversionAttribute")
            || Depends(method, _outward, (import & MethodImportAttributes.CharSetMask) == MethodImportAttributes.CharSetUnicode);
    }

    private bool CodeDepends(MethodBodyBlock body)
    {
        foreach (var (_, code, token) in IlTokens.Of(body))
        {
            if (code == ILOpCode.Calli ? CallDepends((StandaloneSignatureHandle)token) : token.Kind == HandleKind.MethodSpecification && HandedOverDepends((MethodSpecificationHandle)token))
                return true;
        }

        return false;
    }

    private bool CallDepends(StandaloneSignatureHandle handle)
    {
        var signature = _reader.GetStandaloneSignature(handle).DecodeMethodSignature(_outward, []);
        return signature.Header.CallingConvention is not (SignatureCallingConvention.Default or SignatureCallingConvention.VarArgs) && Depends(signature, _outward);
    }

    // Marshal.GetFunctionPointerForDelegate<T> and Marshal.GetDelegateForFunctionPointer<T>.
    private bool HandedOverDepends(MethodSpecificationHandle handle)
    {
        var specification = _reader.GetMethodSpecification(handle);
        if (specification.Method.Kind != HandleKind.MemberReference)
            return false;
        var method = _reader.GetMemberReference((MemberReferenceHandle)specification.Method);
        if (!_reader.StringComparer.Equals(method.Name, "GetFunctionPointerForDelegate") && !_reader.StringComparer.Equals(method.Name, "GetDelegateForFunctionPointer"))
            return false;
        return image.TypeName(method.Parent) == Interop + "Marshal"
            && TypeTokens.In(_reader, specification.Signature) is { Length: 1 } arguments && arguments[0].Kind == HandleKind.TypeDefinition
            && (TypeDefinitionHandle)arguments[0] is var type && IsInside(type)
            && FunctionPointerAttribute(type) is null // which is told of by itself
            && InvokeOf(type) is { } invoke && Depends(invoke, _outward, isUnicode: false);
    }

    private MethodDefinition? InvokeOf(TypeDefinitionHandle type)
    {
        foreach (var handle in _reader.GetTypeDefinition(type).GetMethods())
        {
            var method = _reader.GetMethodDefinition(handle);
            if (_reader.StringComparer.Equals(method.Name, "Invoke"))
                return method;
        }

        return null;
    }

    private bool Depends(MethodDefinition method, NativeTypes types, bool isUnicode)
    {
        var descriptors = new Dictionary<int, BlobHandle>();
        foreach (var handle in method.GetParameters())
        {
            var parameter = _reader.GetParameter(handle);
            descriptors[parameter.SequenceNumber] = parameter.GetMarshallingDescriptor();
        }

        return Depends(method.DecodeSignature(types, []), types, descriptors, isUnicode);
    }

    private static bool Depends(MethodSignature<NativeType> signature, NativeTypes types, Dictionary<int, BlobHandle>? descriptors = null, bool isUnicode = false)
    {
        if (signature.Header.CallingConvention == SignatureCallingConvention.VarArgs || IsPassedOtherwise(signature.ReturnType, 0))
            return true;
        for (var i = 0; i < signature.ParameterTypes.Length; i++)
        {
            if (IsPassedOtherwise(signature.ParameterTypes[i], i + 1))
                return true;
        }

        return false;

        bool IsPassedOtherwise(NativeType type, int sequence) =>
            types.Depends(type, descriptors is not null && descriptors.TryGetValue(sequence, out var descriptor) ? descriptor : default, isUnicode);
    }

    private CustomAttribute? FunctionPointerAttribute(TypeDefinitionHandle type)
    {
        foreach (var handle in _reader.GetTypeDefinition(type).GetCustomAttributes())
        {
            if (image.AttributeName(handle) == Interop + "UnmanagedFunctionPointerAttribute")
                return _reader.GetCustomAttribute(handle);
        }

        return null;
    }

    private bool SetsLastError(CustomAttribute attribute) => Named(attribute, "SetLastError") == 1;

    private bool IsUnicode(CustomAttribute attribute) => Named(attribute, "CharSet") == (int)System.Runtime.InteropServices.CharSet.Unicode;

    // The constructor takes an enum, and all that can be named behind it is a flag or one more enum.
    private int Named(CustomAttribute attribute, string wanted)
    {
        var blob = _reader.GetBlobReader(attribute.Value);
        blob.ReadUInt16(); // the prolog
        blob.ReadInt32(); // the calling convention
        for (var left = blob.ReadUInt16(); left > 0; left--)
        {
            blob.ReadByte(); // a field or a property
            var isFlag = blob.ReadSerializationTypeCode() == SerializationTypeCode.Boolean;
            if (!isFlag)
                blob.ReadSerializedString(); // the enum's name
            var name = blob.ReadSerializedString();
            var value = isFlag ? blob.ReadByte() : blob.ReadInt32();
            if (name == wanted)
                return value;
        }

        return 0;
    }
}
