using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;
using WeakPack.Modules;

namespace WeakPack.ImportLibraries;

/// <summary>
/// Reduces the strong types of a module to what a compiler needs of them: visible members without code. Types that
/// travel stay as they are, and so do their tokens, IL and debug data.
/// </summary>
/// <remarks>
/// What is kept follows the C# compiler's reference assemblies (docs/features/refout.md of dotnet/roslyn): visible
/// members, explicit implementations, all fields of structs; and internal members when the assembly has friends.
/// </remarks>
internal sealed class SurfaceReducer
{
    private readonly ModuleDefinition _module;
    private readonly HashSet<string> _travelling;
    private readonly bool _hasFriends;
    private readonly HashSet<TypeDefinition> _kept = [];
    private readonly HashSet<MethodDefinition> _attributeConstructors = [];
    private readonly SurfaceScopes _scopes = new();
    private readonly Queue<TypeDefinition> _queue = new();

    private SurfaceReducer(ModuleDefinition module, HashSet<string> travelling)
    {
        _module = module;
        _travelling = travelling;
        _hasFriends = module.Assembly.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute");
    }

    /// <summary>Reduces a whole module.</summary>
    public static SurfaceScopes Reduce(ModuleDefinition module) => Reduce(module, []);

    /// <summary>
    /// Reduces a module, but for the top-level types with the names <paramref name="travelling"/>. The result is what
    /// the surface of the others refers to.
    /// </summary>
    public static SurfaceScopes Reduce(ModuleDefinition module, HashSet<string> travelling)
    {
        var reducer = new SurfaceReducer(module, travelling);
        reducer.FindKept();
        reducer.Sweep(module.Types);
        return reducer._scopes;
    }

    private void FindKept()
    {
        KeepAttributes(_module);
        KeepAttributes(_module.Assembly);
        foreach (var type in _module.Types.Where(type => type.Name == "<Module>" || Travels(type) || IsVisible(type)))
            Keep(type);
        while (_queue.Count > 0)
            KeepWhatNames(_queue.Dequeue());
    }

    private void Keep(TypeDefinition type)
    {
        if (!_kept.Add(type))
            return;

        _queue.Enqueue(type);
        if (type.DeclaringType is { } declaring)
            Keep(declaring);
    }

    private void KeepWhatNames(TypeDefinition type)
    {
        if (Travels(type))
        {
            // Its uses of strong code are of visible members only (WP2411); its own attributes and helpers travel.
            foreach (var nested in type.NestedTypes)
                Keep(nested);
            return;
        }

        Keep(type.BaseType);
        foreach (var implementation in type.Interfaces)
        {
            Keep(implementation.InterfaceType);
            KeepAttributes(implementation);
        }

        KeepGenericParameters(type);
        KeepAttributes(type);
        foreach (var nested in type.NestedTypes.Where(IsVisible))
            Keep(nested);
        foreach (var field in type.Fields.Where(Stays))
        {
            Keep(field.FieldType);
            KeepAttributes(field);
        }

        foreach (var method in type.Methods.Where(Stays))
            KeepSignature(method);
        foreach (var property in type.Properties.Where(property => Stays(property.GetMethod) || Stays(property.SetMethod)))
        {
            Keep(property.PropertyType);
            KeepAttributes(property);
        }

        foreach (var happening in type.Events.Where(happening => Stays(happening.AddMethod) || Stays(happening.RemoveMethod)))
        {
            Keep(happening.EventType);
            KeepAttributes(happening);
        }
    }

    private void KeepSignature(MethodDefinition method)
    {
        Keep(method.ReturnType);
        KeepAttributes(method);
        KeepAttributes(method.MethodReturnType);
        KeepGenericParameters(method);
        foreach (var parameter in method.Parameters)
        {
            Keep(parameter.ParameterType);
            KeepAttributes(parameter);
        }

        // Of what is overridden the types may be others: of a covariant return, or under the arguments of a generic base.
        foreach (var declaration in method.Overrides)
        {
            Keep(declaration.DeclaringType);
            Keep(declaration.ReturnType);
            foreach (var parameter in declaration.Parameters)
                Keep(parameter.ParameterType);
        }
    }

    private void KeepGenericParameters(IGenericParameterProvider owner)
    {
        foreach (var parameter in owner.GenericParameters)
        {
            KeepAttributes(parameter);
            foreach (var constraint in parameter.Constraints)
            {
                Keep(constraint.ConstraintType);
                KeepAttributes(constraint);
            }
        }
    }

    private void KeepAttributes(ICustomAttributeProvider owner)
    {
        foreach (var attribute in owner.CustomAttributes)
        {
            if (attribute.Constructor is MethodDefinition constructor && _attributeConstructors.Add(constructor))
                KeepSignature(constructor);
            foreach (var parameter in attribute.Constructor.Parameters)
                Keep(parameter.ParameterType);
            Keep(attribute.AttributeType);
        }
    }

    private void Keep(TypeReference? type)
    {
        foreach (var leaf in type is null ? [] : TypeLeaves.Of(type))
        {
            if (leaf is TypeDefinition definition)
                Keep(definition);
            else if (leaf.Scope is AssemblyNameReference assembly)
                _scopes.Assemblies.Add(assembly.Name);
            else if (leaf.Scope is ModuleReference other and not ModuleDefinition)
                _scopes.Modules.Add(other.Name);
        }
    }

    private void Sweep(Collection<TypeDefinition> types)
    {
        RemoveWhere(types, type => !_kept.Contains(type));
        foreach (var type in types.Where(type => !Travels(type)))
        {
            RemoveWhere(type.Fields, field => !Stays(field));
            RemoveWhere(type.Properties, property => !Stays(property.GetMethod) && !Stays(property.SetMethod));
            RemoveWhere(type.Events, happening => !Stays(happening.AddMethod) && !Stays(happening.RemoveMethod));
            foreach (var property in type.Properties)
            {
                property.GetMethod = Stays(property.GetMethod) ? property.GetMethod : null;
                property.SetMethod = Stays(property.SetMethod) ? property.SetMethod : null;
            }

            RemoveWhere(type.Methods, method => !Stays(method));
            foreach (var method in type.Methods)
                RemoveCode(method);
            Sweep(type.NestedTypes);
        }
    }

    private static void RemoveCode(MethodDefinition method)
    {
        if (!method.HasBody && !method.IsPInvokeImpl)
            return;

        method.PInvokeInfo = null;
        method.IsPInvokeImpl = false; // after the line before, which sets it
        method.ImplAttributes &= MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.AggressiveInlining | MethodImplAttributes.Synchronized;
        method.Body = new MethodBody(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldnull));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Throw));
    }

    private static void RemoveWhere<T>(Collection<T> items, Func<T, bool> isRemoved)
    {
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (isRemoved(items[i]))
                items.RemoveAt(i);
        }
    }

    private bool Travels(TypeDefinition type)
    {
        while (type.DeclaringType is { } declaring)
            type = declaring;
        return _travelling.Contains(type.FullName);
    }

    private bool IsVisible(TypeDefinition type) =>
        type.IsPublic || type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly
        || (_hasFriends && (type.IsNotPublic || type.IsNestedAssembly || type.IsNestedFamilyAndAssembly) && !IsGenerated(type));

    private bool Stays(FieldDefinition field) =>
        field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly
        || (field.DeclaringType.IsValueType && !field.IsStatic)
        || (_hasFriends && (field.IsAssembly || field.IsFamilyAndAssembly));

    private bool Stays(MethodDefinition? method) =>
        method is not null
        && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly || method.IsAbstract || method.HasOverrides
            || _attributeConstructors.Contains(method)
            || (_hasFriends && (method.IsAssembly || method.IsFamilyAndAssembly)));

    private static bool IsGenerated(TypeDefinition type) => type.Name.StartsWith("<", StringComparison.Ordinal);
}
