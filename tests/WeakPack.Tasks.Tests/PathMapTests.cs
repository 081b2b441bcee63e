namespace WeakPack.Tasks.Tests;

[TestClass]
public class PathMapTests
{
    [TestMethod]
    [DataRow("/home/me/=/_/", "/home/me/src/A.cs", "/_/src/A.cs")]
    [DataRow("/home/me=/_", "/home/me/src/A.cs", "/_/src/A.cs")]
    [DataRow("/home/me=/_", "/home/meadow/A.cs", "/home/meadow/A.cs")]
    [DataRow("/a/=/1/,/b/=/2/", "/b/A.cs", "/2/A.cs")]
    [DataRow("/a==b,,c/=/1/", "/a=b,c/A.cs", "/1/A.cs")]
    [DataRow("/a/=C:\\x\\", "/a/b/A.cs", "C:\\x\\b\\A.cs")]
    [DataRow("", "/a/A.cs", "/a/A.cs")]
    public void A_path_is_mapped_and_found_again(string notation, string path, string mapped)
    {
        var map = new PathMap(notation);

        Assert.AreEqual(mapped, map.Map(path));
        Assert.AreEqual(path, map.Unmap(mapped));
    }
}
