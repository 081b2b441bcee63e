namespace WeakPack.Core.Tests.Linking;

/// <summary>WP3006: what a linked unit needs is looked up in the references of the consumer, as a runtime would do it.</summary>
[TestClass]
public sealed class UndefinedSymbolTests
{
    [TestMethod]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "public static class Elsewhere;",
        "needs 'Rare.Api' (in 'Adapter.Use')", "but is not in 'Rare'", DisplayName = "type")]
    [DataRow("public class Api { public class Inner { public int One => 1; } }", "new Rare.Api.Inner().One",
        "public class Api;",
        "needs 'Rare.Api.Inner'", "but is not in 'Rare'", DisplayName = "nested type")]
    [DataRow("public class Box<T> { public int One => 1; }", "new Rare.Box<int>().One",
        "public class Box<T, U> { public int One => 1; }",
        "needs 'Rare.Box`1'", "which has 'Rare.Box`2' instead", DisplayName = "generic arity of a type")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "public static class Api { public static int Other() => 1; }",
        "needs 'Rare.Api.Call' (in 'Adapter.Use')", "but is not in 'Rare'", DisplayName = "method")]
    [DataRow("public static class Api { public static int Call(int i) => 1; }", "Rare.Api.Call(1)",
        "public static class Api { public static int Call(string s) => 1; public static int Call() => 1; }",
        "has 'static Int32 Call(String)' and 'static Int32 Call()' only, and not 'static Int32 Call(Int32)'", DisplayName = "overload")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "public static class Api { public static long Call() => 1; }",
        "has 'static Int64 Call()' only, and not 'static Int32 Call()'", DisplayName = "return type")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "public class Api { public int Call() => 1; }",
        "has 'Int32 Call()' only, and not 'static Int32 Call()'", DisplayName = "static method")]
    [DataRow("public static class Api { public static int Call<T>() => 1; }", "Rare.Api.Call<int>()",
        "public static class Api { public static int Call<T, U>() => 1; }",
        "has 'static Int32 Call`2()' only, and not 'static Int32 Call`1()'", DisplayName = "generic arity of a method")]
    [DataRow("public static class Api { public static int Call(int i, __arglist) => 1; }", "Rare.Api.Call(1, __arglist(2, 3))",
        "public static class Api { public static int Call(int i) => 1; }",
        "has 'static Int32 Call(Int32)' only, and not 'static Int32 Call(Int32, ...)'", DisplayName = "variable arguments")]
    [DataRow("public static class Api { public static int One; }", "Rare.Api.One",
        "public static class Api { public const string Two = \"\"; }",
        "needs 'Rare.Api.One'", "but is not in 'Rare'", DisplayName = "field")]
    [DataRow("public static class Api { public static int One; }", "Rare.Api.One",
        "public static class Api { public static long One; }",
        "has 'Int64 One' only, and not 'Int32 One'", DisplayName = "field's type")]
    [DataRow("public static class Api { public static int One; }", "Rare.Api.One",
        "public static class Api { public static volatile int One; }",
        "has 'Int32 modreq(System.Runtime.CompilerServices.IsVolatile) One' only, and not 'Int32 One'", DisplayName = "modifier of a field")]
    [DataRow("public class Api { public int One { get; set; } }", "new Rare.Api { One = 1 }.One",
        "public class Api { public int One { get; init; } }",
        "needs 'Rare.Api.set_One'", "modreq(System.Runtime.CompilerServices.IsExternalInit)", DisplayName = "modifier of an accessor")]
    [DataRow("public class Api { public int One { get; set; } }", "new Rare.Api { One = 1 }.One",
        "public class Api { public int One { get; } }",
        "needs 'Rare.Api.set_One'", "but is not in 'Rare'", DisplayName = "accessor")]
    [DataRow("public class Base; public class Api : Base { public int One; }", "new Rare.Api().One",
        "public class Base { public int One; } public class Api : Base;",
        "needs 'Rare.Api.One'", "but is not in 'Rare'", DisplayName = "field that moved to a base class")]
    [DataRow("public interface IApi { int Call(); }", "((Rare.IApi)null!).Call()",
        "public interface IBase { int Call(); } public interface IApi : IBase;",
        "needs 'Rare.IApi.Call'", "but is not in 'Rare'", DisplayName = "member that moved to a base interface")]
    [DataRow("public class Base<T>; public class Api : Base<int> { public int Call(int i) => 1; }", "new Rare.Api().Call(1)",
        "public class Base<T> { public int Call(T i) => 1; } public class Api : Base<string>;",
        "has 'Int32 Call(String)' only, and not 'Int32 Call(Int32)'", DisplayName = "member of a generic base that is another one")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "internal static class Api { public static int Call() => 1; }",
        "needs 'Rare.Api'", "which is internal to 'Rare' (version 1.0.0.0), and 'App' is no friend of it", DisplayName = "type that became internal")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "public static class Api { internal static int Call() => 1; }",
        "needs 'Rare.Api.Call'", "which is internal to 'Rare' (version 1.0.0.0), and 'App' is no friend of it", DisplayName = "member that became internal")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")] namespace Rare { public static class Api { private static int Call() => 1; } }",
        "needs 'Rare.Api.Call'", "which is private in 'Rare' (version 1.0.0.0)", DisplayName = "member that became private, even for a friend")]
    public void What_the_references_lack_is_an_error(string compiledAgainst, string use, string linkedAgainst, params string[] words)
    {
        var package = PackageOver(Rare(compiledAgainst, "2.0.0.0"), use);

        Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(Rare(linkedAgainst, "1.0.0.0"))
            .Rejects("WP3006", ["Weak unit 'Adapter' of 'Pack1'", .. words]);
    }

    [TestMethod]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "public static class Api { public static int Call() => 7; public static int Call(int i) => 1; public static long More; }", DisplayName = "more overloads")]
    [DataRow("public class Base; public class Api : Base { public int Call() => 1; }", "new Rare.Api().Call()",
        "public class Base { public int Call() => 7; } public class Api : Base;", DisplayName = "method that moved to a base class")]
    [DataRow("public class Base<T>; public class Api : Base<int> { public int Call(int i, int[] more) => 1; }", "new Rare.Api().Call(1, [])",
        "public class Root<A, B> { public int Call(B i, B[] more) => 7; } public class Base<T> : Root<string, T>; public class Api : Base<int>;", DisplayName = "member that moved to a generic base class")]
    [DataRow("public class Api<T> { public int Call(T t, List<T> more) => 1; }", "new Rare.Api<int>().Call(1, [])",
        "public class Base<U> { public int Call(U t, List<U> more) => 7; } public class Api<T> : Base<T>;", DisplayName = "member of a generic class that moved to its base")]
    [DataRow("public class Box<T> { public static T? One; public class Inner { public int Seven => 1; } }", "new Rare.Box<int>.Inner().Seven + Rare.Box<int>.One",
        "public class Box<T> { public static T? One; public class Inner { public int Seven => 7; } } public class Box;", DisplayName = "generic and nested types")]
    [DataRow("public static class Api { public static int Call() => 1; }", "Rare.Api.Call()",
        "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App\")] namespace Rare { internal static class Api { internal static int Call() => 7; } }", DisplayName = "what became internal, for a friend")]
    [DataRow("public class Api { public int One { get; set; } }", "new Rare.Api { One = 7 }.One",
        "public class Api { private int _one; public int One { get => _one; set => _one = value; } }", DisplayName = "accessors of another kind")]
    public void What_another_version_of_a_reference_has_is_linked(string compiledAgainst, string use, string linkedAgainst)
    {
        var package = PackageOver(Rare(compiledAgainst, "2.0.0.0"), use);
        var other = Rare(linkedAgainst, "3.0.0.0");

        var linked = Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(other).Link();

        Assert.AreEqual("7", Runner.Run(linked.Image, [other]).Trim());
    }

    [TestMethod]
    public void The_message_names_the_version_that_was_expected_and_the_one_that_was_found_with_its_place()
    {
        var package = PackageOver(Rare("public static class Api { public static int Call() => 1; }", "2.5.0.0"), "Rare.Api.Call()");

        Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(Rare("public static class Api;", "1.4.0.0"))
            .Rejects("WP3006", "Weak unit 'Adapter' of 'Pack1' needs 'Rare.Api.Call' (in 'Adapter.Use'), which was expected in 'Rare' (version 2.5.0.0), but is not in 'Rare' (version 1.4.0.0, /bin/Rare.dll). Reference the version of 'Rare'");
    }

    [TestMethod]
    public void A_missing_assembly_is_named_with_the_version_that_was_expected()
    {
        var package = PackageOver(Rare("public static class Api { public static int Call() => 1; }", "2.5.0.0"), "Rare.Api.Call()");

        Consumer.Of("Console.WriteLine(Adapter.Use());", package)
            .Rejects("WP3006", "needs 'Rare.Api' (in 'Adapter.Use'), which was expected in 'Rare' (version 2.5.0.0), but 'Rare' is not among the references");
    }

    [TestMethod]
    public void A_type_that_was_forwarded_twice_is_found_and_named_where_it_is()
    {
        var package = PackageOver(Rare("public static class Api { public static int Call() => 1; public class Inner { public int Six => 6; } }", "1.0.0.0"), "Rare.Api.Call() + new Rare.Api.Inner().Six");
        var home = Compiler.Compile("Home", ["namespace Rare { public static class Api { public static int Call() => 1; public class Inner { public int Six => 6; } } }"], isExecutable: false, []).Image;
        var middle = Facade("Middle", "2.0.0.0", home);
        var rare = Facade("Rare", "2.0.0.0", middle, home);

        var linked = Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(rare, middle, home).Link();

        Assert.AreEqual("7", Runner.Run(linked.Image, [home]).Trim());
        linked.Output(dll => Assert.DoesNotContain("Rare", dll.AssemblyReferences));
        linked.Output(dll => Assert.Contains("Home", dll.AssemblyReferences));
    }

    [TestMethod]
    public void A_forward_to_what_is_not_referenced_is_told_with_its_way()
    {
        var package = PackageOver(Rare("public static class Api { public static int Call() => 1; }", "1.0.0.0"), "Rare.Api.Call()");
        var home = Compiler.Compile("Home", ["[assembly: System.Reflection.AssemblyVersion(\"4.2.0.0\")] namespace Rare { public static class Api { public static int Call() => 1; } }"], isExecutable: false, []).Image;

        Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(Facade("Rare", "2.0.0.0", home))
            .Rejects("WP3006", "expected in 'Rare' (version 1.0.0.0), but 'Rare' forwards it to 'Home', version 4.2.0.0, which is not among the references. Reference the version of 'Home'");
    }

    [TestMethod]
    public void A_forward_to_a_version_that_lacks_the_type_is_told_with_its_way()
    {
        var package = PackageOver(Rare("public static class Api { public static int Call() => 1; }", "1.0.0.0"), "Rare.Api.Call()");
        var home = Compiler.Compile("Home", ["namespace Rare { public static class Api { public static int Call() => 1; } }"], isExecutable: false, []).Image;
        var other = Compiler.Compile("Home", ["namespace Rare { public static class Elsewhere; }"], isExecutable: false, []).Image;

        Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(Facade("Rare", "2.0.0.0", home), other)
            .Rejects("WP3006", "but 'Rare' forwards it to 'Home', and it is not in 'Home' (version 0.0.0.0, /bin/Home.dll)");
    }

    [TestMethod]
    public void Forwards_that_lead_in_a_circle_are_an_error_and_come_to_an_end()
    {
        var package = PackageOver(Rare("public static class Api { public static int Call() => 1; }", "1.0.0.0"), "Rare.Api.Call()");
        const string api = "namespace Rare { public static class Api { public static int Call() => 1; } }";
        var forwardsToMiddle = Facade("Rare", "2.0.0.0", Compiler.Compile("Middle", [api], isExecutable: false, []).Image);
        var forwardsToRare = Facade("Middle", "2.0.0.0", Compiler.Compile("Rare", [api], isExecutable: false, []).Image);

        Consumer.Of("Console.WriteLine(Adapter.Use());", package).References(forwardsToMiddle, forwardsToRare)
            .Rejects("WP3006", "but 'Rare' forwards it to 'Middle' forwards it to 'Rare', and so on in a circle");
    }

    private static AssemblyImage Rare(string members, string version) =>
        Compiler.Compile("Rare", [$"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]" + (members.StartsWith('[') ? members : $"namespace Rare {{ {members} }}")], isExecutable: false, []).Image;

    private static AssemblyImage Facade(string name, string version, params AssemblyImage[] references) =>
        Compiler.Compile(name, [$"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] [assembly: System.Runtime.CompilerServices.TypeForwardedTo(typeof(Rare.Api))]"],
            isExecutable: false, references.Select(reference => reference.Bytes)).Image;

    private static SplitPackage PackageOver(AssemblyImage rare, string use) =>
        Package.Of($"[WeakPackageUnit] public static class Adapter {{ public static int Use() => {use}; }} public class Strong;").References(rare).Split();
}
