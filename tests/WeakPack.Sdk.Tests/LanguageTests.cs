namespace WeakPack.Sdk.Tests;

[TestClass]
public class LanguageTests
{
    [TestMethod]
    public void A_unit_of_Visual_Basic_is_linked_into_programs_of_other_languages()
    {
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("vb", "Vcl", """
                Public Interface IStrong
                End Interface
                """)
            .Source("""
                Public Class Pen
                    Public Shared Function Text() As String
                        Return "pen of " & GetType(Pen).Assembly.GetName().Name
                    End Function
                End Class
                """, "Pen.vb")
            .WithItems("""<Compile Update="Pen.vb" WeakUnit="true" />""");
        var csharp = workspace.Application("InCSharp", "Console.WriteLine(Vcl.Pen.Text());", package);
        var fsharp = workspace.ApplicationIn("fs", "InFSharp", "printfn \"%s\" (Vcl.Pen.Text())", package);

        csharp.Build();
        fsharp.Build();

        Assert.IsFalse(package.Dll.Types.ContainsKey("Vcl.Pen"));
        Assert.IsFalse(csharp.Mentions("Vcl"));
        Assert.IsFalse(fsharp.Mentions("Vcl"));
        Assert.AreSequenceEqual(["pen of InCSharp"], csharp.Run());
        Assert.AreSequenceEqual(["pen of InFSharp"], fsharp.Run());
    }
}
