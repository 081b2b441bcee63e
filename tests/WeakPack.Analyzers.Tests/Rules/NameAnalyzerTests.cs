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
    public void A_text_that_names_a_retained_unit_is_accepted() =>
        Editor.Of(Weak + " public class User { internal Acme.Weak? Keep; public object? One() => Type.GetType(\"Acme.Weak\"); }").Shows();

    [TestMethod]
    public void A_consumer_is_shown_the_text()
    {
        var package = Editor.Of(Weak).Compile().ToMetadataReference();

        Editor.Of("public class User { public object? One() => Type.GetType([|WP3009:\"Acme.Weak, Pack1\"|]) ?? Type.GetType(\"Acme.Strong, Pack1\"); }").Named("Lib").References(package).Shows();
    }
}
