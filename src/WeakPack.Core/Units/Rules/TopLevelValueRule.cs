using System.Reflection.Metadata;
using WeakPack.Diagnostics;

namespace WeakPack.Units.Rules;

/// <summary>WP2221 for F#: a weak module has top-level values that are computed once.</summary>
/// <remarks>
/// F# keeps such values in a class of the file, and computes them there. The module has a property for each, which reads
/// that class's field. Literals, functions and values that are constants make no field.
/// </remarks>
internal sealed class TopLevelValueRule : IUnitRule
{
    public string Offence => "has top-level values, which F# computes once";

    public IEnumerable<Diagnostic> Check(Unit unit)
    {
        SourceLocation? first = null;
        var names = new List<string>();
        foreach (var node in unit.Types)
            AddValues(unit, unit.Module.Graph.Uses(node), names, ref first);
        if (first is null)
            yield break;

        yield return Diagnostic.Create(Descriptors.Initialization, first, unit.Name,
            $"{(names.Count == 1 ? "the top-level value" : "the top-level values")} {string.Join(", ", names.Select(name => $"'{name}'"))} of an F# module, computed when first used and then kept (a function, 'let {names[0].Split('.').Last()} () = …', computes its value at each call)");
    }

    private static void AddValues(Unit unit, Use[] uses, List<string> names, ref SourceLocation? first)
    {
        foreach (var use in uses)
        {
            if (use.Used.Kind != HandleKind.FieldDefinition || use.User.Kind != HandleKind.MethodDefinition
                || !FSharp.IsStartupClass(unit.Image, unit.Image.TopLevel(unit.Image.TypeOf(use.Used))))
            {
                continue;
            }

            // The tuple of 'let a, b = f ()' has an accessor too, with a number behind its name, but so have a and b.
            var reader = unit.Image.Reader;
            var accessor = reader.GetString(reader.GetMethodDefinition((MethodDefinitionHandle)use.User).Name);
            if (!accessor.StartsWith("get_", StringComparison.Ordinal) || accessor.Contains("@") || names.Contains(unit.Image.DescribeMember(use.User)))
                continue;
            first ??= unit.Module.Symbols.LocationOf((FieldDefinitionHandle)use.Used);
            names.Add(unit.Image.DescribeMember(use.User));
        }
    }
}
