using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>Levels of instruction sets as a project names them.</summary>
[TestClass]
public sealed class ImageLevelTests
{
    [TestMethod]
    [DataRow("", "", "")]
    [DataRow("base", "", "")]
    [DataRow("x86-64-v4;base;x86-64-v3; x86-64-v3 ", "x86-64-v3;x86-64-v4", "")]
    [DataRow("native", "x86-64-v3", "")]
    [DataRow("native;x86-64-v3;x86-64-v4", "x86-64-v3;x86-64-v4", "")]
    [DataRow("base;avx2;x86_64_v3;avx2", "", "avx2;x86_64_v3")]
    public void Levels_are_told_from_what_is_none(string targets, string names, string unknown)
    {
        var levels = ImageLevels.Parse(targets.Split(';'), native: "x86-64-v3");

        Assert.AreEqual(names, string.Join(';', levels.Names));
        Assert.AreEqual(unknown, string.Join(';', levels.Unknown));
    }

    [TestMethod]
    public void On_a_machine_that_has_no_level_native_is_the_base() =>
        Assert.IsEmpty(ImageLevels.Parse(["native"], native: "").Names);

    [TestMethod]
    public void The_best_for_this_machine_is_the_highest_that_it_has()
    {
        Assert.AreEqual(ThisMachine.Level, ThisMachine.Best(["base", "native", "x86-64-v2"]));
        Assert.AreEqual("", ThisMachine.Best(["base", "armv8.6-a"]));
        Assert.AreEqual("", ThisMachine.Best([]));
    }
}
