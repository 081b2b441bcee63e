using System.Text;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Linking;

/// <summary>WP3109: a Windows PDB is told of, and does not keep anything from being split or linked.</summary>
[TestClass]
public sealed class WindowsPdbTests
{
    private const string Vcl = "[WeakPackageUnit] public static class Pen { public static string Text => \"pen\"; } public static class Memo { public static string Text => \"memo\"; }";

    [TestMethod]
    public void A_package_with_a_Windows_pdb_is_split_with_a_warning_and_has_no_debug_data()
    {
        var compiled = Package.Of(Vcl).Compiled;

        var result = Splitter.Split(new SplitRequest { Assembly = WithWindowsPdb(compiled.Image), References = Framework.References });

        Expect.Reported(result.Diagnostics, "WP3109", "Pack1.dll", "Set DebugType to 'portable' or 'embedded'");
        Assert.IsTrue(result.Succeeded);
        Assert.IsNull(result.Runtime!.Symbols);
        Assert.IsNotNull(result.ImportLibrary);
    }

    [TestMethod]
    public void A_consumer_with_a_Windows_pdb_is_linked_with_a_warning_and_runs()
    {
        var package = Package.Of(Vcl).Split();
        var compiled = Consumer.Of("Console.WriteLine(Pen.Text);", package).Link().Compiled;

        var result = Link(WithWindowsPdb(compiled.Image), package);

        Expect.Reported(result.Diagnostics, "WP3109", "App.dll");
        Assert.AreEqual("pen", Runner.Run(result.Output!, []).Trim());
        Assert.IsNull(result.Output!.Symbols);
    }

    [TestMethod]
    public void A_consumer_with_a_Windows_pdb_that_uses_no_unit_keeps_it_and_nothing_is_told()
    {
        var package = Package.Of(Vcl).Split();
        var compiled = Consumer.Of("Console.WriteLine(Memo.Text);", package).Link().Compiled;
        var consumer = WithWindowsPdb(compiled.Image);

        var result = Link(consumer, package);

        Assert.IsEmpty(result.Diagnostics);
        Assert.AreSame(consumer, result.Output);
    }

    private static LinkResult Link(AssemblyImage consumer, SplitPackage package) =>
        Linker.Link(new LinkRequest { Consumer = consumer, References = [.. Framework.References, package.Reference], IsExecutable = true });

    private static AssemblyImage WithWindowsPdb(AssemblyImage image) =>
        new(image.Path, image.Bytes, [.. Encoding.ASCII.GetBytes("Microsoft C/C++ MSF 7.00\r\n\u001aDS\0\0\0"), .. new byte[4096]]);
}
