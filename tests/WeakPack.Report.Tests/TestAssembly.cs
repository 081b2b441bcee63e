// One browser serves all tests, each with a window of its own.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace WeakPack.Report.Tests;

[TestClass]
public static class TestAssembly
{
    [AssemblyCleanup]
    public static Task CloseTheBrowser() => Browser.CloseAsync();
}
