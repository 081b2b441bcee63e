using Mono.Cecil;
using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Splitting;

/// <summary>The outputs of a split are written by several threads.</summary>
[TestClass]
public sealed class WritingTests
{
    private static readonly SplitRequest s_request = new()
    {
        Assembly = new AssemblyImage("Pack1.dll", []),
        References = Framework.References,
    };

    [TestMethod]
    public void The_result_is_what_was_written()
    {
        using var writing = new Writing<string>(s_request, (package, _) => package.Path);

        Assert.AreEqual("Pack1.dll", writing.Result);
    }

    [TestMethod]
    public void What_goes_wrong_while_writing_is_told_as_it_is()
    {
        using var writing = new Writing<string>(s_request, (_, _) => throw new BadImageFormatException("damaged"));

        Assert.AreEqual("damaged", Assert.ThrowsExactly<BadImageFormatException>(() => writing.Result).Message);
    }

    [TestMethod]
    public void Who_leaves_waits_for_what_is_still_written()
    {
        using var started = new ManualResetEventSlim();
        var isWritten = false;
        using (new Writing<bool>(s_request, (_, _) =>
        {
            started.Set();
            Thread.Sleep(100);
            return isWritten = true;
        }))
        {
            started.Wait();
        }

        Assert.IsTrue(isWritten);
    }

    [TestMethod]
    public void Who_leaves_with_an_error_tells_that_and_not_one_of_another_output()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
        {
            using var writing = new Writing<bool>(s_request, (_, _) => throw new BadImageFormatException("of another output"));
            throw new InvalidOperationException("the first");
        });

        Assert.AreEqual("the first", error.Message);
    }

    [TestMethod]
    public void No_two_threads_share_a_module_of_a_reference()
    {
        static AssemblyDefinition Runtime(AssemblyImage package, IAssemblyResolver resolver) => resolver.Resolve(new AssemblyNameReference("System.Runtime", null));
        using var one = new Writing<AssemblyDefinition>(s_request, Runtime);
        using var other = new Writing<AssemblyDefinition>(s_request, Runtime);

        Assert.AreNotSame(one.Result, other.Result);
        Assert.AreEqual(one.Result.FullName, other.Result.FullName);
    }
}
