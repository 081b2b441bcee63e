using WeakPack.Packaging;

namespace WeakPack.Core.Tests.Splitting;

/// <summary>The outputs of a split are written by several threads.</summary>
[TestClass]
public sealed class WritingTests
{
    [TestMethod]
    public void The_result_is_what_was_written()
    {
        using var writing = new Writing<string>(() => "written");

        Assert.AreEqual("written", writing.Result);
    }

    [TestMethod]
    public void What_goes_wrong_while_writing_is_told_as_it_is()
    {
        using var writing = new Writing<string>(() => throw new BadImageFormatException("damaged"));

        Assert.AreEqual("damaged", Assert.ThrowsExactly<BadImageFormatException>(() => writing.Result).Message);
    }

    [TestMethod]
    public void Who_leaves_waits_for_what_is_still_written()
    {
        using var started = new ManualResetEventSlim();
        var isWritten = false;
        using (new Writing<bool>(() =>
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
            using var writing = new Writing<bool>(() => throw new BadImageFormatException("of another output"));
            throw new InvalidOperationException("the first");
        });

        Assert.AreEqual("the first", error.Message);
    }
}
