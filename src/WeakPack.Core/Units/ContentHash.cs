using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Security.Cryptography;
using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>
/// A hash over what a type is: flags, members, IL, attributes. Tokens count by what they name, so the same source in
/// two packages has the same hash, wherever its types stand in the tables.
/// </summary>
internal sealed class ContentHash
{
    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly SignatureText _signatures;
    private readonly ContentNames _names;
    private readonly StringBuilder _text = new();

    private readonly UseScanner _scanner;
    private readonly byte[] _ownName;
    private readonly bool _isWhole;

    private ContentHash(MetadataImage image, UseScanner scanner, ContentNames names, bool isWhole)
    {
        _image = image;
        _isWhole = isWhole;
        _scanner = scanner;
        _ownName = Encoding.UTF8.GetBytes(image.AssemblyName);
        _reader = image.Reader;
        _names = names;
        _signatures = new SignatureText(image, names.Of);
    }

    /// <summary>SHA-256, in hexadecimal, of a node: a top-level type with its nested types, or a member of the implementation details.</summary>
    /// <param name="graph">The module's types.</param>
    /// <param name="node">The node.</param>
    /// <param name="names">The names of types of the module.</param>
    /// <param name="isWhole">Data of fields and headers of bodies count, too: alike in a file that was written again, but not in a copy that was linked.</param>
    public static string Of(UnitGraph graph, GraphNode node, ContentNames names, bool isWhole)
    {
        var hash = new ContentHash(graph.Image, graph.Scanner, names, isWhole);
        hash.Add(node.Definition);
        using var sha = SHA256.Create();
        return Checksum.Hex(sha.ComputeHash(Encoding.UTF8.GetBytes(hash._text.ToString())));
    }

    private void Add(EntityHandle definition)
    {
        switch (definition.Kind)
        {
            case HandleKind.FieldDefinition:
                AddField(_reader.GetFieldDefinition((FieldDefinitionHandle)definition));
                break;
            case HandleKind.MethodDefinition:
                AddMethod(_reader.GetMethodDefinition((MethodDefinitionHandle)definition));
                break;
            case HandleKind.TypeDefinition:
                foreach (var type in _image.WithNested((TypeDefinitionHandle)definition))
                    AddType(type);
                break;
            default:
                throw new InvalidOperationException($"A {definition.Kind} is no node.");
        }
    }

    private void AddType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        var layout = type.GetLayout();
        Line("type", _names.Of(handle), Flags(type.Attributes), Token(type.BaseType), layout.Size, layout.PackingSize);
        AddGenericParameters(type.GetGenericParameters());
        AddAttributes(type.GetCustomAttributes());
        foreach (var implementation in type.GetInterfaceImplementations().Select(_reader.GetInterfaceImplementation))
        {
            Line("interface", Token(implementation.Interface));
            AddAttributes(implementation.GetCustomAttributes());
        }

        // Their order says nothing (ECMA-335 II.22.27), and in a copy it is another than the compiler's.
        var overrides = type.GetMethodImplementations().Select(_reader.GetMethodImplementation)
            .Select(implementation => Token(implementation.MethodBody) + "|" + Token(implementation.MethodDeclaration));
        foreach (var implementation in overrides.OrderBy(text => text, StringComparer.Ordinal))
            Line("override", implementation);
        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
            AddField(field);
        foreach (var method in type.GetMethods().Select(_reader.GetMethodDefinition))
            AddMethod(method);
        foreach (var property in _image.PropertiesOf(handle).Select(_reader.GetPropertyDefinition))
        {
            Line("property", Name(property.Name), property.Attributes, SignatureText.Of(property.DecodeSignature(_signatures, null)));
            AddAttributes(property.GetCustomAttributes());
        }

        foreach (var happening in _image.EventsOf(handle).Select(_reader.GetEventDefinition))
        {
            Line("event", Name(happening.Name), happening.Attributes, Token(happening.Type));
            AddAttributes(happening.GetCustomAttributes());
        }
    }

    // A copy that was linked is internal and marked as embedded, and else what its origin is.
    private static TypeAttributes Flags(TypeAttributes attributes) => attributes.IsNested() ? attributes : attributes & ~TypeAttributes.VisibilityMask;

    private void AddField(FieldDefinition field)
    {
        Line("field", Name(field.Name), field.Attributes, field.DecodeSignature(_signatures, null), field.GetOffset(), Blob(field.GetMarshallingDescriptor()));
        AddConstant(field.GetDefaultValue());
        AddAttributes(field.GetCustomAttributes());
        if (_isWhole && FieldData.Of(_image, field) is { } data)
            Line("data", Checksum.Of(data));
    }

    private void AddMethod(MethodDefinition method)
    {
        var signature = method.DecodeSignature(_signatures, null);
        Line("method", Name(method.Name), method.Attributes, method.ImplAttributes, SignatureText.Of(signature));
        AddGenericParameters(method.GetGenericParameters());
        AddAttributes(method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters().Select(_reader.GetParameter).Where(SaysSomething))
        {
            Line("parameter", parameter.SequenceNumber, Name(parameter.Name), parameter.Attributes, Blob(parameter.GetMarshallingDescriptor()));
            if (!_isWhole || !IsOfTypeParameter(signature, parameter.SequenceNumber))
                AddConstant(parameter.GetDefaultValue());
            AddAttributes(parameter.GetCustomAttributes());
        }

        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
        {
            var import = method.GetImport();
            Line("import", Name(_reader.GetModuleReference(import.Module).Name), Name(import.Name), import.Attributes);
        }

        if (method.RelativeVirtualAddress != 0)
            AddBody(_image.Pe.GetMethodBody(method.RelativeVirtualAddress));
    }

    // Some compilers write rows for parameters of which there is nothing to say, and Cecil does not.
    private bool SaysSomething(Parameter parameter) =>
        parameter.Attributes != 0 || !parameter.Name.IsNil || !parameter.GetMarshallingDescriptor().IsNil || !parameter.GetDefaultValue().IsNil || parameter.GetCustomAttributes().Count > 0;

    // Cecil writes null for such a text: the default of a lambda's parameter, of which only the compiler of the lambda knows.
    private static bool IsOfTypeParameter(MethodSignature<string> signature, int number) =>
        number > 0 && number <= signature.ParameterTypes.Length && signature.ParameterTypes[number - 1].StartsWith("!", StringComparison.Ordinal);

    private void AddBody(MethodBodyBlock body)
    {
        var il = body.GetILBytes()!;
        if (_isWhole)
            Line("body", body.MaxStack, body.LocalVariablesInitialized);
        if (!body.LocalSignature.IsNil)
            Line("locals", string.Join(",", _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null)));
        foreach (var region in body.ExceptionRegions)
            Line("handler", region.Kind, region.TryOffset, region.TryLength, region.HandlerOffset, region.HandlerLength, region.FilterOffset, Token(region.CatchType));

        var from = 0;
        foreach (var (offset, code, token) in IlTokens.All(body))
        {
            var operand = offset + ((int)code > 0xFF ? 2 : 1);
            Line("il", Convert.ToBase64String(il, from, operand - from), Operand(code, token));
            from = operand + 4;
        }

        Line("il", Convert.ToBase64String(il, from, il.Length - from));
    }

    private string Operand(ILOpCode code, int token) =>
        code == ILOpCode.Ldstr ? _reader.GetUserString(MetadataTokens.UserStringHandle(token & 0x00FFFFFF)) : Token(MetadataTokens.EntityHandle(token));

    private void AddGenericParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_reader.GetGenericParameter))
        {
            Line("generic", parameter.Index, parameter.Attributes);
            AddAttributes(parameter.GetCustomAttributes());
            foreach (var constraint in parameter.GetConstraints().Select(_reader.GetGenericParameterConstraint))
                Line("constraint", Token(constraint.Type));
        }
    }

    // Their order says nothing, and whoever writes the file sorts them by owner alone.
    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        var lines = new List<string>();
        foreach (var handle in attributes)
        {
            var name = ContentNames.WithoutSuffix(_image.AttributeName(handle));
            if (name is not (MarkReader.WeakAttribute or MarkReader.DenyAttribute or CompilerGenerated.EmbeddedAttribute))
                lines.Add(name + "|" + Convert.ToBase64String(AttributeValue(_reader.GetCustomAttribute(handle))));
        }

        lines.Sort(StringComparer.Ordinal);
        foreach (var line in lines)
            Line("attribute", line);
    }

    // A string that names a type of the package itself names in a copy the consumer instead.
    private byte[] AttributeValue(CustomAttribute attribute)
    {
        var blob = _reader.GetBlobBytes(attribute.Value);
        return blob.AsSpan().IndexOf(_ownName) < 0 ? blob : AttributeBlob.Map(blob, _scanner.Texts(attribute), WithoutOwnName);
    }

    private string WithoutOwnName(TextInBlob text)
    {
        if (text.IsTypeName || SerializedTypeName.TryParseQualified(text.Text) is not { } parsed)
            return text.Text;
        foreach (var name in parsed.All().Where(name => string.Equals(name.AssemblySimpleName, _image.AssemblyName, StringComparison.OrdinalIgnoreCase)))
            name.Assembly = "own";
        return parsed.ToString();
    }

    private void AddConstant(ConstantHandle handle)
    {
        if (!handle.IsNil)
            Line("constant", _reader.GetConstant(handle).TypeCode, Blob(_reader.GetConstant(handle).Value));
    }

    private string Token(EntityHandle token)
    {
        if (token.IsNil)
            return "";

        switch (token.Kind)
        {
            case HandleKind.TypeDefinition:
                return _names.Of((TypeDefinitionHandle)token);
            case HandleKind.TypeReference:
                return _image.TypeName(token);
            case HandleKind.TypeSpecification:
                return _reader.GetTypeSpecification((TypeSpecificationHandle)token).DecodeSignature(_signatures, null);
            case HandleKind.MethodDefinition:
                var method = _reader.GetMethodDefinition((MethodDefinitionHandle)token);
                return _names.Describe(token) + SignatureText.Of(method.DecodeSignature(_signatures, null));
            case HandleKind.FieldDefinition:
                return _names.Describe(token); // of implementation details: the name is a hash of the data
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)token);
                return Token(member.Parent) + "." + Name(member.Name) + (member.GetKind() == MemberReferenceKind.Field
                    ? member.DecodeFieldSignature(_signatures, null)
                    : SignatureText.Of(member.DecodeMethodSignature(_signatures, null)));
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)token);
                return Token(specification.Method) + "<" + string.Join(",", specification.DecodeSignature(_signatures, null)) + ">";
            case HandleKind.StandaloneSignature:
                return SignatureText.Of(_reader.GetStandaloneSignature((StandaloneSignatureHandle)token).DecodeMethodSignature(_signatures, null));
            default:
                throw new BadImageFormatException($"A {token.Kind} in code.");
        }
    }

    private string Name(StringHandle handle) => _reader.GetString(handle);

    private string Blob(BlobHandle handle) => handle.IsNil ? "" : Convert.ToBase64String(_reader.GetBlobBytes(handle));

    private void Line(string what, params object[] parts) =>
        _text.Append(what).Append(' ').Append(string.Join("|", parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)))).Append('\n');
}
