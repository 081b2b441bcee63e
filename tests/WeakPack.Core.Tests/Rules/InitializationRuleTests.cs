namespace WeakPack.Core.Tests.Rules;

/// <summary>WP2221, from both sides.</summary>
[TestClass]
public sealed class InitializationRuleTests
{
    [TestMethod]
    [DataRow("static Unit1() => Console.WriteLine();", "static constructor")]
    [DataRow("public class Nested { static Nested() { } }", "static constructor")]
    [DataRow("[System.Runtime.CompilerServices.ModuleInitializer] internal static void Start() { }", "module initializer")]
    [DataRow("public static void Hook() => AppDomain.CurrentDomain.ProcessExit += (_, _) => { };", "ProcessExit")]
    [DataRow("public static void Hook() { Action f = () => AppDomain.CurrentDomain.DomainUnload += (_, _) => { }; f(); }", "DomainUnload")]
    [DataRow("public static void Hook() => System.Runtime.Loader.AssemblyLoadContext.Default.Unloading += _ => { };", "Unloading")]
    public void Code_that_runs_by_itself_is_rejected(string member, string word) =>
        Package.Of($$"""[WeakPackageUnit] public class Unit1 { {{member}} }""").Rejects("WP2221", "'Unit1'", word);

    [TestMethod]
    [DataRow("public Unit1() => Console.WriteLine();")]
    [DataRow("~Unit1() => GC.KeepAlive(this);")]
    [DataRow("internal static void Start() { }")]
    [DataRow("public static void Hook() => AppDomain.CurrentDomain.AssemblyLoad += (_, _) => { };")]
    [DataRow("public static void Hook() => Console.CancelKeyPress += (_, _) => { };")]
    [DataRow("public static Func<int, int> Lambda => i => i;")]
    public void Code_that_is_called_is_accepted(string member) =>
        Package.Of($$"""[WeakPackageUnit] public class Unit1 { {{member}} }""").Accepts();
}
