namespace WeakPack.Core.Tests.Stress;

/// <summary>What else than made and told a type can be.</summary>
internal enum Trait
{
    /// <summary>Nothing is asked.</summary>
    Any,

    /// <summary>A class with a constructor (int) and a virtual Tell().</summary>
    Base,

    /// <summary>An interface of which only int Score(int) has to be implemented.</summary>
    Interface,

    /// <summary>An enum with members of the values 0 to 3.</summary>
    Enum,

    /// <summary>A struct.</summary>
    Struct,
}

/// <summary>A type as other code uses it.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Make">An expression that makes a value from the number #.</param>
/// <param name="Tell">An expression that tells in a string what the value # holds.</param>
/// <param name="Trait">What else it can be.</param>
internal sealed record Face(string Type, string Make, string Tell, Trait Trait = Trait.Any)
{
    public static Face Int { get; } = new("int", "(# + 1)", "(#).ToString()", Trait.Struct);

    /// <summary>What stands in for a used type as long as there is none.</summary>
    public static IReadOnlyList<Face> OfFramework { get; } =
    [
        Int,
        new("string", "(\"s\" + (#))", "(#).ToUpperInvariant()"),
        new("System.TimeSpan", "System.TimeSpan.FromHours((#) & 1023)", "(#).ToString()", Trait.Struct),
        new("System.DayOfWeek", "(System.DayOfWeek)((#) & 3)", "(#).ToString()", Trait.Enum),
        new("System.Exception", "new System.Exception(\"e\" + (#))", "(#).Message"),
    ];

    public string Made(string number) => Make.Replace("#", number, StringComparison.Ordinal);

    public string Told(string value) => Tell.Replace("#", value, StringComparison.Ordinal);
}

/// <summary>A generic type, which makes one face of another.</summary>
/// <param name="Type">Its name, with @ for the argument.</param>
/// <param name="Make">An expression that makes one around the value #.</param>
/// <param name="Tell">An expression that tells what # holds, where ~ tells what the argument e holds.</param>
internal sealed record Wrap(string Type, string Make, string Tell)
{
    public static IReadOnlyList<Wrap> OfFramework { get; } =
    [
        new("System.Collections.Generic.List<@>", "new System.Collections.Generic.List<@> { # }", "string.Join(\"|\", (#).Select(e => ~))"),
        new("@[]", "new @[] { # }", "string.Join(\"|\", (#).Select(e => ~))"),
        new("(@ First, int Second)", "(#, 7)", "new System.Func<(@, int), string>(t => new System.Func<@, string>(e => ~)(t.Item1) + t.Item2)(#)"),
        new("System.Func<@>", "new System.Func<@>(() => #)", "new System.Func<@, string>(e => ~)((#).Invoke())"),
        new("System.Collections.Generic.Dictionary<string, @>", "new System.Collections.Generic.Dictionary<string, @> { [\"k\"] = # }", "string.Join(\"|\", (#).Values.Select(e => ~))"),
        new("System.Lazy<@>", "new System.Lazy<@>(() => #)", "new System.Func<@, string>(e => ~)((#).Value)"),
    ];

    public Face Around(Face argument) => new(
        Of(Type, argument),
        Of(Make, argument).Replace("#", argument.Make, StringComparison.Ordinal),
        Of(Tell, argument).Replace("~", argument.Told("e"), StringComparison.Ordinal));

    private static string Of(string text, Face argument) => text.Replace("@", argument.Type, StringComparison.Ordinal);
}
