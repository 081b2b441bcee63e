using WeakPack.DebugData;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>The heaps of a PDB that is written.</summary>
[TestClass]
public sealed class PdbHeapsTests
{
    [TestMethod]
    public void What_is_empty_takes_no_room()
    {
        var heaps = new PdbHeaps();

        Assert.AreEqual(0, heaps.String(""));
        Assert.AreEqual(0, heaps.Blob([]));
        Assert.AreEqual(0, heaps.Guid(Guid.Empty)); // a document without a hash
        Assert.AreEqual(0, heaps.Guids.Count);
    }

    [TestMethod]
    public void What_is_alike_is_there_once()
    {
        var heaps = new PdbHeaps();
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.AreEqual(heaps.String("i"), heaps.String("i"));
        Assert.AreNotEqual(heaps.String("i"), heaps.String("j"));
        Assert.AreEqual(heaps.Blob([1, 2]), heaps.Blob([1, 2]));
        Assert.AreNotEqual(heaps.Blob([1, 2]), heaps.Blob([2, 1]));
        Assert.AreSequenceEqual(new[] { 1, 2, 1 }, new[] { heaps.Guid(one), heaps.Guid(other), heaps.Guid(one) });
    }
}
