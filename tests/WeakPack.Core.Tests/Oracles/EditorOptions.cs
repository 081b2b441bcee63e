using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>The project's marks as sdk/targets/WeakPack.Analyzers.targets hands them to the compiler.</summary>
internal sealed class EditorOptions(UnitMarks marks) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new()
    {
        ["build_property.WeakPackUnitMarks"] = string.Join('|', marks.Units),
        ["build_property.WeakPackNamespaceMarks"] = string.Join('|', marks.Namespaces.Select(mark => $"{mark.Namespace}/{string.Join(',', mark.Except)}")),
    });

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) =>
        new Options(marks.Files.Any(file => file.Document == tree.FilePath) ? new() { ["build_metadata.Compile.WeakUnit"] = "true" } : []);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options([]);

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => values.TryGetValue(key, out value);
    }
}
