namespace WeakPack.Core.Tests.Linking;

/// <summary>What a linked unit knows of the framework is named as the consumer names it.</summary>
[TestClass]
public sealed class ScopeTests
{
    private const string Unit = """
        [WeakPackageUnit] public static class Tools
        {
            public static string Text => string.Join(" ", new HashSet<int> { 1, 2 }.Select(i => new Uri("http://host/" + i).Host)) + typeof(Dictionary<,>.Enumerator).Name + new System.Text.RegularExpressions.Regex("a");
            public static async Task<int> LaterAsync() { await Task.Delay(1); return 7; }
        }
        """;

    [TestMethod]
    public void A_netstandard_unit_in_a_net10_program_refers_to_what_net10_has()
    {
        var linked = Consumer.Of("Console.WriteLine(Tools.Text + Tools.LaterAsync().Result);", PackageFor(TargetFramework.NetStandard20)).With(For(TargetFramework.Net100)).Link();

        linked.Runs("host hostEnumeratora7")
            .Output(dll => Assert.AreSequenceEqual(["System.Collections", "System.Console", "System.Linq", "System.Runtime", "System.Text.RegularExpressions"], [.. dll.AssemblyReferences.Order(StringComparer.Ordinal)]));
    }

    [TestMethod]
    public void A_netstandard_unit_in_a_net472_program_refers_to_what_net472_has()
    {
        var linked = Consumer.Of("Console.WriteLine(Tools.Text + Tools.LaterAsync().Result);", PackageFor(TargetFramework.NetStandard20)).With(For(TargetFramework.Net472)).Link();

        linked.Output(dll => Assert.AreSequenceEqual(["System", "System.Core", "mscorlib"], [.. dll.AssemblyReferences.Order(StringComparer.Ordinal)]));
    }

    [TestMethod]
    public void A_unit_for_reference_assemblies_in_a_program_for_their_implementation_follows_forwards()
    {
        var linked = Consumer.Of("Console.WriteLine(Tools.Text + Tools.LaterAsync().Result);", PackageFor(TargetFramework.Net100)).Link();

        linked.Runs("host hostEnumeratora7")
            .Output(dll => Assert.DoesNotContain("System.Runtime", dll.AssemblyReferences));
    }

    [TestMethod]
    public void A_program_that_refers_to_the_facade_itself_gets_no_second_name_for_the_core_library()
    {
        var facade = Package.Of("public static class Strong { public static object One => 1; }" + Unit).With(For(TargetFramework.NetStandard20)).Split();
        var linked = Consumer.Library("public static class Lib { public static string Text => Tools.Text + Strong.One; }", facade).With(For(TargetFramework.NetStandard20)).Link();

        linked.Output(dll => Assert.AreSequenceEqual(["Pack1", "netstandard"], [.. dll.AssemblyReferences.Order(StringComparer.Ordinal)]));
    }

    [TestMethod]
    public void What_a_facade_forwards_to_an_assembly_that_the_project_does_not_reference_is_told()
    {
        var package = Package.Of("[WeakPackageUnit] public static class Web { public static Type Client => typeof(System.Net.Http.HttpClient); } public class Strong;").With(For(TargetFramework.NetStandard20)).Split();

        Consumer.Of("Console.WriteLine(Web.Client);", package).With(For(TargetFramework.Net472))
            .Rejects("WP3006", "needs 'System.Net.Http.HttpClient' (in 'Web.get_Client'), which was expected in 'netstandard' (version 2.0.0.0), but 'netstandard' forwards it to 'System.Net.Http', version 4.0.0.0, which is not among the references. Reference the version of 'System.Net.Http'");
        Consumer.Of("Console.WriteLine(Web.Client);", package).With(For(TargetFramework.Net100)).Link()
            .Runs("System.Net.Http.HttpClient");
    }

    private static CompileOptions For(TargetFramework framework) => new() { Framework = framework };

    private static SplitPackage PackageFor(TargetFramework framework) => Package.Of(Unit + "public class Strong;").With(For(framework)).Split();
}
