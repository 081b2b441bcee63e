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
        var values = Values(unit).GroupBy(value => value.Name).Select(group => group.First()).ToList();
        if (values.Count == 0)
            yield break;

        var names = string.Join(", ", values.Select(value => $"'{value.Name}'"));
        yield return Diagnostic.Create(Descriptors.Initialization, unit.Module.Symbols.LocationOf(values[0].Field), unit.Name,
            $"{(values.Count == 1 ? "the top-level value" : "the top-level values")} {names} of an F# module, computed when first used and then kept (a function, 'let {values[0].Name.Split('.').Last()} () = …', computes its value at each call)");
    }

    private static IEnumerable<(string Name, FieldDefinitionHandle Field)> Values(Unit unit)
    {
        foreach (var use in unit.Types.SelectMany(unit.Module.Graph.Uses))
        {
            if (use.Used.Kind != HandleKind.FieldDefinition || use.User.Kind != HandleKind.MethodDefinition
                || !FSharp.IsStartupClass(unit.Image, unit.Image.TopLevel(unit.Image.TypeOf(use.Used))))
            {
                continue;
            }

            // The tuple of 'let a, b = f ()' has an accessor too, with a number behind its name, but so have a and b.
            var reader = unit.Image.Reader;
            var accessor = reader.GetString(reader.GetMethodDefinition((MethodDefinitionHandle)use.User).Name);
            if (accessor.StartsWith("get_", StringComparison.Ordinal) && !accessor.Contains("@"))
                yield return (unit.Image.DescribeMember(use.User), (FieldDefinitionHandle)use.Used);
        }
    }
}
