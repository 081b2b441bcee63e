using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

[TestClass]
public sealed class ImageCachePlaceTests
{
    private static readonly string s_project = Path.Combine(Path.GetTempPath(), "Project");

    [TestMethod]
    [DataRow("images", null, "Project/images")]
    [DataRow("../images", null, "images")]
    [DataRow(null, "ours", "Project/ours")]
    [DataRow("images", "ours", "Project/images")]
    public void A_relative_folder_is_relative_to_the_project_wherever_the_build_was_started(string? named, string? variable, string place) =>
        Assert.AreEqual(Path.GetFullPath(place, Path.GetTempPath()), ImageCachePlace.Open(named, [], s_project, name => name == "WEAKPACK_IMAGE_CACHE" ? variable : null).Root);

    [TestMethod]
    public void A_full_one_is_taken_as_it_is() =>
        Assert.AreEqual(Path.GetTempPath() + "shared", ImageCachePlace.Open(Path.GetTempPath() + "shared", [], s_project, _ => null).Root);
}
