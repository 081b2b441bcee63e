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

    private static IEnumerable<(EntityHandle Place, string What)> Initializers(Unit unit)
    {
        foreach (var method in unit.AllMethods())
        {
            if (IsStaticConstructor(unit, method))
                yield return (method, $"the static constructor of '{unit.Image.Describe(unit.Image.TypeOf(method))}'");
            if (IsModuleInitializer(unit, method))
                yield return (method, $"module initializer '{unit.Image.Describe(method)}'");
        }
    }

    private static IEnumerable<(EntityHandle Place, string What)> Finalizers(Unit unit) =>
        from node in unit.Types
        from use in unit.Module.Graph.Uses(node)
        where use.Used.Kind == HandleKind.MemberReference
        let name = MemberName(unit, (MemberReferenceHandle)use.Used)
        where ExitEvents.Contains(name)
        select (use.User, $"'{unit.Image.Describe(use.User)}' subscribes to '{name.Replace("add_", "")}'");

    private static bool IsStaticConstructor(Unit unit, MethodDefinitionHandle handle)
    {
        var reader = unit.Image.Reader;
        var method = reader.GetMethodDefinition(handle);
        var type = reader.GetTypeDefinition(method.GetDeclaringType());
        return reader.StringComparer.Equals(method.Name, ".cctor")
            && (type.Attributes & TypeAttributes.BeforeFieldInit) == 0
            && !CompilerGenerated.IsCacheClass(unit.Image, method.GetDeclaringType());
    }

    private static bool IsModuleInitializer(Unit unit, MethodDefinitionHandle handle) =>
        unit.Image.HasAttribute(unit.Image.Reader.GetMethodDefinition(handle).GetCustomAttributes(), ModuleInitializer);

    private static string MemberName(Unit unit, MemberReferenceHandle handle)
    {
        var member = unit.Image.Reader.GetMemberReference(handle);
        return unit.Image.TypeName(member.Parent) + "." + unit.Image.Reader.GetString(member.Name);
    }
}
