namespace WeakPack.Analyzers.Tests.Rules;

/// <summary>WP2221 while typing.</summary>
[TestClass]
public sealed class InitializationAnalyzerTests
{
    [TestMethod]
    public void Code_that_runs_by_itself_is_shown_where_it_is() =>
        Editor.Of("""
            [WeakPackageUnit]
            public class Unit1
            {
                static [|WP2221:Unit1|]() { }
                [System.Runtime.CompilerServices.ModuleInitializer] internal static void [|WP2221:Start|]() { }
                public void Hook() => [|WP2221:AppDomain.CurrentDomain.ProcessExit += (_, _) => { }|];
                public void Unhook(EventHandler handler) => AppDomain.CurrentDomain.ProcessExit -= handler;
                public void Other() => AppDomain.CurrentDomain.AssemblyLoad += (_, _) => { };
                ~Unit1() { }
            }
            """).Shows();

    [TestMethod]
    public void Strong_code_may_run_by_itself() =>
        Editor.Of("[WeakPackageUnit] public class Weak; public class Strong { static Strong() { } public void Hook() => AppDomain.CurrentDomain.ProcessExit += (_, _) => { }; }").Shows();
}
