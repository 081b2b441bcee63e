namespace WeakPack.Sdk.Tests;

/// <summary>Resources of weak units, as the .NET SDK names them and sorts them by culture.</summary>
[TestClass]
public sealed class ResourceTests
{
    [TestMethod]
    public void Translations_of_a_units_texts_are_told_of_and_consumers_get_the_neutral_ones()
    {
        using var workspace = new Workspace();
        var library = workspace.Library("Acme", """
                namespace Acme;
                public class Strong;
                [WeakPackageUnit] public static class Speller
                {
                    public static string In(string culture) => new System.Resources.ResourceManager("Acme.Texts", typeof(Speller).Assembly).GetString("Hello", new System.Globalization.CultureInfo(culture))!;
                }
                """)
            .WithItems("""<EmbeddedResource Update="Texts.resx;Texts.de.resx" WeakUnit="Acme.Speller" />""")
            .Source(Fixtures.Resources("hello"), "Texts.resx").Source(Fixtures.Resources("hallo"), "Texts.de.resx").Source(Fixtures.Resources("strong"), "Other.resx").Source(Fixtures.Resources("stark"), "Other.de.resx");
        var app = workspace.Application("App", "System.Console.WriteLine(Acme.Speller.In(\"de\"));", library);

        var told = app.Build().Findings.Single();

        Assert.AreEqual(("warning", "WP3019", "Acme.csproj"), (told.Severity, told.Code, told.File));
        Assert.Contains("'Texts.resx'", told.Message);
        Assert.Contains("(de)", told.Message);
        Assert.AreSequenceEqual(["hello"], app.Run());
        Assert.IsEmpty(library.With("NoWarn", "$(NoWarn);WP3019").Build().Findings);
    }
}
