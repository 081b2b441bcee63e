using Mono.Cecil;
using WeakPack.DebugData;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>Copies types from one module into another: first all types, then all members, then what is in them.</summary>
/// <remarks>In this order everything that a copy can refer to exists before it is referred to.</remarks>
internal sealed class TypeCopier
{
    private readonly ModuleDefinition _target;
    private readonly ReferenceMapper _mapper;
    private readonly AttributeCopier _attributes;
    private readonly MemberCopier _members;
    private readonly BodyCopier _bodies;
    private readonly ModuleSource? _debugData;
    private readonly bool _withCode;

    /// <param name="source">The file that is copied from.</param>
    /// <param name="target">The file that is copied into.</param>
    /// <param name="mapper">Knows the target; learns each copy.</param>
    /// <param name="debugData">Learns each copy, if debug data is wanted.</param>
    /// <param name="withCode">False leaves bodies that throw: for reference assemblies.</param>
    public TypeCopier(ModuleFile source, ModuleFile target, ReferenceMapper mapper, ModuleSource? debugData = null, bool withCode = true)
    {
        _target = mapper.Target;
        _mapper = mapper;
        _withCode = withCode;
        _attributes = new AttributeCopier(mapper, source.Module);
        _members = new MemberCopier(mapper, _attributes, source, target);
        _bodies = new BodyCopier(mapper);
        _debugData = debugData;
    }

    /// <summary>Copies top-level types; each under its own full name or under the one that <paramref name="rename"/> gives it.</summary>
    public IReadOnlyList<TypeDefinition> Copy(IReadOnlyList<TypeDefinition> types, Func<TypeDefinition, string>? rename = null)
    {
        var copies = Declare(types, rename);
        DeclareMembers(types);
        Fill(types);
        return copies;
    }

    /// <summary>The first step of <see cref="Copy"/>.</summary>
    public IReadOnlyList<TypeDefinition> Declare(IReadOnlyList<TypeDefinition> types, Func<TypeDefinition, string>? rename = null)
    {
        var copies = types.Select(type => Declare(type, rename?.Invoke(type) ?? type.Name)).ToList();
        foreach (var copy in copies)
            _target.Types.Add(copy);
        return copies;
    }

    /// <summary>The second step: all types that a member may name are there.</summary>
    public void DeclareMembers(IReadOnlyList<TypeDefinition> types)
    {
        foreach (var type in types)
            DeclareMembers(type);
    }

    /// <summary>The last step: all members that code may name are there.</summary>
    public void Fill(IReadOnlyList<TypeDefinition> types)
    {
        foreach (var type in types)
            Fill(type);
    }

    private TypeDefinition Declare(TypeDefinition original, string name)
    {
        var copy = new TypeDefinition(original.Namespace, name, original.Attributes);
        _mapper.Add(original, copy);
        MemberCopier.DeclareGenericParameters(original, copy);
        foreach (var nested in original.NestedTypes)
            copy.NestedTypes.Add(Declare(nested, nested.Name));
        return copy;
    }

    private void DeclareMembers(TypeDefinition original)
    {
        var copy = _mapper.CopyOf(original)!;

        // First of all: a type reference's encoding in a signature depends on whether its base makes it a value type.
        if (original.BaseType is { } baseType)
            copy.BaseType = _mapper.Map(baseType);
        foreach (var nested in original.NestedTypes)
            DeclareMembers(nested);
        foreach (var field in original.Fields)
            copy.Fields.Add(_members.Declare(field));
        foreach (var method in original.Methods)
            copy.Methods.Add(_members.Declare(method));
    }

    private void Fill(TypeDefinition original)
    {
        var copy = _mapper.CopyOf(original)!;
        if (original.HasLayoutInfo)
        {
            copy.PackingSize = original.PackingSize;
            copy.ClassSize = original.ClassSize;
        }

        _members.FillGenericParameters(original, copy);
        foreach (var implementation in original.Interfaces)
        {
            var mapped = new InterfaceImplementation(_mapper.Map(implementation.InterfaceType));
            _attributes.Copy(implementation, mapped);
            copy.Interfaces.Add(mapped);
        }

        _attributes.Copy(original, copy);
        AttributeCopier.Copy((ISecurityDeclarationProvider)original, copy);
        _debugData?.Add(original.MetadataToken, copy);
        FillMembers(original, copy);
        foreach (var nested in original.NestedTypes)
            Fill(nested);
    }

    private void FillMembers(TypeDefinition original, TypeDefinition copy)
    {
        for (var i = 0; i < original.Fields.Count; i++)
            _members.Fill(original.Fields[i], copy.Fields[i]);

        var methods = original.Methods;
        for (var i = 0; i < methods.Count; i++)
        {
            _members.Fill(methods[i], copy.Methods[i]);
            _debugData?.Add(methods[i].MetadataToken, copy.Methods[i]);
            if (!methods[i].HasBody)
                continue;
            if (_withCode)
                _bodies.Copy(methods[i], copy.Methods[i]);
            else
                BodyCopier.Stub(copy.Methods[i]);
        }

        foreach (var property in original.Properties)
            copy.Properties.Add(_members.Copy(property));
        foreach (var happening in original.Events)
            copy.Events.Add(_members.Copy(happening));
    }
}
