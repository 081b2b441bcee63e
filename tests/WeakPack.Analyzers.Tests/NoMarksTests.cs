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
    [DataRow("[@WeakPackage\\u0055nit] public class Weak;", true)]
    [DataRow("using Mark = WeakPack.WeakPackageUnitAttribute; [Mark] public class Weak;", true)]
    [DataRow("public class Strong { public string Text => \"\\u0055\"; } // PackageUnit", false)]
    public void Actions_are_registered_where_there_is_a_mark_and_nowhere_else(string source, bool isRegistered)
    {
        var analysis = Editor.Of(source).Compile().WithAnalyzers(Editor.Analyzers);
        _ = analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

        var counts = Editor.Analyzers.Select(analyzer => Actions(analysis.GetAnalyzerTelemetryInfoAsync(analyzer, default).GetAwaiter().GetResult())).ToList();

        Assert.AreEqual(isRegistered, counts.Exists(count => count > 0), string.Join(' ', counts));
    }

    [TestMethod]
    public void A_mark_is_found_wherever_it_stands_in_a_long_file()
    {
        // The text is looked at piece by piece.
        for (var length = 4060; length < 4110; length++)
        {
            var source = "//".PadRight(length) + "\n[WeakPackageUnit] public class Weak { public static int Count; }";

            Assert.AreEqual("WP2203", Editor.Of(source).Find().Single().Id, $"behind {length} characters");
        }
    }

    private static int Actions(AnalyzerTelemetryInfo info) =>
        info.SymbolActionsCount + info.OperationActionsCount + info.SyntaxNodeActionsCount + info.CompilationEndActionsCount + info.SemanticModelActionsCount;
}
