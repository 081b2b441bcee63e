using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>WP2411 for an override of an internal method of a strong class: no code names it, but a copy of it would not load.</summary>
/// <remarks>A method that is checked for access on override can't be overridden where it is not accessible (ECMA-335 II.10.3.3).</remarks>
internal static class HiddenOverrides
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan, GraphNode node)
    {
        if (node.Definition.Kind != HandleKind.TypeDefinition)
            yield break;

        var module = plan.Module;
        foreach (var type in module.Image.WithNested((TypeDefinitionHandle)node.Definition))
        {
            foreach (var ancestor in module.BasesOf(type))
            {
                if (plan.Travelling.ContainsKey(module.Graph.NodeOf(ancestor)))
                    continue;
                foreach (var hidden in module.Image.Reader.GetTypeDefinition(ancestor).GetMethods())
                {
                    if (!IsHidden(module, hidden))
                        continue;
                    foreach (var method in module.Image.Reader.GetTypeDefinition(type).GetMethods())
                    {
                        if (Overrides(module, method, hidden))
                            yield return Told(plan, node, method, hidden);
                    }
                }
            }
        }
    }

    private static Diagnostic Told(SplitPlan plan, GraphNode node, MethodDefinitionHandle method, MethodDefinitionHandle hidden) =>
        Diagnostic.Create(Descriptors.CannotTravel, plan.Module.Symbols.LocationOf(method), plan.Origin(node).Name,
            plan.Module.Image.DescribeMember(hidden), "it is internal to the package, and can't be overridden outside of it",
            plan.Chain(node, method) + " → " + plan.Module.Image.Describe(hidden));

    private static bool IsHidden(PackageModule module, MethodDefinitionHandle handle)
    {
        var attributes = module.Image.Reader.GetMethodDefinition(handle).Attributes;
        return (attributes & MethodAttributes.Virtual) != 0
            && (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Assembly or MethodAttributes.FamANDAssem;
    }

    // Between the two a generic base may stand, of which the signature is written otherwise: its arity then has to do.
    private static bool Overrides(PackageModule module, MethodDefinitionHandle handle, MethodDefinitionHandle hidden)
    {
        var reader = module.Image.Reader;
        var method = reader.GetMethodDefinition(handle);
        var inherited = reader.GetMethodDefinition(hidden);
        if ((method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) != MethodAttributes.Virtual
            || reader.GetString(method.Name) != reader.GetString(inherited.Name))
        {
            return false;
        }

        var signatures = new SignatureText(module.Image);
        var one = method.DecodeSignature(signatures, null);
        var other = inherited.DecodeSignature(signatures, null);
        var isGeneric = reader.GetTypeDefinition(inherited.GetDeclaringType()).GetGenericParameters().Count > 0;
        return isGeneric
            ? one.ParameterTypes.Length == other.ParameterTypes.Length
            : one.ParameterTypes.SequenceEqual(other.ParameterTypes, StringComparer.Ordinal);
    }
}
