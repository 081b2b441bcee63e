namespace WeakPack.Sdk.Tests;

[TestClass]
public class FrameworkTests
{
    // What the compiler wants of a framework, and netstandard2.0 does not have.
    private const string Polyfills = """
        namespace System.Runtime.CompilerServices
        {
            internal static class IsExternalInit;
            [AttributeUsage(AttributeTargets.All)] internal sealed class RequiredMemberAttribute : Attribute;
            [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] internal sealed class CompilerFeatureRequiredAttribute(string name) : Attribute { public string Name => name; }
        }

        namespace System.Diagnostics.CodeAnalysis
        {
            [AttributeUsage(AttributeTargets.All)] internal sealed class NotNullIfNotNullAttribute(string name) : Attribute { public string Name => name; }
            [AttributeUsage(AttributeTargets.All)] internal sealed class SetsRequiredMembersAttribute : Attribute;
        }

        namespace System
        {
            internal readonly struct Index(int value, bool fromEnd = false)
            {
                public int GetOffset(int length) => fromEnd ? length - value : value;
                public static implicit operator Index(int value) => new(value);
            }
        }
        """;

    [TestMethod]
    public void A_netstandard_package_is_linked_into_programs_of_each_framework_and_brings_no_facade()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """
            using System.Diagnostics.CodeAnalysis;
            using System.Text.RegularExpressions;

            namespace Vcl;

            [WeakPackageUnit] public record Point(int X, int Y) { public required string Name { get; init; } }

            [WeakPackageUnit]
            public static class Tools
            {
                public static string Where => typeof(Tools).Assembly.GetName().Name;
                public static async Task<int> LaterAsync() { await Task.Delay(1); return 3; }
                public static IEnumerable<int> Count(int n) { for (var i = 0; i < n; i++) yield return i; }
                [return: NotNullIfNotNull("text")] public static string? Last(string? text) => text is null ? null : text[^1] + text;
                public static string Found(params int[] numbers) => string.Join(",", numbers.Where(n => n > 1).Select(n => $"{n:X}"));
                public static string Types => string.Join(" ", new[] { typeof(Dictionary<,>), typeof(HashSet<int>), typeof(Uri), typeof(Regex), typeof(List<Point>) }.Select(type => type.Name));
                public static (int Sum, string Text) Pair(Span2 span) => (span.A + span.B, span.ToString());
                public readonly record struct Span2(int A, int B);
            }
            """)
            .Source(Polyfills, "Polyfills.cs")
            .For("netstandard2.0");
        var app = workspace.Application("App", """
            using System;
            using Vcl;
            var point = new Point(1, 2) { Name = "n" };
            Console.WriteLine(point + " " + (point with { X = 5 }).X);
            Console.WriteLine(Tools.Where + " " + Tools.LaterAsync().Result + " " + string.Join("", Tools.Count(3)) + " " + Tools.Last("abc") + " " + Tools.Found(1, 2, 30));
            Console.WriteLine(Tools.Types + " " + Tools.Pair(new(1, 2)));
            """, package)
            .With("UseAppHost", "false").ForAll("net10.0", "net8.0", "net472");

        app.Build();

        string[] expected =
        [
            "Point { X = 1, Y = 2, Name = n } 5",
            "App 3 012 cabc 2,1E",
            "Dictionary`2 HashSet`1 Uri Regex List`1 (3, Span2 { A = 1, B = 2 })",
        ];
        Assert.AreSequenceEqual(expected, app.Run());
        MustReferToNothingOf(app.Dll, "netstandard", "Vcl");
        Assert.IsFalse(app.Mentions("Vcl"));

        Assert.AreSequenceEqual(expected, app.Seen("net8.0").Run());
        MustReferToNothingOf(app.Dll, "netstandard", "Vcl");
        Assert.IsFalse(app.Mentions("Vcl"));

        var program = app.Seen("net472").Output("App.exe");
        Assert.AreSequenceEqual(["System", "System.Core", "mscorlib"], [.. new Dll(program).References.Order(StringComparer.Ordinal)]);
        Assert.IsFalse(app.Has("Vcl.dll"));
        Assert.AreSequenceEqual(expected, app.RunUnderMono(program));
    }

    [TestMethod]
    public void Each_framework_of_a_program_gets_the_unit_of_the_package_that_fits_it()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var package = workspace.Library("Vcl", """
            namespace Vcl;
            public static class Memo { public static string Text => "memo"; }
            [WeakPackageUnit]
            public static class Pen
            {
            #if NETSTANDARD
                public static string Text => "pen for netstandard";
            #elif NETFRAMEWORK
                public static string Text => "pen for .NET Framework";
            #else
                public static string Text => "pen for .NET";
            #endif
            }
            """).ForAll("netstandard2.0", "net472", "net10.0");
        var library = workspace.Library("Lib", "public static class Lib { public static string Text => \"lib with \" + Vcl.Pen.Text; }", package)
            .ForAll("netstandard2.0", "net472");
        var app = workspace.Application("App", """System.Console.WriteLine(Vcl.Pen.Text + ", " + Lib.Text);""", package, library)
            .With("UseAppHost", "false").With("OutputType", "WinExe").ForAll("net10.0", "net472");

        app.Build();

        Assert.AreSequenceEqual(["pen for .NET, lib with pen for netstandard"], app.Run());
        Assert.IsFalse(app.Mentions("Vcl"));
        MustReferToNothingOf(app.Dll, "netstandard", "Vcl");
        var program = app.Seen("net472").Output("App.exe");
        Assert.IsFalse(app.Has("Vcl.dll"));
        MustReferToNothingOf(new Dll(program), "netstandard", "Vcl");
        Assert.AreSequenceEqual(["pen for .NET Framework, lib with pen for .NET Framework"], app.RunUnderMono(program));
    }

    private static void MustReferToNothingOf(Dll dll, params string[] assemblies)
    {
        foreach (var assembly in assemblies)
            Assert.DoesNotContain(assembly, dll.References);
    }
}
