using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
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
    private readonly ContentText _text = new();
    private readonly Dictionary<int, string> _tokens = []; // what tokens are in the text, and below signatures by their place in the heap,
    private readonly Dictionary<int, string> _known = []; // as far as the names in them are final

    private readonly UseScanner _scanner;
    private readonly byte[] _ownName;
    private readonly bool _isWhole;

    /// <param name="graph">The module's types.</param>
    /// <param name="isWhole">Headers of bodies count, too: alike in a file that was written again, but not in a copy that was linked.</param>
    public ContentHash(UnitGraph graph, bool isWhole)
    {
        _image = graph.Image;
        _isWhole = isWhole;
        _scanner = graph.Scanner;
        _ownName = Encoding.UTF8.GetBytes(_image.AssemblyName);
        _reader = _image.Reader;
        _names = new ContentNames(graph, this);
        _signatures = new SignatureText(_image, _names.Of);
    }

    /// <summary>The names with which types count in content.</summary>
    public ContentNames Names => _names;

    /// <summary>SHA-256, in hexadecimal, of a node: a top-level type with its nested types, or a member of the implementation details.</summary>
    public string Of(GraphNode node)
    {
        var start = _text.Length;
        Add(node.Definition);
        return _text.CutHash(start);
    }

    /// <summary>SHA-256 of the data that a member of the implementation details is there for, and mostly named after; empty when it has none.</summary>
    public string DataOf(GraphNode member) =>
        member.Definition.Kind == HandleKind.FieldDefinition && FieldData.Of(_image, _reader.GetFieldDefinition((FieldDefinitionHandle)member.Definition)) is { } data
            ? Checksum.Of(data)
            : "";

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
        _text.Line("type").Part(_names.Of(handle)).Part(Flags(type.Attributes)).Part(Token(type.BaseType)).Part(layout.Size).Part(layout.PackingSize).End();
        AddGenericParameters(type.GetGenericParameters());
        AddAttributes(type.GetCustomAttributes());
        foreach (var row in type.GetInterfaceImplementations())
        {
            var implementation = _reader.GetInterfaceImplementation(row);
            _text.Line("interface").Part(Token(implementation.Interface)).End();
            AddAttributes(implementation.GetCustomAttributes());
        }

        // Their order says nothing (ECMA-335 II.22.27), and in a copy it is another than the compiler's.
        var overrides = new List<string>();
        foreach (var row in type.GetMethodImplementations())
        {
            var implementation = _reader.GetMethodImplementation(row);
            overrides.Add(Token(implementation.MethodBody) + "|" + Token(implementation.MethodDeclaration));
        }

        overrides.Sort(StringComparer.Ordinal);
        foreach (var implementation in overrides)
            _text.Line("override").Part(implementation).End();
        foreach (var row in type.GetFields())
            AddField(_reader.GetFieldDefinition(row));
        foreach (var row in type.GetMethods())
            AddMethod(_reader.GetMethodDefinition(row));
        foreach (var row in _image.PropertiesOf(handle))
        {
            var property = _reader.GetPropertyDefinition(row);
            _text.Line("property").Part(Name(property.Name)).Part(property.Attributes).Part(Signature(property.Signature)).End();
            AddAttributes(property.GetCustomAttributes());
        }

        foreach (var row in _image.EventsOf(handle))
        {
            var happening = _reader.GetEventDefinition(row);
            _text.Line("event").Part(Name(happening.Name)).Part(happening.Attributes).Part(Token(happening.Type)).End();
            AddAttributes(happening.GetCustomAttributes());
        }
    }

    // A copy that was linked is internal and marked as embedded, and else what its origin is.
    private static TypeAttributes Flags(TypeAttributes attributes) => attributes.IsNested() ? attributes : attributes & ~TypeAttributes.VisibilityMask;

    private void AddField(FieldDefinition field)
    {
        _text.Line("field").Part(Name(field.Name)).Part(field.Attributes).Part(Signature(field.Signature)).Part(field.GetOffset()).Part(Blob(field.GetMarshallingDescriptor())).End();
        AddConstant(field.GetDefaultValue());
        AddAttributes(field.GetCustomAttributes());
        if (FieldData.Of(_image, field) is { } data)
            _text.Line("data").Part(Checksum.Of(data)).End();
    }

    private void AddMethod(MethodDefinition method)
    {
        _text.Line("method").Part(Name(method.Name)).Part(method.Attributes).Part(method.ImplAttributes).Part(Signature(method.Signature)).End();
        AddGenericParameters(method.GetGenericParameters());
        AddAttributes(method.GetCustomAttributes());
        foreach (var row in method.GetParameters())
        {
            var parameter = _reader.GetParameter(row);
            if (!SaysSomething(parameter))
                continue;
            _text.Line("parameter").Part(parameter.SequenceNumber).Part(Name(parameter.Name)).Part(parameter.Attributes).Part(Blob(parameter.GetMarshallingDescriptor())).End();
            if (!parameter.GetDefaultValue().IsNil && (!_isWhole || !IsOfTypeParameter(method.DecodeSignature(_signatures, null), parameter.SequenceNumber)))
                AddConstant(parameter.GetDefaultValue());
            AddAttributes(parameter.GetCustomAttributes());
        }

        if ((method.Attributes & MethodAttributes.PinvokeImpl) != 0)
        {
            var import = method.GetImport();
            _text.Line("import").Part(Name(_reader.GetModuleReference(import.Module).Name)).Part(Name(import.Name)).Part(import.Attributes).End();
            if (!_isWhole && DllSearchPaths.Of(_image, method) is { } paths) // a copy has its own where the origin has its assembly's
                _text.Line("paths").Part(Blob(_reader.GetCustomAttribute(paths).Value)).End();
        }

        if (method.RelativeVirtualAddress != 0)
            AddBody(_image.Pe.GetMethodBody(method.RelativeVirtualAddress));
    }

    // Some compilers write rows for parameters of which there is nothing to say, and Cecil does not.
    private static bool SaysSomething(Parameter parameter) =>
        parameter.Attributes != 0 || !parameter.Name.IsNil || !parameter.GetMarshallingDescriptor().IsNil || !parameter.GetDefaultValue().IsNil || parameter.GetCustomAttributes().Count > 0;

    // Cecil writes null for such a text: the default of a lambda's parameter, of which only the compiler of the lambda knows.
    private static bool IsOfTypeParameter(MethodSignature<string> signature, int number) =>
        number > 0 && number <= signature.ParameterTypes.Length && signature.ParameterTypes[number - 1].StartsWith("!", StringComparison.Ordinal);

    private void AddBody(MethodBodyBlock body)
    {
        var il = body.GetILBytes()!;
        if (_isWhole)
            _text.Line("body").Part(body.MaxStack).Part(body.LocalVariablesInitialized).End();
        if (!body.LocalSignature.IsNil)
            _text.Line("locals").Part(string.Join(",", _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null))).End();
        foreach (var region in body.ExceptionRegions)
        {
            _text.Line("handler").Part(region.Kind).Part(region.TryOffset).Part(region.TryLength).Part(region.HandlerOffset).Part(region.HandlerLength)
                .Part(region.FilterOffset).Part(Token(region.CatchType)).End();
        }

        var from = 0;
        foreach (var (offset, code, token) in IlTokens.All(body))
        {
            var operand = offset + ((int)code > 0xFF ? 2 : 1);
            _text.Line("il").Part(il, from, operand - from).Part(Operand(code, token)).End();
            from = operand + 4;
        }

        _text.Line("il").Part(il, from, il.Length - from).End();
    }

    private string Operand(ILOpCode code, int token) =>
        code == ILOpCode.Ldstr ? _reader.GetUserString(MetadataTokens.UserStringHandle(token & 0x00FFFFFF)) : Token(MetadataTokens.EntityHandle(token));

    private void AddGenericParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var row in parameters)
        {
            var parameter = _reader.GetGenericParameter(row);
            _text.Line("generic").Part(parameter.Index).Part(parameter.Attributes).End();
            AddAttributes(parameter.GetCustomAttributes());
            foreach (var constraint in parameter.GetConstraints())
                _text.Line("constraint").Part(Token(_reader.GetGenericParameterConstraint(constraint).Type)).End();
        }
    }

    // Their order says nothing, and whoever writes the file sorts them by owner alone.
    private void AddAttributes(CustomAttributeHandleCollection attributes)
    {
        if (attributes.Count == 0)
            return;
        var lines = new List<string>();
        foreach (var handle in attributes)
        {
            var name = ContentNames.WithoutSuffix(_image.AttributeName(handle));
            if (name is not (MarkReader.WeakAttribute or MarkReader.DenyAttribute or CompilerGenerated.EmbeddedAttribute) && (_isWhole || name != DllSearchPaths.AttributeName))
                lines.Add(name + "|" + Convert.ToBase64String(AttributeValue(_reader.GetCustomAttribute(handle))));
        }

        lines.Sort(StringComparer.Ordinal);
        foreach (var line in lines)
            _text.Line("attribute").Part(line).End();
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
            _text.Line("constant").Part(_reader.GetConstant(handle).TypeCode).Part(Blob(_reader.GetConstant(handle).Value)).End();
    }

    private string Token(EntityHandle token)
    {
        if (token.IsNil)
            return "";
        if (_names.AreFinal && _tokens.TryGetValue(MetadataTokens.GetToken(token), out var known))
            return known;

        var text = TokenAnew(token);
        if (_names.AreFinal)
            _tokens[MetadataTokens.GetToken(token)] = text;
        return text;
    }

    private string TokenAnew(EntityHandle token)
    {
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
                return _names.Describe(token) + Signature(method.Signature);
            case HandleKind.FieldDefinition:
                return _names.Describe(token); // the data of one of the implementation details is in the content that travels with it
            case HandleKind.MemberReference:
                var member = _reader.GetMemberReference((MemberReferenceHandle)token);
                return Token(member.Parent) + "." + Name(member.Name) + Signature(member.Signature);
            case HandleKind.MethodSpecification:
                var specification = _reader.GetMethodSpecification((MethodSpecificationHandle)token);
                return Token(specification.Method) + "<" + string.Join(",", specification.DecodeSignature(_signatures, null)) + ">";
            case HandleKind.StandaloneSignature:
                return Signature(_reader.GetStandaloneSignature((StandaloneSignatureHandle)token).Signature);
            default:
                throw new BadImageFormatException($"A {token.Kind} in code.");
        }
    }

    // Of a field, method or property.
    private string Signature(BlobHandle signature)
    {
        var place = MetadataTokens.GetHeapOffset(signature);
        if (_names.AreFinal && _known.TryGetValue(place, out var known))
            return known;

        var blob = _reader.GetBlobReader(signature);
        var decoder = new SignatureDecoder<string, object?>(_signatures, _reader, genericContext: null);
        var text = _reader.GetBlobReader(signature).ReadSignatureHeader().Kind == SignatureKind.Field
            ? decoder.DecodeFieldSignature(ref blob)
            : SignatureText.Of(decoder.DecodeMethodSignature(ref blob));
        if (_names.AreFinal)
            _known[place] = text;
        return text;
    }

    private string Name(StringHandle handle) => _reader.GetString(handle);

    private string Blob(BlobHandle handle) => handle.IsNil ? "" : Convert.ToBase64String(_reader.GetBlobBytes(handle));
}
