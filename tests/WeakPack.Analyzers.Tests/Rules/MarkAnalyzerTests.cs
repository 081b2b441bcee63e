using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Tests.Rules;

/// <summary>WP2222, WP2223 and WP3002 while typing, and marks of the project.</summary>
[TestClass]
public sealed class MarkAnalyzerTests
{
    [TestMethod]
    public void Marks_that_can_not_be_honoured_are_shown_at_the_type() =>
        Editor.Of("""
            [WeakPackageUnit, DenyPackageUnit] public class [|WP2222:Both|];
            [DenyPackageUnit] public class [|WP2223:Denied|];
            public class Outer { [WeakPackageUnit] public class [|WP3002:Inner|]; }
            [WeakPackageUnit] public class Fine;
            """).Shows();

    [TestMethod]
    public void An_executable_may_have_denied_types() =>
        Editor.Of("[DenyPackageUnit] public class Denied { public static void Main() { } }").AsExecutable().Shows();

    [TestMethod]
    public void An_alias_of_the_attribute_marks_too() =>
        Editor.Of("using Mark = WeakPack.WeakPackageUnitAttribute; [Mark] public class Unit1 { public static int [|WP2203:Count|]; }").Shows();

    [TestMethod]
    public void A_type_that_the_project_names_is_weak() =>
        Editor.Of("namespace Acme { public class A { public static int [|WP2203:Count|]; } public class B<T> { public static int [|WP2203:Count|]; } public class C { public static int Count; } }")
            .With("build_property.WeakPackUnitMarks", "Acme.A|Acme.B`1").Shows();

    [TestMethod]
    public void A_namespace_is_weak_with_those_below_it_but_for_its_exceptions() =>
        Editor.Of("""
            namespace Acme { public class A { public static int Count; } }
            namespace Acme.Interop { public class B { public static int [|WP2203:Count|]; } public class C { public static int Count; } public class D { public static int Count; } }
            namespace Acme.Interop.Deep { public class E { public static int [|WP2203:Count|]; } }
            namespace Acme.Interoperable { public class F { public static int Count; } }
            """).With("build_property.WeakPackNamespaceMarks", "Acme.Interop/Acme.Interop.C,Acme.Interop.D").Shows();

    [TestMethod]
    public void A_file_is_weak() =>
        Editor.Of("public class A { public static int [|WP2203:Count|]; }").With("build_metadata.Compile.WeakUnit", "true").Shows();

    [TestMethod]
    public void A_mark_of_the_project_that_names_nothing_is_told_at_the_projects_file()
    {
        var found = Editor.Of("namespace Acme { public class A; public class B<T>; public class C { public class D; } }")
            .With("build_property.MSBuildProjectFile", "Acme.csproj")
            .With("build_property.WeakPackUnitMarks", "Acme.Nobody|Acme.B|Acme.C.D|Acme.A")
            .With("build_property.WeakPackNamespaceMarks", "Nowhere/|Acme/Acme.Nobody").Find();

        var messages = string.Join('\n', found.Where(diagnostic => diagnostic.Id == "WP3002").Select(diagnostic => diagnostic.GetMessage(null)));
        Assert.HasCount(5, found);
        foreach (var words in new[] { "Include=\"Acme.Nobody\"", "write 'Acme.B`1'", "mark 'Acme.C'", "Include=\"Nowhere\"", "Except=\"Acme.Nobody\"" })
            Assert.Contains(words, messages);
        Assert.IsTrue(found.All(diagnostic => diagnostic.Location.Kind == LocationKind.ExternalFile && diagnostic.Location.GetLineSpan().Path == "Acme.csproj"));
    }

    [TestMethod]
    public void A_mark_of_the_project_that_names_nothing_is_told_at_its_line_where_the_file_is_handed_over()
    {
        var found = Editor.Of("public class A;")
            .With("build_property.MSBuildProjectFile", "Acme.csproj")
            .With("build_property.WeakPackUnitMarks", "Acme.Nobody")
            .WithFile("/src/List.txt", "<WeakUnit Include=\"Acme.Nobody\" />")
            .WithFile("/src/Acme.csproj", "<Project>\n  <ItemGroup>\n    <WeakUnit Include=\"Acme.Nobody\" />\n  </ItemGroup>\n</Project>").Find();

        var place = found.Single().Location.GetLineSpan();
        Assert.AreEqual(("/src/Acme.csproj", 2, 4), (place.Path, place.StartLinePosition.Line, place.StartLinePosition.Character));
    }
}
