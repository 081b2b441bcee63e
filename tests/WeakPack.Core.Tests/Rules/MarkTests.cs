using WeakPack.Diagnostics;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Rules;

/// <summary>How units are marked, and WP2222, WP2223 and WP3002 for marks that can't be honoured.</summary>
[TestClass]
public sealed class MarkTests
{
    private const string Source = """
        namespace Acme { public class A; public class B<T>; }
        namespace Acme.Interop { public class C; public enum D; internal class E; }
        namespace Acme.Interop.Deep { public delegate void F(); }
        namespace Acme.Interoperable { public class G; }
        """;

    [TestMethod]
    public void A_type_by_its_attribute_and_types_that_share_a_name()
    {
        var package = Package.Of("""
            [WeakPackageUnit] public class Alone;
            [WeakPackageUnit("Pair")] public class Left;
            [WeakPackageUnit("Pair")] public struct Right;
            public class Strong;
            """).Accepts();

        Assert.AreEqual("Alone:Alone;Pair:Left,Right", Describe(package));
        package.Runtime(dll => CollectionAssert.AreEqual(new[] { "Strong" }, dll.Types.ToArray()));
    }

    [TestMethod]
    public void A_type_by_its_name_in_the_project() =>
        Assert.AreEqual("Acme.A:Acme.A;Acme.B`1:Acme.B`1", Describe(Package.Of(Source).MarkedUnits("Acme.A", "Acme.B`1").Accepts()));

    [TestMethod]
    public void A_namespace_with_what_is_below_it_and_its_exceptions()
    {
        var package = Package.Of(Source).Marked(new UnitMarks { Namespaces = [new("Acme.Interop", ["Acme.Interop.D"])] }).Accepts();

        Assert.AreEqual("Acme.Interop.C:Acme.Interop.C;Acme.Interop.Deep.F:Acme.Interop.Deep.F;Acme.Interop.E:Acme.Interop.E", Describe(package));
    }

    [TestMethod]
    public void A_file_also_of_types_without_methods()
    {
        var package = Package.Of([
            new("/src/Weak.cs", "namespace Files; public enum Kind { A } public interface IThing { int Do(); } public class Code { public int Do() => 1; } public delegate void Act(); public struct Data { public int X; }"),
            new("/src/Strong.cs", "namespace Files; public class Strong { public int Do() => 2; }"),
        ]).Marked(new UnitMarks { Files = [new("/src/Weak.cs")] }).Accepts();

        Assert.AreEqual("Files.Act:Files.Act;Files.Code:Files.Code;Files.Data:Files.Data;Files.IThing:Files.IThing;Files.Kind:Files.Kind", Describe(package));
    }

    [TestMethod]
    public void A_package_without_marks_has_no_import_library() =>
        Assert.IsNull(Package.Of(Source).Accepts().Result.ImportLibrary);

    [TestMethod]
    public void The_marks_leave_no_trace() =>
        Package.Of("""
            [WeakPackageUnit] public class Weak;
            public class Strong;
            """)
        .Accepts()
        .Runtime(dll => Assert.DoesNotContain("WeakPack.Annotations", dll.AssemblyReferences))
        .ImportLibrary(wpi =>
        {
            Assert.DoesNotContain("WeakPack.Annotations", wpi.AssemblyReferences);
            Assert.DoesNotContain("WeakPack.WeakPackageUnitAttribute", wpi.Type("Weak").Attributes);
        })
        .ReferenceAssembly(dll => Assert.DoesNotContain("WeakPack.Annotations", dll.AssemblyReferences));

    [TestMethod]
    public void A_nested_type_is_no_unit() =>
        Package.Of("public class Outer { [WeakPackageUnit] public class Inner; }").Rejects("WP3002", "Inner");

    [TestMethod]
    public void A_mark_that_names_nothing_is_an_error()
    {
        Package.Of(Source).MarkedUnits("Acme.Nobody").Rejects("WP3002", "Acme.Nobody");
        Package.Of(Source).Marked(new UnitMarks { Namespaces = [new("Nowhere", [])] }).Rejects("WP3002", "Nowhere");
        Package.Of(Source).Marked(new UnitMarks { Namespaces = [new("Acme", ["Acme.Nobody"])] }).Rejects("WP3002", "Acme.Nobody");
        Package.Of(Source).Marked(new UnitMarks { Files = [new("/src/Nowhere.cs")] }).Rejects("WP3002", "Nowhere.cs");
    }

    [TestMethod]
    public void An_executable_holds_no_units() =>
        Package.Of("""
            Console.WriteLine(new Weak());
            [WeakPackageUnit] public class Weak;
            """).AsExecutable().Rejects("WP3002", "Weak");

    [TestMethod]
    public void A_unit_can_not_be_weak_and_denied()
    {
        var result = Package.Of("[WeakPackageUnit, DenyPackageUnit] public class Unit1;").TrySplit();
        Expect.Reported(result.Diagnostics, "WP2222", "Unit1");
        Assert.IsFalse(result.Succeeded);
    }

    [TestMethod]
    public void A_denied_unit_is_not_put_into_a_package() =>
        Package.Of("[DenyPackageUnit] public class Unit1;").Rejects("WP2223", "Unit1");

    [TestMethod]
    public void A_denied_unit_may_be_in_an_executable() =>
        Package.Of("""
            Console.WriteLine(new Unit1());
            [DenyPackageUnit] public class Unit1;
            """).AsExecutable().Accepts();

    private static string Describe(SplitPackage package) =>
        string.Join(";", package.Result.Units.OrderBy(u => u.Name, StringComparer.Ordinal).Select(u => $"{u.Name}:{string.Join(",", u.Types)}"));

    [TestMethod]
    [DataRow("""<WeakUnit Include="Acme.A;Acme.Nobody" />""", 3, 5, DisplayName = "a unit among others")]
    [DataRow("""<!-- <WeakUnit Include="Acme.Nobody" /> --> <WeakUnit Remove="Acme.Nobody" /><WeakUnit Include=" Acme.Nobody " />""", 3, 82, DisplayName = "behind a comment")]
    [DataRow("""<WeakNamespace Include="Acme" Except="Acme.A;Acme.Nobody" />""", 3, 5, DisplayName = "an exception")]
    [DataRow("""<Compile Update="..\code\Empty.cs" WeakUnit="true" />""", 3, 5, DisplayName = "a file")]
    [DataRow("""<WeakUnit Include="$(Unit)" />""", 0, 0, DisplayName = "a property, which does not tell")]
    public void A_mark_that_names_nothing_is_told_at_its_line_of_the_project_file(string item, int line, int column)
    {
        var project = Path.GetTempFileName();
        try
        {
            File.WriteAllText(project, $"<Project>\n  <ItemGroup>\n    {item}\n  </ItemGroup>\n</Project>");
            var marks = item.Contains("Namespace", StringComparison.Ordinal) ? new UnitMarks { Namespaces = [new("Acme", ["Acme.Nobody"])] }
                : item.Contains("Compile", StringComparison.Ordinal) ? new UnitMarks { Files = [new("/code/Empty.cs")] }
                : new UnitMarks { Units = ["Acme.Nobody"] };

            var found = Package.Of(Source).Marked(new() { Units = marks.Units, Namespaces = marks.Namespaces, Files = marks.Files, ProjectFiles = ["/nowhere/Directory.Build.props", project] }).TrySplit()
                .Diagnostics.Single(diagnostic => diagnostic.Descriptor.Id == "WP3002");

            Assert.AreEqual(line == 0 ? null : new SourceLocation(project, line, column), found.Location);
        }
        finally
        {
            File.Delete(project);
        }
    }
}
