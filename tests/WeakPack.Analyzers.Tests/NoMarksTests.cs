using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace WeakPack.Analyzers.Tests;

/// <summary>A project without marks and without packages does not wait for the rules.</summary>
[TestClass]
public sealed class NoMarksTests
{
    [TestMethod]
    [DataRow("public class Strong { public static int Count; static Strong() { } }", false)]
    [DataRow("public class Strong { public string WeakPackageUnit => nameof(WeakPackageUnitAttribute); }", false)]
    [DataRow("[WeakPackageUnit] public class Weak;", true)]
    public void Actions_are_registered_where_there_is_a_mark_and_nowhere_else(string source, bool isRegistered)
    {
        var analysis = Editor.Of(source).Compile().WithAnalyzers(Editor.Analyzers);
        _ = analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

        var counts = Editor.Analyzers.Select(analyzer => Actions(analysis.GetAnalyzerTelemetryInfoAsync(analyzer, default).GetAwaiter().GetResult())).ToList();

        Assert.AreEqual(isRegistered, counts.Exists(count => count > 0), string.Join(' ', counts));
    }

    private static int Actions(AnalyzerTelemetryInfo info) =>
        info.SymbolActionsCount + info.OperationActionsCount + info.SyntaxNodeActionsCount + info.CompilationEndActionsCount + info.SemanticModelActionsCount;
}
