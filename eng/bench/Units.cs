using System.Text;
using Microsoft.CodeAnalysis;
using WeakPack.Packaging;
using WeakPack.Units;

namespace WeakPack.Bench;

/// <summary>A generated package of ordinary classes, about 1 KB each, and applications that use some of them.</summary>
internal sealed class Units
{
    private const int GroupSize = 10;

    private readonly int _types;
    private readonly int _weak;
    private readonly string _source;
    private readonly AssemblyImage _compiled;

    /// <summary>A package of many types, of which the first ones are weak. In each ten of them each uses the next.</summary>
    public Units(int types, int weak)
    {
        (_types, _weak) = (types, weak);
        _source = "namespace Acme;\n" + string.Concat(Enumerable.Range(0, types).Select(Source));
        _compiled = Compile();
        Package = Split();
        References = [.. Inputs.Framework, Reference.FromImage(Package.Runtime!, Package.ImportLibrary)];
    }

    public SplitResult Package { get; }

    /// <summary>What an application is compiled against.</summary>
    public IReadOnlyList<Reference> References { get; }

    public AssemblyImage Compile() => Inputs.Compile("Acme", _source, OutputKind.DynamicallyLinkedLibrary, []);

    public SplitResult Split() => Bench.Split(new()
    {
        Assembly = _compiled,
        Marks = new UnitMarks { Units = [.. Enumerable.Range(0, _weak).Select(i => $"Acme.Type{i}")] },
        References = Inputs.Framework,
    });

    /// <summary>An application that uses the first units; of one, the last of its ten, which brings no other.</summary>
    public AssemblyImage Application(int units)
    {
        var source = new StringBuilder("var sum = 0;\n");
        for (var i = 0; i < units; i++)
            source.Append($"sum += new Acme.Type{(units == 1 ? GroupSize - 1 : i)}().Add(\"{i}\", {i});\n");
        return Inputs.Compile("App", source.Append("System.Console.WriteLine(sum);\n").ToString(), OutputKind.ConsoleApplication, [Package.ImportLibrary!]);
    }

    private string Source(int number)
    {
        var isLast = number % GroupSize == GroupSize - 1 || number + 1 == _types || number + 1 == _weak;
        return $$"""
            public sealed class Type{{number}}
            {
                private readonly System.Collections.Generic.Dictionary<string, int> _values = [];
                public int Count => _values.Count;
                public string Name { get; set; } = "type {{number}}";
                public int Add(string key, int value)
                {
                    if (!_values.TryGetValue(key, out var known))
                        _values.Add(key, known = {{(isLast ? "value" : $"new Type{number + 1}().Add(key, value)")}});
                    return known + {{number}};
                }
                public override string ToString() => string.Join(", ", System.Linq.Enumerable.Select(_values, pair => pair.Key + "=" + pair.Value)) + Name;
            }

            """;
    }
}
