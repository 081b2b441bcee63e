using System.Globalization;
using WeakPack.Inspection;
using WeakPack.Linking;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Damage;

/// <summary>What is read is never run.</summary>
[TestClass]
public sealed class TrustTests
{
    [TestMethod]
    public void No_code_of_a_package_or_a_consumer_is_run()
    {
        var folder = Directory.CreateTempSubdirectory("weakpack-trust");
        try
        {
            var library = Compiler.Compile("Lib", [Marks("Lib", folder.FullName) + "[AttributeUsage(AttributeTargets.All)] public sealed class MarkedAttribute : Attribute { public MarkedAttribute() => Marks.Leave(); } public enum Kind { One }"], isExecutable: false, []);
            var package = Package.Of(Marks("Pack1", folder.FullName, "internal") + "[WeakPackageUnit, Marked] public static class Weak { public static Kind Tell() => Kind.One; } [Marked] public class Strong { static Strong() => Marks.Leave(); }")
                .References(library.Image).Split();
            var consumer = Compiler.Compile("App", [Marks("App", folder.FullName, "internal") + "[Marked] public class Own { static Own() => Marks.Leave(); static void Main() => Console.WriteLine(Weak.Tell()); }"], isExecutable: true, [package.CompileSurface, library.Image.Bytes]);
            Reference[] references = [.. Framework.References, package.Reference, Reference.FromImage(library.Image)];

            var linked = Linker.Link(new() { Consumer = consumer.Image, References = references, IsExecutable = true });
            Assert.IsTrue(linked.Succeeded, Expect.Describe(linked.Diagnostics));
            ImportLibraryContents.Read(new("Pack1.wpi", package.ImportLibraryBytes));
            UnitCandidates.Find(package.Compiled.Image, references, new Dictionary<string, string>());
            Usage.Find(linked.Output!, "Pack1", [], references);
            Deployment.Check([linked.Output!, package.RuntimeImage, library.Image], [], _ => true, []);
            Assert.IsEmpty(folder.GetFiles(), "Code was run.");

            // That it would have left a mark.
            Runner.Run(linked.Output!, [library.Image]);
            Assert.IsNotEmpty(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    [DataRow("File.cs", 1)]
    [DataRow("File.FS", 1)]
    [DataRow("id_rsa", 0)]
    [DataRow("File.txt", 0)]
    public void Of_the_documents_that_a_PDB_names_only_sources_are_opened(string name, int line)
    {
        var folder = Directory.CreateTempSubdirectory("weakpack-trust");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            File.WriteAllText(file, "class Some;");
            Assert.AreEqual(line, SourceSearch.Find(file, "Some", member: null).Line);
            Assert.AreEqual(0, SourceSearch.Find("//host" + file, "Some", member: null).Line);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void A_native_library_that_a_unit_needs_is_not_loaded()
    {
        // There is none of that name: to load it would fail.
        var package = Package.Of("[WeakPackageUnit] public static class Weak { [System.Runtime.InteropServices.DllImport(\"no-such-library\")] public static extern int Open(); }").Split();
        Consumer.Of("if (args.Length > 9) Console.WriteLine(Weak.Open());", package).Link();
    }

    private static string Marks(string name, string folder, string access = "public") => string.Create(CultureInfo.InvariantCulture, $$"""
        {{access}} static class Marks
        {
            [System.Runtime.CompilerServices.ModuleInitializer] internal static void Begin() => Leave();
            public static void Leave() => System.IO.File.WriteAllText(System.IO.Path.Combine(@"{{folder}}", "{{name}}"), "");
        }

        """);
}
