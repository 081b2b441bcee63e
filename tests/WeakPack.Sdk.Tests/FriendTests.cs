namespace WeakPack.Sdk.Tests;

/// <summary>Friends that link the same unit, in more than one language: neither compiler sees the other's copy.</summary>
[TestClass]
public class FriendTests
{
    private const string Pens = """
        namespace Vcl
        {
            [WeakPackageUnit] public class Pen { public string Ink => "ink" + Pens.Twice(1); public static string Where => typeof(Pen).Assembly.GetName().Name!; }
            [WeakPackageUnit] public static class Pens { public static int Twice(this int number) => number * 2; }
        }
        """;

    [TestMethod]
    [DataRow("true", DisplayName = "with reference assemblies")]
    [DataRow("false", DisplayName = "without")]
    public void Friends_in_both_languages_link_the_same_unit(string produceReferenceAssembly)
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pens).With("ProduceReferenceAssembly", produceReferenceAssembly);
        var library = workspace.LibraryIn("vb", "Lib", """
            <Assembly: System.Runtime.CompilerServices.InternalsVisibleTo("InVisualBasic")>
            <Assembly: System.Runtime.CompilerServices.InternalsVisibleTo("InCSharp")>
            Public Class Library
                Friend Function Draw(pen As Vcl.Pen) As String
                    Return pen.Ink
                End Function
                Friend Shared Function Tell() As String
                    Return New Library().Draw(New Vcl.Pen()) & Vcl.Pen.Where
                End Function
            End Class
            """, package).With("ProduceReferenceAssembly", produceReferenceAssembly).With("RootNamespace", "Shelf");
        var basic = workspace.ApplicationIn("vb", "InVisualBasic", """
            Imports Vcl
            Module Program
                Sub Main()
                    System.Console.WriteLine(Shelf.Library.Tell() & New Pen().Ink & 3.Twice() & Pen.Where)
                End Sub
            End Module
            """, library, package);
        var csharp = workspace.Application("InCSharp", "using Vcl; Console.WriteLine(Shelf.Library.Tell() + new Pen().Ink + 3.Twice() + Pen.Where);", library, package);

        basic.Build("-warnaserror");
        csharp.Build("-warnaserror");

        Assert.AreSequenceEqual(["ink2Libink26InVisualBasic"], basic.Run());
        Assert.AreSequenceEqual(["ink2Libink26InCSharp"], csharp.Run());
        Assert.IsFalse(basic.Mentions("Vcl"));
        Assert.IsFalse(csharp.Mentions("Vcl"));
    }

    [TestMethod]
    public void A_test_project_of_a_library_sees_its_internals_and_links_the_unit_itself()
    {
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", Pens);
        var library = workspace.Library("Lib", """
            public static class Library { internal static string Ink => new Vcl.Pen().Ink + Vcl.Pen.Where; }
            """, package).WithItems("""<InternalsVisibleTo Include="Lib.Tests" />""");
        var tests = workspace.Application("Lib.Tests", "Console.WriteLine(Library.Ink + new Vcl.Pen().Ink + Vcl.Pen.Where);", library, package);

        tests.Build("-warnaserror");

        Assert.AreSequenceEqual(["ink2Libink2Lib.Tests"], tests.Run());
    }

    [TestMethod]
    public void Anonymous_types_of_Visual_Basic_are_there_once_or_under_two_names()
    {
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("vb", "Vcl", "")
            .With("RootNamespace", "Vcl")
            .Source("""
                Public Class Pen
                    Public Shared Function Text() As String
                        Dim same = New With {Key .Ink = 1}
                        Dim other = New With {.Width = 2}
                        Dim add = Function(a As Integer, ByRef b As Integer) a + b
                        Return same.ToString() & other.ToString() & add(1, other.Width)
                    End Function
                End Class
                """, "Pen.vb")
            .WithItems("""<Compile Update="Pen.vb" WeakUnit="true" />""");
        var app = workspace.ApplicationIn("vb", "App", """
            Module Program
                Sub Main()
                    Dim key = New With {Key .Width = 3}
                    Dim same = New With {Key .Ink = 4}
                    Dim add = Function(a As Integer, ByRef b As Integer) a + b
                    System.Console.WriteLine(Vcl.Pen.Text() & key.ToString() & same.ToString() & add(5, 6))
                End Sub
            End Module
            """, package);

        app.Build();

        Assert.AreSequenceEqual(["{ Ink = 1 }{ Width = 2 }3{ Width = 3 }{ Ink = 4 }11"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.HasCount(3, app.Dll.Types.Keys.Where(type => type.StartsWith("VB$AnonymousType_", StringComparison.Ordinal)));
        Assert.HasCount(1, app.Dll.Types.Keys.Where(type => type.StartsWith("VB$AnonymousDelegate_", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void What_Visual_Basic_embeds_of_its_runtime_is_there_once()
    {
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("vb", "Vcl", "")
            .With("RootNamespace", "Vcl").With("VBRuntime", "Embed")
            .Source("""
                Public Class Pen
                    Public Shared Function Text(value As Object) As String
                        Return Microsoft.VisualBasic.ChrW(65) & CInt(value)
                    End Function
                End Class
                """, "Pen.vb")
            .WithItems("""<Compile Update="Pen.vb" WeakUnit="true" />""");
        var app = workspace.ApplicationIn("vb", "App", """
            Module Program
                Sub Main()
                    Dim value As Object = "3"
                    System.Console.WriteLine(Vcl.Pen.Text("2") & Microsoft.VisualBasic.ChrW(66) & CInt(value))
                End Sub
            End Module
            """, package).With("VBRuntime", "Embed");

        app.Build();

        Assert.AreSequenceEqual(["A2B3"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.HasCount(1, app.Dll.Types.Keys.Where(type => type.StartsWith("Microsoft.VisualBasic.CompilerServices.Conversions", StringComparison.Ordinal)));
    }
}
