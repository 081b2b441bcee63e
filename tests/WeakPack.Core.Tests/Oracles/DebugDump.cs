using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>The debug data of a type in text: what a debugger and a stack trace show of it. Of a type without any: nothing.</summary>
internal sealed class DebugDump : IDisposable
{
    private static readonly Guid s_asyncStepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly PEReader _pe;
    private readonly MetadataReader _metadata;
    private readonly MetadataReaderProvider? _provider;
    private readonly MetadataReader? _pdb;
    private readonly MetadataNames _names;
    private readonly StringBuilder _text = new();

    public DebugDump(AssemblyImage image)
    {
        _pe = new PEReader(new MemoryStream(image.Bytes));
        _metadata = _pe.GetMetadataReader();
        _names = new MetadataNames(_pe, _metadata, EnumTypes.OfFramework);
        _provider = image.Symbols is { } symbols && symbols.AsSpan().StartsWith("BSJB"u8) // else a Windows PDB, which nobody copies
            ? MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols))
            : _pe.ReadDebugDirectory().Where(d => d.Type == DebugDirectoryEntryType.EmbeddedPortablePdb).Select(_pe.ReadEmbeddedPortablePdbDebugDirectoryData).FirstOrDefault();
        _pdb = _provider?.GetMetadataReader();
    }

    public bool HasSymbols => _pdb is not null;

    public static string OfType(AssemblyImage image, string fullName)
    {
        using var dump = new DebugDump(image);
        return dump.OfType(fullName);
    }

    /// <summary>The dump of a top-level type, under the name that it has in the image or had before it was renamed.</summary>
    public string OfType(string fullName)
    {
        _text.Clear();
        if (_pdb is null)
            return "";
        var top = _metadata.TypeDefinitions.Where(h => !_metadata.GetTypeDefinition(h).IsNested).ToArray();
        var handle = top.FirstOrDefault(h => _names.RawName(h) == fullName);
        if (handle.IsNil)
            handle = top.First(h => _names.Name(h) == fullName);
        Type(handle);
        return _text.ToString();
    }

    public void Dispose()
    {
        _provider?.Dispose();
        _pe.Dispose();
    }

    private void Type(TypeDefinitionHandle handle)
    {
        Line($"type {_names.Name(handle)}");
        CustomInformation(handle, "");
        var type = _metadata.GetTypeDefinition(handle);
        foreach (var method in type.GetMethods())
            Method(method);
        foreach (var nested in type.GetNestedTypes())
            Type(nested);
    }

    private void Method(MethodDefinitionHandle handle)
    {
        var information = _pdb!.GetMethodDebugInformation(handle);
        Line($"method {_names.Method(handle)}");
        if (!information.LocalSignature.IsNil)
            Line("  " + (information.LocalSignature == BodyOf(handle).LocalSignature ? "with the locals of its body" : "WITH OTHER LOCALS THAN ITS BODY"));
        if (information.GetStateMachineKickoffMethod() is { IsNil: false } kickOff)
            Line($"  kick-off {_names.Method(kickOff)}");
        var document = "";
        if (!information.SequencePointsBlob.IsNil)
        {
            foreach (var point in information.GetSequencePoints())
            {
                var current = Document(point.Document);
                if (current != document)
                    Line("  document " + (document = current));
                Line(point.IsHidden
                    ? string.Create(CultureInfo.InvariantCulture, $"  {point.Offset:x4} hidden")
                    : string.Create(CultureInfo.InvariantCulture, $"  {point.Offset:x4} {point.StartLine},{point.StartColumn} - {point.EndLine},{point.EndColumn}"));
            }
        }

        foreach (var scope in _pdb.GetLocalScopes(handle).Select(_pdb.GetLocalScope))
            Scope(scope);
        CustomInformation(handle, "  ");
    }

    private void Scope(LocalScope scope)
    {
        Line(string.Create(CultureInfo.InvariantCulture, $"  scope {scope.StartOffset:x4}+{scope.Length:x4} imports {Imports(scope.ImportScope)}"));
        foreach (var handle in scope.GetLocalVariables())
        {
            var variable = _pdb!.GetLocalVariable(handle);
            Line($"    local {variable.Index} {_pdb.GetString(variable.Name)} [{variable.Attributes}]");
            CustomInformation(handle, "      ");
        }

        foreach (var handle in scope.GetLocalConstants())
        {
            var constant = _pdb!.GetLocalConstant(handle);
            Line($"    constant {_pdb.GetString(constant.Name)} {Constant(_pdb.GetBlobReader(constant.Signature))}");
            CustomInformation(handle, "      ");
        }
    }

    private string Imports(ImportScopeHandle handle)
    {
        if (handle.IsNil)
            return "none";
        var scope = _pdb!.GetImportScope(handle);
        return $"[{string.Join(", ", scope.GetImports().Select(Import))}] in {Imports(scope.Parent)}";
    }

    private string Import(ImportDefinition import) => import.Kind switch
    {
        ImportDefinitionKind.ImportNamespace => Text(import.TargetNamespace),
        ImportDefinitionKind.ImportAssemblyNamespace => $"{Assembly(import.TargetAssembly)}:{Text(import.TargetNamespace)}",
        ImportDefinitionKind.ImportType => "static " + _names.Type(import.TargetType),
        ImportDefinitionKind.AliasNamespace => $"{Text(import.Alias)} = {Text(import.TargetNamespace)}",
        ImportDefinitionKind.AliasAssemblyNamespace => $"{Text(import.Alias)} = {Assembly(import.TargetAssembly)}:{Text(import.TargetNamespace)}",
        ImportDefinitionKind.AliasType => $"{Text(import.Alias)} = {_names.Type(import.TargetType)}",
        ImportDefinitionKind.AliasAssemblyReference => $"extern {Text(import.Alias)} = {Assembly(import.TargetAssembly)}",
        ImportDefinitionKind.ImportAssemblyReferenceAlias => $"extern {Text(import.Alias)}",
        ImportDefinitionKind.ImportXmlNamespace => $"xml {Text(import.TargetNamespace)}",
        _ => throw new BadImageFormatException($"Unknown kind of import: {import.Kind}"),
    };

    private string Assembly(AssemblyReferenceHandle handle) => _metadata.GetString(_metadata.GetAssemblyReference(handle).Name);

    private string Text(BlobHandle handle) => handle.IsNil ? "" : Encoding.UTF8.GetString(_pdb!.GetBlobBytes(handle));

    /// <summary>The type and the value of a constant (Portable PDB, LocalConstantSig).</summary>
    private string Constant(BlobReader signature)
    {
        var text = "";
        var code = signature.ReadSignatureTypeCode();
        while (code is SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier)
        {
            text += $"{code} {_names.Type(signature.ReadTypeHandle())} ";
            code = signature.ReadSignatureTypeCode();
        }

        text += code;
        var size = code switch
        {
            SignatureTypeCode.Boolean or SignatureTypeCode.SByte or SignatureTypeCode.Byte => 1,
            SignatureTypeCode.Char or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16 => 2,
            SignatureTypeCode.Int32 or SignatureTypeCode.UInt32 or SignatureTypeCode.Single => 4,
            SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 or SignatureTypeCode.Double => 8,
            _ => -1,
        };
        if (size > 0)
        {
            text += " " + Convert.ToHexString(signature.ReadBytes(size));
            return signature.RemainingBytes == 0 ? text : $"{text} of {_names.Type(signature.ReadTypeHandle())}";
        }

        if (code == SignatureTypeCode.TypeHandle)
            text += " " + _names.Type(signature.ReadTypeHandle());
        else if (code is not (SignatureTypeCode.String or SignatureTypeCode.Object))
            throw new BadImageFormatException($"Unknown type of a constant: {code}");
        return $"{text} {Convert.ToHexString(signature.ReadBytes(signature.RemainingBytes))}";
    }

    private string Document(DocumentHandle handle)
    {
        var document = _pdb!.GetDocument(handle);
        var sources = _pdb.GetCustomDebugInformation(handle).Select(_pdb.GetCustomDebugInformation).Where(i => _pdb.GetGuid(i.Kind) == s_embeddedSource);
        var source = sources.Sum(information => _pdb.GetBlobBytes(information.Value).Length);
        return $"{_pdb.GetString(document.Name)} {_pdb.GetGuid(document.Language)} {_pdb.GetGuid(document.HashAlgorithm)} {Convert.ToHexString(_pdb.GetBlobBytes(document.Hash))}{(source > 0 ? $" with its source in {source} bytes" : "")}";
    }

    private void CustomInformation(EntityHandle parent, string indent)
    {
        var lines =
            from information in _pdb!.GetCustomDebugInformation(parent).Select(_pdb.GetCustomDebugInformation)
            let kind = _pdb.GetGuid(information.Kind)
            select kind == s_asyncStepping ? "async " + AsyncStepping(_pdb.GetBlobReader(information.Value))
                : kind == s_typeDocuments ? "in " + string.Join(", ", Documents(_pdb.GetBlobReader(information.Value)))
                : $"{kind} {Convert.ToHexString(_pdb.GetBlobBytes(information.Value))}";
        foreach (var line in lines.Order(StringComparer.Ordinal))
            Line(indent + line);
    }

    private MethodBodyBlock BodyOf(MethodDefinitionHandle handle) => _pe.GetMethodBody(_metadata.GetMethodDefinition(handle).RelativeVirtualAddress);

    private List<string> Documents(BlobReader blob)
    {
        var documents = new List<string>();
        while (blob.RemainingBytes > 0)
            documents.Add(Document(MetadataTokens.DocumentHandle(blob.ReadCompressedInteger())));
        return documents;
    }

    private string AsyncStepping(BlobReader blob)
    {
        var text = new StringBuilder(blob.ReadUInt32().ToString("x", CultureInfo.InvariantCulture));
        while (blob.RemainingBytes > 0)
        {
            var (yield, resume) = (blob.ReadUInt32(), blob.ReadUInt32());
            var method = MetadataTokens.MethodDefinitionHandle(blob.ReadCompressedInteger());
            text.Append(CultureInfo.InvariantCulture, $"; {yield:x4} {resume:x4} {_names.Method(method)}");
        }

        return text.ToString();
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
