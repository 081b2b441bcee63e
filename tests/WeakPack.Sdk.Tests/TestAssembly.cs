// A build uses more than one core only in places, and waits for disks and processes in others.
[assembly: Parallelize(Workers = 2, Scope = ExecutionScope.MethodLevel)]

namespace WeakPack.Sdk.Tests;

[TestClass]
public static class TestAssembly
{
    [AssemblyInitialize]
    public static void PackTheSdk(TestContext _) => PackedSdk.Pack();

    [AssemblyCleanup]
    public static void EndTheCompiler() => DotNet.EndCompiler();
}
