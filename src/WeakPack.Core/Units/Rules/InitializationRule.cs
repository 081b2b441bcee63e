using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Diagnostics;

namespace WeakPack.Units.Rules;

/// <summary>WP2221: a weak unit has initialization or finalization code. Delphi E2221.</summary>
/// <remarks>
/// A static constructor or module initializer is initialization; a handler for the end of the process or of a load
/// context is finalization. A constructor that only runs field initializers is left to <see cref="GlobalDataRule"/>.
/// </remarks>
internal sealed class InitializationRule : IUnitRule
{
    private const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializerAttribute";

    private static readonly HashSet<string> ExitEvents = new(StringComparer.Ordinal)
    {
        "System.AppDomain.add_ProcessExit",
        "System.AppDomain.add_DomainUnload",
        "System.Runtime.Loader.AssemblyLoadContext.add_Unloading",
    };

    public string Offence => "has initialization or finalization code";

    public IEnumerable<Diagnostic> Check(Unit unit) =>
        from finding in Initializers(unit).Concat(Finalizers(unit))
        select Diagnostic.Create(Descriptors.Initialization, unit.Module.Symbols.LocationOf(finding.Place), unit.Name,
            finding.What);

    private static IEnumerable<Finding> Initializers(Unit unit)
    {
        foreach (var method in unit.AllMethods())
        {
            if (IsStaticConstructor(unit, method))
                yield return new(method, DescribeConstructor(unit, method));
            if (IsModuleInitializer(unit, method))
                yield return new(method, $"module initializer '{unit.Image.Describe(method)}'");
        }
    }

    // In the words of the author's language.
    private static string DescribeConstructor(Unit unit, MethodDefinitionHandle constructor)
    {
        var type = unit.Image.TypeOf(constructor);
        var name = $"'{unit.Image.Describe(type)}'";
        if (FSharp.Declares(unit.Image, type))
        {
            return FSharp.IsModule(unit.Image, type)
                ? $"F# module {name} has constant data, which F# initializes together with the top-level values of its file (keep the two in different files)"
                : $"'static do' or 'static let' of F# type {name}";
        }

        return unit.Module.Symbols.LocationOf(constructor).File.EndsWith(".vb", StringComparison.OrdinalIgnoreCase)
            ? $"'Shared Sub New' of {name}"
            : $"the static constructor of {name}";
    }

    private static IEnumerable<Finding> Finalizers(Unit unit)
    {
        foreach (var node in unit.Types)
        {
            foreach (var use in unit.Module.Graph.Uses(node))
            {
                if (use.Used.Kind == HandleKind.MemberReference && MemberName(unit, (MemberReferenceHandle)use.Used) is var name && ExitEvents.Contains(name))
                    yield return new(use.User, $"'{unit.Image.Describe(use.User)}' subscribes to '{name.Replace("add_", "")}'");
            }
        }
    }

    private static bool IsStaticConstructor(Unit unit, MethodDefinitionHandle handle)
    {
        var reader = unit.Image.Reader;
        var method = reader.GetMethodDefinition(handle);
        var type = reader.GetTypeDefinition(method.GetDeclaringType());
        return reader.StringComparer.Equals(method.Name, ".cctor")
            && (type.Attributes & TypeAttributes.BeforeFieldInit) == 0
            && !CompilerGenerated.IsCacheClass(unit.Image, method.GetDeclaringType())
            && !OnlyFillsFields(unit, handle);
    }

    // F# says BeforeFieldInit of no class. What computes the data of a type is left to the rule about data.
    private static bool OnlyFillsFields(Unit unit, MethodDefinitionHandle constructor)
    {
        var type = unit.Image.TypeOf(constructor);
        if (FSharp.IsStartupClass(unit.Image, type))
            return FSharp.ComputesNothing(unit.Image, type);
        return FSharp.Declares(unit.Image, type)
            && (unit.Image.Reader.GetTypeDefinition(type).GetFields().Any(field => GlobalDataRule.IsGlobalData(unit, field))
                || (FSharp.CalledStartupClass(unit.Image, constructor) is { IsNil: false } called && FSharp.ComputesNothing(unit.Image, called)));
    }

    private static bool IsModuleInitializer(Unit unit, MethodDefinitionHandle handle) =>
        unit.Image.HasAttribute(unit.Image.Reader.GetMethodDefinition(handle).GetCustomAttributes(), ModuleInitializer);

    private static string MemberName(Unit unit, MemberReferenceHandle handle)
    {
        var member = unit.Image.Reader.GetMemberReference(handle);
        return unit.Image.TypeName(member.Parent) + "." + unit.Image.Reader.GetString(member.Name);
    }

    private sealed record Finding(EntityHandle Place, string What);
}
