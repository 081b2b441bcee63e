namespace WeakPack.Sdk.Tests;

[TestClass]
public class LanguageTests
{
    [TestMethod]
    public void Packages_and_programs_of_all_three_languages_fit_together()
    {
        using var workspace = new Workspace();
        Project[] packages =
        [
            workspace.Library("InCs", """
                namespace InCs;
                public static class Memo { public static string Text => "memo of " + typeof(Memo).Assembly.GetName().Name; }
                [WeakPackageUnit] public static class Pen { public static string Text() => "cs pen of " + typeof(Pen).Assembly.GetName().Name; }
                """),
            workspace.LibraryIn("vb", "InVb", """
                Public Interface IStrong
                End Interface
                <WeakPack.WeakPackageUnit>
                Public Module Pen
                    Public Function Text() As String
                        Return "vb pen of " & GetType(Pen).Assembly.GetName().Name
                    End Function
                End Module
                """),
            workspace.LibraryIn("fs", "InFs", """
                namespace InFs
                type IStrong = interface end
                [<WeakPack.WeakPackageUnit>]
                type Nib = Fine | Broad of int
                [<WeakPack.WeakPackageUnit>]
                module Pen =
                    let write nib = match nib with Fine -> "fine" | Broad size -> $"broad {size}"
                    let text () = "fs pen of " + typeof<Nib>.Assembly.GetName().Name + " " + write (Broad 2)
                """),
        ];
        var cs = workspace.Application("CsApp", "Console.WriteLine(InCs.Pen.Text()); Console.WriteLine(InVb.Pen.Text()); Console.WriteLine(InFs.Pen.text() + InFs.Pen.write(InFs.Nib.Fine));", packages);
        var vb = workspace.ApplicationIn("vb", "VbApp", """
            Module Program
                Sub Main()
                    Console.WriteLine(InCs.Pen.Text())
                    Console.WriteLine(InVb.Pen.Text())
                    Console.WriteLine(InFs.Pen.text() & InFs.Pen.write(InFs.Nib.Fine))
                End Sub
            End Module
            """, packages);
        var fs = workspace.ApplicationIn("fs", "FsApp", """
            printfn "%s\n%s\n%s" (InCs.Pen.Text()) (InVb.Pen.Text()) (InFs.Pen.text () + InFs.Pen.write InFs.Nib.Fine)
            """, packages);

        var build = workspace.Build(cs, vb, fs);

        // Visual Basic checks arithmetic, the others don't, and nobody asked for either.
        Assert.IsEmpty(build.Findings);
        Assert.AreSequenceEqual(
            ["C#, checked false, optimized false", "VB, checked true, optimized false", "F#, checked false, optimized false"],
            packages.Select(package => package.RecordedFlags()));

        foreach (var app in new[] { cs, vb, fs })
        {
            Assert.AreSequenceEqual([$"cs pen of {app.Name}", $"vb pen of {app.Name}", $"fs pen of {app.Name} broad 2fine"], app.Run(), app.Name);
            foreach (var package in packages)
            {
                Assert.IsFalse(app.Mentions(package.Name), $"{package.Name} in {app.Name}");
                Assert.IsFalse(package.Dll.Types.ContainsKey(package.Name + ".Pen"), package.Name);
            }
        }
    }
}
