namespace WeakPack.Core.Tests.Linking;

/// <summary><c>[assembly: DefaultDllImportSearchPaths]</c> of a package: it holds for the P/Invokes of its units in any assembly.</summary>
[TestClass]
public sealed class SearchPathTests
{
    private const string Native = """
        [WeakPackageUnit] public static class Native
        {
            [DllImport("nowhere")] public static extern int Silent();
            [DllImport("nowhere"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)] public static extern int Own();
            public static int Managed() => 3;
            public static class Nested { [DllImport("nowhere")] public static extern int Silent(); }
        }
        """;

    private const string Tell = """
        string Of(System.Reflection.MemberInfo member) => (member.GetCustomAttributes(typeof(DefaultDllImportSearchPathsAttribute), false).SingleOrDefault() as DefaultDllImportSearchPathsAttribute)?.Paths.ToString() ?? "none";
        Console.WriteLine(string.Join(";", new[] { "Silent", "Own", "Managed" }.Select(name => Of(typeof(Native).GetMethod(name)!))) + ";" + Of(typeof(Native.Nested).GetMethod("Silent")!));
        try { Native.Silent(); } catch (DllNotFoundException) { Console.WriteLine("sought"); }
        """;

    private const string Using = "using System.Runtime.InteropServices; ";
    private const string Said = "[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)] ";

    [TestMethod]
    public void A_copied_P_Invoke_keeps_the_search_paths_of_its_packages_assembly() =>
        Consumer.Of(Using + Tell, Package.Of(Using + Said + Native).Split()).Link().Runs("SafeDirectories;System32;none;SafeDirectories\nsought");

    [TestMethod]
    [DataRow("")]
    [DataRow("[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)] ")]
    public void Where_a_package_says_nothing_the_consumer_has_its_say(string said) =>
        Consumer.Of(Using + said + Tell, Package.Of(Using + Native).Split()).Link().Runs("none;System32;none;none\nsought");

    [TestMethod]
    public void A_unit_that_comes_by_two_ways_is_one_and_keeps_its_paths_on_both()
    {
        var first = Package.Of(Using + Said + Native, "First").Split();
        var second = Package.Of("[WeakPackageUnit] public static class Caller { public static Type Seen => typeof(Native); }", "Second").Requires(first).Split();

        Consumer.Of(Using + Tell + "Console.WriteLine(Caller.Seen == typeof(Native));", first, second).Link().Runs("SafeDirectories;System32;none;SafeDirectories\nsought\nTrue");
        Consumer.Of("Console.WriteLine(Caller.Seen.GetMethod(\"Silent\")!.GetCustomAttributesData().Count(a => a.ToString().Contains(\"SearchPaths\")));", second).Link().Runs("1");
    }

    [TestMethod]
    public void Units_with_other_search_paths_are_not_alike()
    {
        var first = Package.Of(Using + Said + Native, "First").Split();
        var second = Package.Of(Using + Native, "Second").Split();
        var third = Package.Of("[WeakPackageUnit] public static class Caller { public static Type Seen => typeof(Native); }", "Third").Requires(second).Split();

        Consumer.Of(Using + Tell + "Console.WriteLine(Caller.Seen == typeof(Native));", first, third).Link().Runs("SafeDirectories;System32;none;SafeDirectories\nsought\nFalse");
    }
}
