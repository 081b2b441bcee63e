namespace WeakPack.Sdk.Tests;

/// <summary>Sources that more than one test builds.</summary>
internal static class Fixtures
{
    /// <summary>A package with a strong unit and a weak one; each tells where it lives.</summary>
    public const string Vcl = """
        namespace Vcl;

        public static class Memo
        {
            public static string Text => "memo of " + typeof(Memo).Assembly.GetName().Name;
        }

        [WeakPackageUnit]
        public static class Pen
        {
            public static string Text => "pen of " + typeof(Pen).Assembly.GetName().Name;
        }
        """;

    public const string UsesPen = "Console.WriteLine(Vcl.Pen.Text);";

    public const string UsesMemo = "Console.WriteLine(Vcl.Memo.Text);";

    public const string UsesBoth = UsesPen + UsesMemo;

    /// <summary>A file of resources with one text, <c>Hello</c>.</summary>
    public static string Resources(string hello) => $"""
        <root>
          <resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>
          <resheader name="version"><value>2.0</value></resheader>
          <resheader name="reader"><value>System.Resources.ResXResourceReader, System.Windows.Forms</value></resheader>
          <resheader name="writer"><value>System.Resources.ResXResourceWriter, System.Windows.Forms</value></resheader>
          <data name="Hello"><value>{hello}</value></data>
        </root>
        """;
}
