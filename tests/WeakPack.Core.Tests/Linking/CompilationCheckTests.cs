using System.Text;
using WeakPack.ImportLibraries;

namespace WeakPack.Core.Tests.Linking;

/// <summary>WP4002: linked units were compiled with other overflow checking, or with less optimization, than their consumer; and what is recorded of it.</summary>
[TestClass]
public sealed class CompilationCheckTests
{
    private const string Units = """
        [WeakPackageUnit] public static class Adder { public static int Next(int value) => value + 1; }
        [WeakPackageUnit] public static class Doubler { public static int Twice(int value) => value + value; }
        [WeakPackageUnit] public static class Unused;
        public static class Strong { public static int Two => 2; }
        """;

    private const string UsesTwo = "Console.WriteLine(Adder.Next(1) + Doubler.Twice(2));";

    private static readonly CompileOptions s_checked = new() { ChecksArithmetic = true };

    [TestMethod]
    public void Units_with_overflow_checks_in_a_consumer_without_are_told_of_once()
    {
        var linked = Consumer.Of(UsesTwo, Package.Of(Units).With(s_checked).Split()).Link()
            .Reports("WP4002", "'Pack1'", "units 'Adder', 'Doubler'", "compiled with overflow checks", "compiled without overflow checks", "NoWarn");

        var told = linked.Result.Diagnostics.Single(found => found.Descriptor.Id == "WP4002");
        Assert.DoesNotContain("Unused", told.Message);
        Assert.DoesNotContain("optimization", told.Message);
    }

    [TestMethod]
    public void And_units_without_in_a_consumer_with() =>
        Consumer.Of(UsesTwo, Package.Of(Units).Split()).With(s_checked).Link()
            .Reports("WP4002", "compiled without overflow checks. This project is compiled with overflow checks.");

    [TestMethod]
    public void Where_both_check_nothing_is_said() =>
        Consumer.Of(UsesTwo, Package.Of(Units).With(s_checked).Split()).With(s_checked).Link().DoesNotReport("WP4002");

    [TestMethod]
    public void Units_without_optimization_in_a_consumer_with_are_told_of() =>
        Consumer.Of(UsesTwo, Package.Of(Units).With(CompileOptions.Debug).Split()).With(CompileOptions.Release).Link()
            .Reports("WP4002", "compiled without optimization. This project is compiled with optimization.");

    [TestMethod]
    public void Optimized_units_serve_a_consumer_that_is_not() =>
        Consumer.Of(UsesTwo, Package.Of(Units).With(CompileOptions.Release).Split()).With(CompileOptions.Debug).Link().DoesNotReport("WP4002");

    [TestMethod]
    public void Two_differences_are_one_warning()
    {
        var linked = Consumer.Of(UsesTwo, Package.Of(Units).Split()).With(CompileOptions.Release with { ChecksArithmetic = true }).Link()
            .Reports("WP4002", "without overflow checks and without optimization", "with overflow checks and with optimization");

        Assert.HasCount(1, linked.Result.Diagnostics);
    }

    [TestMethod]
    public void Each_package_has_a_warning_of_its_own()
    {
        var one = Package.Of("[WeakPackageUnit] public static class One { public static int Get() => 1; }", "Pack1").Split();
        var two = Package.Of("[WeakPackageUnit] public static class Two { public static int Get() => 2; }", "Pack2").Split();
        var optimized = Package.Of("[WeakPackageUnit] public static class Three { public static int Get() => 3; }", "Pack3").With(CompileOptions.Release).Split();

        var linked = Consumer.Of("Console.WriteLine(One.Get() + Two.Get() + Three.Get());", one, two, optimized).With(CompileOptions.Release).Link();

        var told = linked.Result.Diagnostics.Where(found => found.Descriptor.Id == "WP4002").Select(found => found.Message).ToList();
        Assert.HasCount(2, told);
        Assert.Contains("unit 'One',", told[0]);
        Assert.Contains("unit 'Two',", told[1]);
    }

    [TestMethod]
    public void Of_a_package_none_of_whose_units_is_linked_nothing_is_said() =>
        Consumer.Of("Console.WriteLine(Strong.Two);", Package.Of(Units).With(s_checked).Split()).With(CompileOptions.Release).Link().DoesNotReport("WP4002");

    [TestMethod]
    public void What_each_language_does_by_itself_is_no_difference()
    {
        var unasked = new CompilationFlags { Language = "VB", ChecksArithmetic = true };
        var asked = new CompilationFlags { Language = "VB", ChecksArithmetic = false };

        // Without debug data the project tells.
        Consumer.Of(UsesTwo, Without(unasked)).Link().DoesNotReport("WP4002");
        Consumer.Of(UsesTwo, Without(asked)).Link().DoesNotReport("WP4002");
        Consumer.Of(UsesTwo, Without(asked)).With(s_checked).Link().Reports("WP4002");
        Consumer.Of(UsesTwo, Without(unasked)).With(s_checked).Link().DoesNotReport("WP4002");

        static SplitPackage Without(CompilationFlags flags) => Package.Of(Units).With(new() { NoPdb = true }).Saying(flags).Split();
    }

    [TestMethod]
    public void A_package_or_consumer_that_does_not_tell_gets_no_warning()
    {
        var silent = new CompileOptions { NoPdb = true };

        Consumer.Of(UsesTwo, Package.Of(Units).With(silent).Split()).With(s_checked).Link().DoesNotReport("WP4002");
        Consumer.Of(UsesTwo, Package.Of(Units).With(s_checked).Split()).With(silent).Link().DoesNotReport("WP4002");
        Consumer.Of(UsesTwo, Package.Of(Units).With(s_checked).Split()).With(silent).Saying(new() { Language = "C#", ChecksArithmetic = false }).Link().Reports("WP4002");
    }

    [TestMethod]
    public void An_import_library_of_an_older_format_says_nothing()
    {
        var package = Package.Of(Units).Split();
        var flags = Encoding.UTF8.GetString(package.ImportLibraryBytes).Split("language=")[1].Split('>')[0];

        var old = package.WithManifest("language=" + flags, new string(' ', "language=".Length + flags.Length));

        Assert.AreEqual(CompilationFlags.Unknown, Read(old.ImportLibraryBytes).Compilation);
        Consumer.Of(UsesTwo, old).With(CompileOptions.Release with { ChecksArithmetic = true }).Link().DoesNotReport("WP4002");
    }

    [TestMethod]
    public void The_import_library_records_what_the_compiler_left_of_its_switches()
    {
        Assert.AreEqual(new CompilationFlags { Language = "C#", ChecksArithmetic = false, IsOptimized = false }, Flags(CompileOptions.Debug));
        Assert.AreEqual(new CompilationFlags { Language = "C#", ChecksArithmetic = true, IsOptimized = true }, Flags(CompileOptions.Release with { ChecksArithmetic = true, EmbedPdb = true }));

        static CompilationFlags Flags(CompileOptions options) =>
            Read(Package.Of(Units).With(options).Saying(new() { Language = "F#", ChecksArithmetic = !options.ChecksArithmetic, IsOptimized = !options.Optimize }).Split().ImportLibraryBytes).Compilation;
    }

    [TestMethod]
    public void And_what_the_project_says_where_nothing_is_left()
    {
        var stated = new CompilationFlags { Language = "F#", ChecksArithmetic = true };

        var package = Package.Of(Units).With(CompileOptions.Release with { NoPdb = true }).Saying(stated).Split();

        Assert.AreEqual(stated with { IsOptimized = true }, Read(package.ImportLibraryBytes).Compilation);
    }

    [TestMethod]
    public void The_older_form_of_the_attribute_is_read_too()
    {
        const string Attribute = "[assembly: System.Diagnostics.Debuggable({0}, {1})]";

        Assert.IsFalse(Read(Package.Of([Units, string.Format(null, Attribute, "false", "true")]).With(CompileOptions.Release).Split().ImportLibraryBytes).Compilation.IsOptimized);
        Assert.IsTrue(Read(Package.Of([Units, string.Format(null, Attribute, "true", "false")]).With(CompileOptions.Debug).Split().ImportLibraryBytes).Compilation.IsOptimized);
    }

    [TestMethod]
    public void A_unit_that_strong_code_uses_is_recorded_as_retained()
    {
        var manifest = Read(Package.Of(Units.Replace("Two => 2", "Two => Doubler.Twice(1)", StringComparison.Ordinal)).Split().ImportLibraryBytes);

        Assert.AreEqual("Doubler", string.Join(",", manifest.Units.Where(unit => unit.IsRetained).Select(unit => unit.Name)));
    }

    private static Manifest Read(byte[] importLibrary) => Manifest.Read(Manifest.FindIn(importLibrary));
}
