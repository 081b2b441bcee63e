using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>
/// A module's types by names that are the same wherever the same source was compiled or linked: without the number by
/// which a compiler tells its anonymous types apart, and without what the linker adds to a name that was taken.
/// </summary>
/// <param name="graph">The module's types.</param>
/// <param name="hash">The content of an anonymous type, which is part of its name.</param>
internal sealed class ContentNames(UnitGraph graph, ContentHash hash)
{
    private const int ShortestSuffix = 8;

    // Behind these stands a number, and for a generic type the count of its parameters.
    private static readonly string[] Numbered = ["<>f__AnonymousType", "<>f__AnonymousDelegate", "VB$AnonymousType_", "VB$AnonymousDelegate_"];

    private readonly Dictionary<int, string> _names = [];
    private int _open;

    /// <summary>No anonymous type is looked into at the moment, in whose own content it has another name.</summary>
    public bool AreFinal => _open == 0;

    /// <summary>The name that alike types share: a helper's without its number.</summary>
    public static string KeyOf(string topLevelName)
    {
        var name = WithoutSuffix(topLevelName);
        return IsNumbered(name, out var prefix, out var arity) ? prefix + arity : name;
    }

    /// <summary>A name as it was before the linker made it another: a dollar sign and hexadecimal digits less.</summary>
    public static string WithoutSuffix(string topLevelName)
    {
        var dollar = topLevelName.LastIndexOf('$');
        return dollar >= 0 && topLevelName.Length - dollar > ShortestSuffix && topLevelName.Skip(dollar + 1).All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f')
            ? topLevelName.Substring(0, dollar)
            : topLevelName;
    }

    private static bool IsNumbered(string name, out string prefix, out string arity)
    {
        prefix = Numbered.FirstOrDefault(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        var tick = name.IndexOf('`');
        arity = tick < 0 ? "" : name.Substring(tick);
        var number = name.Length - arity.Length - prefix.Length;
        return prefix.Length > 0 && number > 0 && name.Skip(prefix.Length).Take(number).All(char.IsDigit);
    }

    /// <summary>The name with which a type counts in the content of others.</summary>
    public string Of(TypeDefinitionHandle type)
    {
        var image = graph.Image;
        var top = image.TopLevel(type);
        var name = image.FullName(type);
        var topName = image.FullName(top);
        return OfTop(top, topName) + name.Substring(topName.Length);
    }

    private string OfTop(TypeDefinitionHandle top, string name)
    {
        var token = MetadataTokens.GetToken(top);
        if (_names.TryGetValue(token, out var known))
            return known;

        var key = KeyOf(name);
        _names[token] = key;
        return IsNumbered(WithoutSuffix(name), out _, out _) ? _names[token] = key + "=" + HashOf(top) : key;
    }

    // For its own content, in which it is named too, the key has to do.
    private string HashOf(TypeDefinitionHandle top)
    {
        _open++;
        var content = hash.Of(graph.NodeOf(top));
        _open--;
        return content;
    }

    /// <summary>As <see cref="MetadataImage.Describe"/>, with the type's name being the one that counts.</summary>
    public string Describe(EntityHandle member)
    {
        var type = graph.Image.TypeOf(member);
        return Of(type).Replace('+', '.') + graph.Image.Describe(member).Substring(graph.Image.FullName(type).Length);
    }
}
