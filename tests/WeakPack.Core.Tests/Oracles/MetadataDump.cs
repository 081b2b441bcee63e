using System.Globalization;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>What a dump leaves out, because linking means to change it.</summary>
[Flags]
internal enum DumpOptions
{
    None = 0,

    /// <summary>A copy is internal where its origin is public. What is nested in it stays as it is.</summary>
    IgnoreTopLevelVisibility = 1,

    /// <summary>Linking adds [Embedded] and strips the marks.</summary>
    IgnoreLinkAttributes = 2,

    /// <summary>The bodies of a reference stub.</summary>
    IgnoreBodies = 4,

    /// <summary>What a copy may differ in.</summary>
    Copy = IgnoreTopLevelVisibility | IgnoreLinkAttributes,
}

/// <summary>A type in text: everything that ECMA-335 knows of it, so that an original and its copy are equal as text.</summary>
/// <remarks>
/// Independent of the library that copies. Types are named without their scope, and as they were named before a copy was
/// renamed; whatever form is not known throws.
/// </remarks>
internal sealed class MetadataDump : IDisposable
{
    private readonly PEReader _pe;
    private readonly MetadataReader _metadata;
    private readonly DumpOptions _options;
    private readonly MetadataNames _names;
    private readonly StringBuilder _text = new();
    private int _indent;

    public MetadataDump(byte[] image, DumpOptions options = DumpOptions.None, EnumTypes? enums = null)
    {
        _pe = new PEReader(new MemoryStream(image));
        _metadata = _pe.GetMetadataReader();
        _options = options;
        _names = new MetadataNames(_pe, _metadata, enums ?? EnumTypes.OfFramework);
    }

    /// <summary>Names of the top-level types as they are in the image, without &lt;Module&gt;.</summary>
    public IReadOnlyList<string> Types =>
        [.. TopLevel.Where(t => t.Name != "<Module>").Select(t => t.Name)];

    private IEnumerable<(string Name, TypeDefinitionHandle Handle)> TopLevel =>
        from handle in _metadata.TypeDefinitions
        where !_metadata.GetTypeDefinition(handle).IsNested
        select (_names.RawName(handle), handle);

    /// <summary>The dump of one top-level type, with the types that are nested in it.</summary>
    public static string OfType(byte[] image, string fullName, DumpOptions options = DumpOptions.None, EnumTypes? enums = null)
    {
        using var dump = new MetadataDump(image, options, enums);
        return dump.OfType(fullName);
    }

    /// <summary>The dump of one top-level type; its name is as in the image, or as it was before a copy was renamed.</summary>
    public string OfType(string fullName)
    {
        var handle = TopLevel.Where(t => t.Name == fullName).Select(t => t.Handle).FirstOrDefault();
        if (handle.IsNil)
            handle = TopLevel.Where(t => MetadataNames.WithoutSuffix(t.Name) == fullName).Select(t => t.Handle).FirstOrDefault();
        if (handle.IsNil)
            throw new AssertFailedException($"There is no type {fullName}. There are: {string.Join(", ", Types)}");

        _text.Clear();
        Type(handle);
        return _text.ToString();
    }

    /// <summary>What the module and the assembly say of themselves: attributes, security, resources.</summary>
    public string OfAssembly()
    {
        _text.Clear();
        if (_metadata.IsAssembly)
        {
            var assembly = _metadata.GetAssemblyDefinition();
            Line($"assembly {_metadata.GetString(assembly.Name)} {assembly.Version} {assembly.Flags} {assembly.HashAlgorithm} {_metadata.GetString(assembly.Culture)}");
            Nested(() =>
            {
                Attributes(assembly.GetCustomAttributes());
                Security(assembly.GetDeclarativeSecurityAttributes());
            });
        }

        Line("module");
        Nested(() => Attributes(_metadata.GetModuleDefinition().GetCustomAttributes()));
        return _text.ToString();
    }

    public void Dispose() => _pe.Dispose();

    private void Type(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var attributes = type.Attributes;
        if (!type.IsNested && _options.HasFlag(DumpOptions.IgnoreTopLevelVisibility))
            attributes &= ~TypeAttributes.VisibilityMask;

        var layout = type.GetLayout();
        Line($"type {_names.Name(handle)} [{Hex((int)attributes)}]{(layout.IsDefault ? "" : $" pack {layout.PackingSize} size {layout.Size}")}");
        Nested(() =>
        {
            Attributes(type.GetCustomAttributes());
            Security(type.GetDeclarativeSecurityAttributes());
            GenericParameters(type.GetGenericParameters());
            if (!type.BaseType.IsNil)
                Line($"extends {_names.Type(type.BaseType)}");
            foreach (var implementation in type.GetInterfaceImplementations().Select(_metadata.GetInterfaceImplementation))
            {
                Line($"implements {_names.Type(implementation.Interface)}");
                Nested(() => Attributes(implementation.GetCustomAttributes()));
            }

            foreach (var field in type.GetFields())
                Field(field);
            foreach (var method in type.GetMethods())
                Method(method);
            foreach (var property in type.GetProperties())
                Property(property);
            foreach (var @event in type.GetEvents())
                Event(@event);
            // The table is sorted by class; within a class the order says nothing (ECMA-335 II.22.27).
            foreach (var line in type.GetMethodImplementations().Select(_metadata.GetMethodImplementation).Select(Override).Order(StringComparer.Ordinal))
                Line(line);
            foreach (var nested in type.GetNestedTypes())
                Type(nested);
        });
    }

    private void GenericParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(_metadata.GetGenericParameter))
        {
            Line($"generic {parameter.Index} {_metadata.GetString(parameter.Name)} [{Hex((int)parameter.Attributes)}]");
            Nested(() =>
            {
                Attributes(parameter.GetCustomAttributes());
                foreach (var constraint in parameter.GetConstraints().Select(_metadata.GetGenericParameterConstraint))
                {
                    Line($"constraint {_names.Type(constraint.Type)}");
                    Nested(() => Attributes(constraint.GetCustomAttributes()));
                }
            });
        }
    }

    private string Override(MethodImplementation implementation) =>
        $"override {_names.Method(implementation.MethodDeclaration)} by {_names.Method(implementation.MethodBody)}";

    private void Field(FieldDefinitionHandle handle)
    {
        var field = _metadata.GetFieldDefinition(handle);
        Line($"field {_metadata.GetString(field.Name)} : {field.DecodeSignature(_names, null)} [{Hex((int)field.Attributes)}]"
            + (field.GetOffset() >= 0 ? $" offset {field.GetOffset()}" : "")
            + Constant(field.GetDefaultValue())
            + Marshalling(field.GetMarshallingDescriptor())
            + _names.RvaData(handle));
        Nested(() => Attributes(field.GetCustomAttributes()));
    }

    private void Method(MethodDefinitionHandle handle)
    {
        var method = _metadata.GetMethodDefinition(handle);
        Line($"method {_metadata.GetString(method.Name)} : {MetadataNames.Signature(method.DecodeSignature(_names, null))} [{Hex((int)method.Attributes)}] impl [{Hex((int)method.ImplAttributes)}]");
        Nested(() =>
        {
            Attributes(method.GetCustomAttributes());
            Security(method.GetDeclarativeSecurityAttributes());
            GenericParameters(method.GetGenericParameters());
            foreach (var parameter in method.GetParameters().Select(_metadata.GetParameter).OrderBy(p => p.SequenceNumber))
            {
                Line($"param {parameter.SequenceNumber} {_metadata.GetString(parameter.Name)} [{Hex((int)parameter.Attributes)}]"
                    + Constant(parameter.GetDefaultValue())
                    + Marshalling(parameter.GetMarshallingDescriptor()));
                Nested(() => Attributes(parameter.GetCustomAttributes()));
            }

            var import = method.GetImport();
            if (!import.Module.IsNil)
                Line($"pinvoke {_metadata.GetString(_metadata.GetModuleReference(import.Module).Name)} {_metadata.GetString(import.Name)} [{Hex((int)import.Attributes)}]");

            if (method.RelativeVirtualAddress == 0)
                Line("no body");
            else if (!_options.HasFlag(DumpOptions.IgnoreBodies))
                Body(_pe.GetMethodBody(method.RelativeVirtualAddress));
        });
    }

    /// <summary>The stack's depth is left out: whoever writes a body works it out anew, and the runtime refuses one that is too small.</summary>
    private void Body(MethodBodyBlock body)
    {
        if (!body.LocalSignature.IsNil)
        {
            var locals = _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null);
            Line($"locals{(body.LocalVariablesInitialized ? " init" : "")} ({string.Join(", ", locals)})");
        }

        foreach (var line in new IlText(_metadata, _names).Of(body))
            Line(line);
        foreach (var region in body.ExceptionRegions)
        {
            Line(string.Create(CultureInfo.InvariantCulture,
                $"{region.Kind} try {region.TryOffset:x4}+{region.TryLength:x4} handler {region.HandlerOffset:x4}+{region.HandlerLength:x4}")
                + region.Kind switch
                {
                    ExceptionRegionKind.Catch => $" catch {_names.Type(region.CatchType)}",
                    ExceptionRegionKind.Filter => $" filter {region.FilterOffset:x4}",
                    ExceptionRegionKind.Finally or ExceptionRegionKind.Fault => "",
                    var kind => throw new BadImageFormatException($"Unknown kind of exception region: {kind}"),
                });
        }
    }

    private void Property(PropertyDefinitionHandle handle)
    {
        var property = _metadata.GetPropertyDefinition(handle);
        var accessors = property.GetAccessors();
        Line($"property {_metadata.GetString(property.Name)} : {MetadataNames.Signature(property.DecodeSignature(_names, null))} [{Hex((int)property.Attributes)}]"
            + Constant(property.GetDefaultValue())
            + Accessor("get", accessors.Getter) + Accessor("set", accessors.Setter)
            + string.Concat(accessors.Others.Select(o => Accessor("other", o))));
        Nested(() => Attributes(property.GetCustomAttributes()));
    }

    private void Event(EventDefinitionHandle handle)
    {
        var @event = _metadata.GetEventDefinition(handle);
        var accessors = @event.GetAccessors();
        Line($"event {_metadata.GetString(@event.Name)} : {_names.Type(@event.Type)} [{Hex((int)@event.Attributes)}]"
            + Accessor("add", accessors.Adder) + Accessor("remove", accessors.Remover) + Accessor("raise", accessors.Raiser)
            + string.Concat(accessors.Others.Select(o => Accessor("other", o))));
        Nested(() => Attributes(@event.GetCustomAttributes()));
    }

    private string Accessor(string word, MethodDefinitionHandle handle) =>
        handle.IsNil ? "" : $" {word} {_names.Method(handle)}";

    private string Constant(ConstantHandle handle)
    {
        if (handle.IsNil)
            return "";
        var constant = _metadata.GetConstant(handle);
        return $" = {constant.TypeCode} {Convert.ToHexString(_metadata.GetBlobBytes(constant.Value))}";
    }

    private string Marshalling(BlobHandle handle) =>
        handle.IsNil ? "" : $" marshal {BlobText.Marshalling(_metadata.GetBlobReader(handle))}";

    private void Attributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var handle in attributes)
        {
            var attribute = _metadata.GetCustomAttribute(handle);
            var constructor = _names.Method(attribute.Constructor);
            if (_options.HasFlag(DumpOptions.IgnoreLinkAttributes) && IsLinkAttribute(constructor))
                continue;
            Line($"attribute {constructor} {_names.AttributeValue(attribute)}");
        }
    }

    private static bool IsLinkAttribute(string constructor) =>
        constructor.StartsWith("Microsoft.CodeAnalysis.EmbeddedAttribute::", StringComparison.Ordinal)
        || constructor.StartsWith("WeakPack.WeakPackageUnitAttribute::", StringComparison.Ordinal)
        || constructor.StartsWith("WeakPack.DenyPackageUnitAttribute::", StringComparison.Ordinal);

    private void Security(DeclarativeSecurityAttributeHandleCollection declarations)
    {
        foreach (var declaration in declarations.Select(_metadata.GetDeclarativeSecurityAttribute))
            Line($"security {declaration.Action} {BlobText.PermissionSet(_metadata.GetBlobReader(declaration.PermissionSet))}");
    }

    private void Nested(Action lines)
    {
        _indent++;
        lines();
        _indent--;
    }

    private void Line(string line) => _text.Append(' ', _indent * 2).Append(line).Append('\n');

    private static string Hex(int value) => value.ToString("x", CultureInfo.InvariantCulture);
}
