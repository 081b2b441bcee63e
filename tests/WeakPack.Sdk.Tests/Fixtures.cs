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
}
