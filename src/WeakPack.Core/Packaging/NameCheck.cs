using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Reflection;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>WP3009 in a package: a text names a weak type for reflection, which would not find it.</summary>
internal static class NameCheck
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan, ReferenceSet references)
    {
        var image = plan.Module.Image;
        bool IsWeak(string topLevelName) => plan.UnitOf(topLevelName) is not null;
        var names = NamesInCode.Find(image, IsWeak)
            .Concat(NamesInDescriptors.Find(image, IsWeak))
            .Concat(NamesInAttributes.Find(image, plan.Module.Graph.Scanner, references, IsWeak));
        foreach (var name in names)
        {
            if (image.Find(name.FullName) is { } type && Problem(plan, name, plan.Module.Graph.NodeOf(type)) is var (reason, wayOut))
            {
                yield return Diagnostic.Create(Descriptors.NamedByText, plan.Module.Symbols.LocationOf(name),
                    image.DescribeMember(name.User), image.Describe(type), name.Text, reason, wayOut).ToldByCompiler(!name.IsInDescriptor && !IsInCopy(plan, name));
            }
        }
    }

    // What was linked into the package came from another one's source.
    private static bool IsInCopy(SplitPlan plan, NamedType name)
    {
        if (!UnitGraph.IsDefinition(name.User))
            return false;
        var image = plan.Module.Image;
        var type = image.Reader.GetTypeDefinition(image.TopLevel(image.TypeOf(name.User)));
        return image.HasAttribute(type.GetCustomAttributes(), CompilerGenerated.EmbeddedAttribute);
    }

    private static (string Reason, string WayOut)? Problem(SplitPlan plan, NamedType name, GraphNode target)
    {
        if (name.Search == NameSearch.InNamedAssembly && !string.Equals(name.Assembly, plan.Module.Image.AssemblyName, StringComparison.OrdinalIgnoreCase))
            return null;

        var beside = name.Search == NameSearch.InAssemblyOfType ? plan.Module.Graph.Scanner.Expand(name.Beside)[0] : default;
        if (!beside.IsNil && !UnitGraph.IsDefinition(beside))
            return null; // a type of another assembly, which holds types of that name itself

        var user = UnitGraph.IsDefinition(name.User) ? plan.Module.Graph.NodeOf(name.User) : null;
        if (user is not null && plan.Travelling.ContainsKey(user))
            return ProblemOfCopies(plan, name, user, target, beside);
        if (plan.Kept.Contains(target))
            return null;
        return ("but the runtime package does not have it", name.IsInDescriptor
            ? "Say it by [DynamicDependency] on code of the unit, with which it goes to the consumers"
            : "Use typeof, which makes the package keep the unit for itself, or leave it to the consumer to pass the type in");
    }

    private static (string Reason, string WayOut)? ProblemOfCopies(SplitPlan plan, NamedType name, GraphNode user, GraphNode target, EntityHandle beside)
    {
        var looksInPackage = (name.Search == NameSearch.InNamedAssembly && !name.IsInAttribute) // in an attribute it is rewritten
            || (!beside.IsNil && !plan.Travelling.ContainsKey(plan.Module.Graph.NodeOf(beside)));
        if (looksInPackage)
            return ($"but looks in '{plan.Module.Image.AssemblyName}', while the copy is in the consumer", "Use typeof");

        var roots = plan.UnitOf(user.Name)?.Types ?? [user];
        return plan.Module.Graph.Reach(roots, plan.Travelling.ContainsKey).ContainsKey(target)
            ? null
            : ("which is not copied together with the code that has the text", "Use typeof, so that it is");
    }
}
