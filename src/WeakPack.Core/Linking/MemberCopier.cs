using Mono.Cecil;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>Fills declared members: what fields, methods, properties, events and parameters carry besides their signatures.</summary>
internal sealed class MemberCopier(ReferenceMapper mapper, AttributeCopier attributes, ModuleFile from, ModuleFile to)
{
    private readonly SearchPathCopier _searchPaths = new(mapper, from.Module);

    public FieldDefinition Declare(FieldDefinition original)
    {
        var copy = new FieldDefinition(original.Name, original.Attributes, mapper.Map(original.FieldType));
        mapper.Add(original, copy);
        return copy;
    }

    /// <remarks>Generic parameters come first: the signature refers to them by number only.</remarks>
    public MethodDefinition Declare(MethodDefinition original)
    {
        var copy = new MethodDefinition(original.Name, original.Attributes, mapper.Map(original.ReturnType))
        {
            ImplAttributes = original.ImplAttributes,
            HasThis = original.HasThis,
            ExplicitThis = original.ExplicitThis,
            CallingConvention = original.CallingConvention,
        };
        DeclareGenericParameters(original, copy);
        foreach (var parameter in original.Parameters)
            copy.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes, mapper.Map(parameter.ParameterType)));
        mapper.Add(original, copy);
        return copy;
    }

    public static void DeclareGenericParameters(IGenericParameterProvider original, IGenericParameterProvider copy)
    {
        if (!original.HasGenericParameters)
            return;
        foreach (var parameter in original.GenericParameters)
            copy.GenericParameters.Add(new GenericParameter(parameter.Name, copy) { Attributes = parameter.Attributes });
    }

    public void Fill(FieldDefinition original, FieldDefinition copy)
    {
        if (original.HasLayoutInfo)
            copy.Offset = original.Offset;
        if ((original.Attributes & FieldAttributes.HasFieldRVA) != 0)
            copy.InitialValue = original.InitialValue;
        CopyConstant(original, copy);
        CopyMarshalling(original, copy);
        attributes.Copy(original, copy);
    }

    public void Fill(MethodDefinition original, MethodDefinition copy)
    {
        FillGenericParameters(original, copy);
        foreach (var declaration in original.Overrides)
            copy.Overrides.Add(mapper.Map(declaration));
        if (original.PInvokeInfo is { } import)
            copy.PInvokeInfo = new PInvokeInfo(import.Attributes, import.EntryPoint, MapModule(import.Module));

        var result = original.MethodReturnType;
        copy.MethodReturnType.Attributes = result.Attributes;
        copy.MethodReturnType.Name = result.Name;
        CopyConstant(result, copy.MethodReturnType);
        CopyMarshalling(result, copy.MethodReturnType);
        attributes.Copy(result, copy.MethodReturnType);
        for (var i = 0; i < original.Parameters.Count; i++)
        {
            CopyConstant(original.Parameters[i], copy.Parameters[i]);
            CopyMarshalling(original.Parameters[i], copy.Parameters[i]);
            attributes.Copy(original.Parameters[i], copy.Parameters[i]);
        }

        attributes.Copy(original, copy);
        _searchPaths.Copy(original, copy);
        AttributeCopier.Copy((ISecurityDeclarationProvider)original, copy);
    }

    public void FillGenericParameters(IGenericParameterProvider original, IGenericParameterProvider copy)
    {
        if (!original.HasGenericParameters)
            return;
        for (var i = 0; i < original.GenericParameters.Count; i++)
        {
            var parameter = copy.GenericParameters[i];
            attributes.Copy(original.GenericParameters[i], parameter);
            foreach (var constraint in original.GenericParameters[i].Constraints)
            {
                var mapped = new GenericParameterConstraint(mapper.Map(constraint.ConstraintType));
                attributes.Copy(constraint, mapped);
                parameter.Constraints.Add(mapped);
            }
        }
    }

    public PropertyDefinition Copy(PropertyDefinition original)
    {
        var copy = new PropertyDefinition(original.Name, original.Attributes, mapper.Map(original.PropertyType))
        {
            HasThis = original.HasThis,
            GetMethod = CopyOf(original.GetMethod),
            SetMethod = CopyOf(original.SetMethod),
        };
        foreach (var other in original.OtherMethods)
            copy.OtherMethods.Add(CopyOf(other));
        CopyConstant(original, copy);
        from.PropertySignatures.Copy(original, to.PropertySignatures, copy);
        attributes.Copy(original, copy);
        return copy;
    }

    public EventDefinition Copy(EventDefinition original)
    {
        var copy = new EventDefinition(original.Name, original.Attributes, mapper.Map(original.EventType))
        {
            AddMethod = CopyOf(original.AddMethod),
            RemoveMethod = CopyOf(original.RemoveMethod),
            InvokeMethod = CopyOf(original.InvokeMethod),
        };
        foreach (var other in original.OtherMethods)
            copy.OtherMethods.Add(CopyOf(other));
        attributes.Copy(original, copy);
        return copy;
    }

    private MethodDefinition? CopyOf(MethodDefinition? method) => method is null ? null : mapper.CopyOf(method);

    private ModuleReference MapModule(ModuleReference module)
    {
        var known = mapper.Target.ModuleReferences.FirstOrDefault(reference => reference.Name == module.Name);
        if (known is null)
            mapper.Target.ModuleReferences.Add(known = new ModuleReference(module.Name));
        return known;
    }

    private void CopyConstant(IConstantProvider original, IConstantProvider copy)
    {
        if (!original.HasConstant)
            return;
        copy.Constant = original.Constant;
        from.RawBlobs.CopyConstant(original, to.RawBlobs, copy);
    }

    private void CopyMarshalling(IMarshalInfoProvider original, IMarshalInfoProvider copy)
    {
        if (!original.HasMarshalInfo)
            return;
        copy.MarshalInfo = Copy(original.MarshalInfo);
        from.RawBlobs.CopyMarshalling(original, to.RawBlobs, copy);
    }

    private MarshalInfo Copy(MarshalInfo info) => info switch
    {
        ArrayMarshalInfo array => new ArrayMarshalInfo
        {
            ElementType = array.ElementType,
            SizeParameterIndex = array.SizeParameterIndex,
            Size = array.Size,
            SizeParameterMultiplier = array.SizeParameterMultiplier,
        },
        CustomMarshalInfo custom => new CustomMarshalInfo
        {
            Guid = custom.Guid,
            UnmanagedType = custom.UnmanagedType,
            ManagedType = custom.ManagedType is { } type ? mapper.Map(type) : null,
            Cookie = custom.Cookie,
        },
        SafeArrayMarshalInfo array => new SafeArrayMarshalInfo { ElementType = array.ElementType },
        FixedArrayMarshalInfo array => new FixedArrayMarshalInfo { ElementType = array.ElementType, Size = array.Size },
        FixedSysStringMarshalInfo text => new FixedSysStringMarshalInfo { Size = text.Size },
        _ when info.GetType() == typeof(MarshalInfo) => new MarshalInfo(info.NativeType),
        _ => throw new NotSupportedException($"Marshalling of kind {info.GetType().Name}."),
    };
}
