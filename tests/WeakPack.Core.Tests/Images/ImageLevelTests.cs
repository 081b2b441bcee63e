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
    [DataRow("x86-64;armv8.1-a;x86-64-v2", "x86-64-v2", "x86-64;armv8.1-a")]
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

    [TestMethod]
    public void A_better_image_is_compiled_though_one_of_the_base_is_there_which_serves_where_nothing_is_compiled()
    {
        if (ImageFixture.HostArchitecture != "x64")
            Assert.Inconclusive("Only x86-64 has several levels.");
        using var images = new ImageFixture();
        var assembly = images.Assembly("Adder", "public static class Adder { public static int Add(int a, int b) => a + b; }");
        var better = images.Request(assembly, ["-O", "--instruction-set:x86-64-v3"], output: "better");
        images.Get(images.Request(assembly));

        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(better, new() { Compiles = false, Match = ImageMatch.Rules }).Kind);
        var compiled = images.Get(better, new() { Match = ImageMatch.Rules });
        Assert.AreEqual((ImageOutcomeKind.Compiled, "only for a lesser machine"), (compiled.Kind, compiled.Reason));
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(better, new() { Match = ImageMatch.Rules }).Kind);
    }
}
