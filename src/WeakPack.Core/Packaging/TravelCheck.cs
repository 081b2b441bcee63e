using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>WP2411 and WP1033: what a weak unit takes along, and what it can't take along. Delphi E2411, W1033.</summary>
internal static class TravelCheck
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan)
    {
        foreach (var node in plan.Travelling.Keys)
        {
            foreach (var diagnostic in CheckUses(plan, node).Concat(HiddenOverrides.Check(plan, node)))
                yield return diagnostic;
            if (!node.IsHelper && !plan.Marked.Contains(node) && !IsStartupClass(plan, node))
                yield return Diagnostic.Create(Descriptors.ImplicitImport, plan.Module.Symbols.LocationOf(node.Definition), node.Name, plan.Origin(node).Name);
        }
    }

    private static IEnumerable<Diagnostic> CheckUses(SplitPlan plan, GraphNode node)
    {
        // One report for each type that breaks a rule, not one for each of its members.
        var reported = new HashSet<object>();
        foreach (var (use, _, target) in plan.Module.Graph.Edges(node))
        {
            // The rules have told of a type's own values already.
            if (use.Used.Kind == HandleKind.FieldDefinition && plan.BrokenRule(target) is not null && IsStartupClass(plan, target))
                continue;
            if (plan.Travelling.ContainsKey(target) || !reported.Add(plan.BrokenRule(target) is null ? use.Used : target) || Obstacle(plan, use, target) is not { } obstacle)
                continue;

            yield return Diagnostic.Create(Descriptors.CannotTravel, plan.Module.Symbols.LocationOf(use.User),
                plan.Origin(node).Name, plan.Module.Image.Describe(use.Used), obstacle, plan.Chain(node, use.User) + " → " + plan.Module.Image.Describe(use.Used));
        }
    }

    /// <summary>Why a definition that stays in the package can't be used from outside of it; null when it can.</summary>
    private static string? Obstacle(SplitPlan plan, Use use, GraphNode target)
    {
        var module = plan.Module;
        var reader = module.Image.Reader;
        if (plan.BrokenRule(target) is not null && IsStartupClass(plan, target))
            return "an F# quotation needs a hidden class of its file, and that class holds the top-level values of the file's modules, so the quotation and the values have to be in different files";
        if (plan.BrokenRule(target) is not null && VisualBasic.IsMy(plan.Module.Image, plan.Module.Image.TopLevel(plan.Module.Image.TypeOf(target.Definition))))
            return "'My' belongs to the project that it was compiled in, and holds data of that";
        if (plan.BrokenRule(target) is { } broken)
            return $"'{target.Name}' {broken.Offence}";
        if (HiddenType(module, use) is { } hidden)
            return $"'{module.Image.Describe(hidden)}' is not visible outside of the package";

        var access = use.Used.Kind switch
        {
            HandleKind.MethodDefinition => (int)(reader.GetMethodDefinition((MethodDefinitionHandle)use.Used).Attributes & MethodAttributes.MemberAccessMask),
            HandleKind.FieldDefinition => (int)(reader.GetFieldDefinition((FieldDefinitionHandle)use.Used).Attributes & FieldAttributes.FieldAccessMask),
            _ => (int)MethodAttributes.Public,
        };

        // The access bits of methods and fields are the same (ECMA-335 II.23.1.5, II.23.1.10).
        return (MethodAttributes)access switch
        {
            MethodAttributes.Public => null,
            MethodAttributes.Family or MethodAttributes.FamORAssem when DerivesFrom(module, use.User, module.Image.TypeOf(use.Used)) => null,
            MethodAttributes.Family or MethodAttributes.FamORAssem => "it is protected, and the unit does not derive from its class",
            _ when FSharp.Declares(module.Image, module.Image.TopLevel(module.Image.TypeOf(use.Used))) =>
                "within one assembly F# reaches behind the properties of a record, union or class, to its internal fields and methods, so both have to be weak",
            _ => "it is internal to the package",
        };
    }

    private static bool IsStartupClass(SplitPlan plan, GraphNode node) =>
        node.Shell is null && FSharp.IsStartupClass(plan.Module.Image, (TypeDefinitionHandle)node.Definition);

    private static TypeDefinitionHandle? HiddenType(PackageModule module, Use use)
    {
        var reader = module.Image.Reader;
        for (var type = module.Image.TypeOf(use.Used); !type.IsNil; type = reader.GetTypeDefinition(type).GetDeclaringType())
        {
            var definition = reader.GetTypeDefinition(type);
            var visible = (definition.Attributes & TypeAttributes.VisibilityMask) switch
            {
                TypeAttributes.Public or TypeAttributes.NestedPublic => true,
                TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => DerivesFrom(module, use.User, definition.GetDeclaringType()),
                _ => false,
            };
            if (!visible)
                return type;
        }

        return null;
    }

    // Code in a nested type has the access of the types around it.
    private static bool DerivesFrom(PackageModule module, EntityHandle user, TypeDefinitionHandle ancestor)
    {
        var reader = module.Image.Reader;
        for (var type = module.Image.TypeOf(user); !type.IsNil; type = reader.GetTypeDefinition(type).GetDeclaringType())
        {
            if (module.BasesOf(type).Contains(ancestor))
                return true;
        }

        return false;
    }
}
