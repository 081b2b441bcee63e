namespace WeakPack.Analyzers.Tests.Rules;

/// <summary>WP3009 while typing: where the text is. What counts as a name is tested with the build's own tests.</summary>
[TestClass]
public sealed class NameAnalyzerTests
{
    private const string Weak = "namespace Acme { [WeakPackageUnit] public class Weak; public class Strong; }";

    [TestMethod]
    public void A_text_that_names_a_unit_which_the_package_does_not_keep_is_shown() =>
        Editor.Of($$"""
            {{Weak}}
            public class User
            {
                private const string Name = "Acme.Weak, " + "Pack1";
                public object? One() => Type.GetType([|WP3009:"Acme.Weak"|]);
                public object? Two() => Type.GetType([|WP3009:Name|]);
                public object? Three() => typeof(User).Assembly.GetType([|WP3009:"Acme.Weak"|]);
                public object? Fine() => Type.GetType("Acme.Strong") ?? (object)"Acme.Weak";
            }
            """).Shows();

    [TestMethod]
    public void A_text_in_an_attribute_is_shown_at_the_text() =>
        Editor.Of($$"""
            using System.ComponentModel;
            [assembly: Description([|WP3009:"Acme.Weak, Pack1"|])]
            {{Weak}}
            [TypeConverter([|WP3009:"Acme.Weak"|])]
            public class User
            {
                private const string Name = "Acme.Weak, Pack1";
                [[|WP3009:Description(Name)|]] public int One;
                [Description("Acme.Strong, Pack1")] public int Two;
                public void Three([Description([|WP3009:"Acme.Weak, Pack1"|])] int size) => Run(([Description([|WP3009:"Acme.Weak, Pack1"|])] int i) => { });
                private static void Run(Action<int> action) => action(1);
            }
            """).Shows();

    [TestMethod]
    public void A_text_in_an_attribute_can_be_suppressed() =>
        Editor.Of($$"""
            using System.ComponentModel;
            using System.Diagnostics.CodeAnalysis;
            {{Weak}}
            #pragma warning disable WP3009
            [TypeConverter("Acme.Weak")]
            #pragma warning restore WP3009
            public class User
            {
                [SuppressMessage("WeakPack", "WP3009")] [Description("Acme.Weak, Pack1")] public int One() => 1;
                [Description([|WP3009:"Acme.Weak, Pack1"|])] public int Two() => 2;
            }
            """).Shows();

    [TestMethod]
    public void A_text_that_names_a_retained_unit_is_accepted() =>
        Editor.Of(Weak + " public class User { internal Acme.Weak? Keep; public object? One() => Type.GetType(\"Acme.Weak\"); }").Shows();

    [TestMethod]
    public void A_consumer_is_shown_the_text()
    {
        var package = Editor.Of(Weak).Compile().ToMetadataReference();

        Editor.Of("public class User { public object? One() => Type.GetType([|WP3009:\"Acme.Weak, Pack1\"|]) ?? Type.GetType(\"Acme.Strong, Pack1\"); }").Named("Lib").References(package).Shows();
    }
}
