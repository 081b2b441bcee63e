using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using WeakPack.Core.Tests.Oracles;

namespace WeakPack.Sdk.Tests;

[TestClass]
public class SigningTests
{
    [TestMethod]
    public void A_signed_package_and_its_signed_friend_stay_signed()
    {
        using var workspace = new Workspace();
        var publicKey = WriteKey(workspace);
        var package = Signed(workspace.Library("Vcl", $$"""
            [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("App, PublicKey={{publicKey}}")]
            namespace Vcl
            {
                public static class Memo { internal static string Text => "memo"; }
                [WeakPackageUnit] public static class Pen { public static string Text => "pen" + Nib.Width; internal static string Hidden => "hidden"; }
                internal static class Nib { public static int Width => 1; }
            }
            """));
        var app = Signed(workspace.Application("App", """Console.WriteLine(Vcl.Pen.Text + Vcl.Pen.Hidden + Vcl.Memo.Text); Console.WriteLine(typeof(Vcl.Memo).Assembly.GetName().GetPublicKeyToken()!.Length);""", package));

        app.Build();

        Assert.AreSequenceEqual(["pen1hiddenmemo", "8"], app.Run());
        foreach (var file in new[] { package.Output("Vcl.dll"), package.Intermediate("ref/Vcl.dll"), app.Output("App.dll"), app.Intermediate("ref/App.dll") })
        {
            var name = StrongNameOracle.Of(File.ReadAllBytes(file));
            Assert.IsTrue(name.IsValid, file);
            Assert.AreEqual(publicKey, Convert.ToHexStringLower(name.PublicKey));
        }

        // Nothing is signed twice, and another key signs everything anew.
        Assert.IsFalse(app.Build().Ran("App", "WeakPackLinkUnits"));
        var otherKey = WriteKey(workspace);
        package.Source($$"""namespace Vcl { public static class Memo { public static string Text => "memo"; } [WeakPackageUnit] public static class Pen { public static string Text => "pen"; public static string Hidden => ""; } }""");
        app.Build();
        foreach (var file in new[] { package.Output("Vcl.dll"), app.Output("App.dll") })
        {
            var name = StrongNameOracle.Of(File.ReadAllBytes(file));
            Assert.IsTrue(name.IsValid, file);
            Assert.AreEqual(otherKey, Convert.ToHexStringLower(name.PublicKey));
        }
    }

    [TestMethod]
    [DataRow("PublicSign", true)]
    [DataRow("DelaySign", false)]
    public void What_is_signed_later_or_never_stays_so(string property, bool isMarkedSigned)
    {
        using var workspace = new Workspace();
        WriteKey(workspace);
        var package = Signed(workspace.Library("Vcl", Fixtures.Vcl)).With(property, "true");
        var app = Signed(workspace.Application("App", Fixtures.UsesBoth, package)).With(property, "true");

        app.Build();

        Assert.AreSequenceEqual(["pen of App", "memo of Vcl"], app.Run());
        foreach (var file in new[] { package.Output("Vcl.dll"), app.Output("App.dll") })
        {
            var name = StrongNameOracle.Of(File.ReadAllBytes(file));
            Assert.IsTrue(name.Signature.All(value => value == 0), file);
            Assert.HasCount(256, name.Signature);
            Assert.AreEqual(isMarkedSigned, name.Flags.HasFlag(CorFlags.StrongNameSigned));
        }
    }

    [TestMethod]
    public void A_key_that_only_the_source_names_is_a_finding()
    {
        using var workspace = new Workspace();
        WriteKey(workspace);
        var package = workspace.Library("Vcl", "[assembly: System.Reflection.AssemblyKeyFile(\"../key.snk\")]" + Fixtures.Vcl.Replace("namespace Vcl;", "namespace Vcl {") + "}").With("NoWarn", "CS7033;CS7035;CS1699");

        var error = package.FailToBuild().Error;

        Assert.AreEqual("WP3107", error.Code);
        Assert.Contains("AssemblyOriginatorKeyFile", error.Message);
    }

    private static Project Signed(Project project) => project.With("SignAssembly", "true").With("AssemblyOriginatorKeyFile", @"..\key.snk");

    private static string WriteKey(Workspace workspace)
    {
        using var rsa = new RSACryptoServiceProvider(2048);
        File.WriteAllBytes(Path.Combine(workspace.Folder, "key.snk"), rsa.ExportCspBlob(includePrivateParameters: true));
        var half = rsa.ExportCspBlob(includePrivateParameters: false);
        half[5] = 0x24; // a key for signing, as the compiler has it in names, and not for exchange
        return Convert.ToHexStringLower([0x00, 0x24, 0x00, 0x00, 0x04, 0x80, 0x00, 0x00, .. BitConverter.GetBytes(half.Length), .. half]);
    }
}
