using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>The table of docs/images.md, each row from both sides.</summary>
[TestClass]
public sealed class ImageRuleTests
{
    private static readonly ImageInputs s_request = new(
    [
        new(ImageInputs.SchemaName, "1"), new(ImageInputs.Compiler, "10.0.3 abc"), new(ImageInputs.OperatingSystem, "linux"), new(ImageInputs.Architecture, "x64"),
        new(ImageInputs.Runtime, "10"), new(ImageInputs.Optimization, "blended"), new(ImageInputs.InstructionSet, "x86-64-v3"), new(ImageInputs.Flag, "--embed-pgo-data"),
        new(ImageInputs.Profile, "p1"), new(ImageInputs.Code, "c1"), new(ImageInputs.Reference, "System.Runtime 10.0.0.0"), new(ImageInputs.Reference, "Serilog 0123"),
    ]);

    [TestMethod]
    public void The_same_inputs_serve() => Assert.IsNull(ImageRules.WhyRejected(s_request, s_request, matchesBand: false));

    [TestMethod]
    [DataRow(ImageInputs.SchemaName, "2", "other cache format")]
    [DataRow(ImageInputs.Code, "c2", "IL changed")]
    [DataRow(ImageInputs.OperatingSystem, "windows", "target mismatch: operating system")]
    [DataRow(ImageInputs.Architecture, "arm64", "target mismatch: architecture")]
    [DataRow(ImageInputs.Runtime, "9", "target mismatch: runtime version")]
    [DataRow(ImageInputs.Flag, "--opt-async-methods", "mismatched flags")]
    [DataRow(ImageInputs.Profile, "p2", "mismatched profile")]
    [DataRow(ImageInputs.Compiler, "10.0.4 def", "other compiler")]
    [DataRow(ImageInputs.Compiler, "10.0.3 def", "other compiler")]
    [DataRow(ImageInputs.Optimization, "disabled", "mismatched flags: optimization")]
    [DataRow(ImageInputs.Optimization, "", "mismatched flags: optimization")]
    [DataRow(ImageInputs.InstructionSet, "x86-64-v4", "target mismatch: instruction set")]
    [DataRow(ImageInputs.InstructionSet, "armv8-a", "target mismatch: instruction set")]
    [DataRow(ImageInputs.InstructionSet, "avx2,bmi", "target mismatch: instruction set")]
    public void An_image_that_differs_is_rejected_with_the_reason(string name, string value, string reason) =>
        Assert.AreEqual(reason, ImageRules.WhyRejected(s_request.With(name, value), s_request, matchesBand: false));

    [TestMethod]
    [DataRow(ImageInputs.Optimization, "space")]
    [DataRow(ImageInputs.Optimization, "time")]
    [DataRow(ImageInputs.InstructionSet, "")]
    [DataRow(ImageInputs.InstructionSet, "x86-64-v2")]
    public void An_image_that_is_as_good_or_less_demanding_serves(string name, string value) =>
        Assert.IsNull(ImageRules.WhyRejected(s_request.With(name, value), s_request, matchesBand: false));

    [TestMethod]
    public void An_optimized_image_serves_who_asks_for_none() =>
        Assert.IsNull(ImageRules.WhyRejected(s_request, s_request.With(ImageInputs.Optimization, "disabled"), matchesBand: false));

    [TestMethod]
    public void A_compiler_of_the_same_band_will_do_only_when_that_is_asked_for()
    {
        var image = s_request.With(ImageInputs.Compiler, "10.0.9 def");

        Assert.IsNull(ImageRules.WhyRejected(image, s_request, matchesBand: true));
        Assert.AreEqual("other compiler", ImageRules.WhyRejected(image, s_request, matchesBand: false));
        Assert.AreEqual("other compiler", ImageRules.WhyRejected(s_request.With(ImageInputs.Compiler, "10.1.3 abc"), s_request, matchesBand: true));
    }

    [TestMethod]
    public void A_reference_with_another_MVID_is_named()
    {
        var image = new ImageInputs(s_request.Values.Select(value => value.Value == "Serilog 0123" ? new(value.Key, "Serilog 4567") : value));

        Assert.AreEqual("wrong dependency MVID: Serilog", ImageRules.WhyRejected(image, s_request, matchesBand: false));
    }

    [TestMethod]
    [DataRow("-O", "--optimize")]
    [DataRow("--instruction-set:avx2,bmi", "--instruction-set=bmi, avx2")]
    [DataRow("--verbose", "--parallelism:4")]
    public void Flags_that_mean_the_same_are_the_same(string one, string other)
    {
        using var images = new ImageFixture();
        var assembly = images.Assembly("Adder", "public class Adder;");

        Assert.AreEqual(images.Request(assembly, [one]).Inputs.ToString(), images.Request(assembly, [other]).Inputs.ToString());
    }

    [TestMethod]
    public void The_order_of_flags_and_references_and_the_folder_do_not_matter()
    {
        using var images = new ImageFixture();
        var one = images.Assembly("One", "public class One;");
        var two = images.Assembly("Two", "public class Two;");
        var user = images.Assembly("User", "public class User { public One A; public Two B; }", one, two);
        Directory.CreateDirectory(images.PathOf("elsewhere"));
        File.Copy(user, images.PathOf("elsewhere/User.dll"));

        Assert.AreEqual(
            images.Request(user, ["-O", "--embed-pgo-data"], [one, two]).Inputs.Key,
            images.Request(images.PathOf("elsewhere/User.dll"), ["--embed-pgo-data", "-O"], [two, one]).Inputs.Key);
    }

    [TestMethod]
    public void A_reference_that_the_assembly_does_not_reach_does_not_matter_and_one_that_it_reaches_does()
    {
        using var images = new ImageFixture();
        var far = images.Assembly("Far", "public class Far;");
        var near = images.Assembly("Near", "public class Near : Far;", far);
        var stranger = images.Assembly("Stranger", "public class Stranger;");
        var user = images.Assembly("User", "public class User : Near;", near, far);
        var key = images.Request(user, references: [near, far]).Inputs.Key;

        Assert.AreEqual(key, images.Request(user, references: [near, far, stranger]).Inputs.Key);
        images.Assembly("Far", "public class Far { public int Changed; }");
        Assert.AreNotEqual(key, images.Request(user, references: [near, far]).Inputs.Key);
    }

    [TestMethod]
    public void In_a_bubble_the_framework_counts_by_its_MVIDs()
    {
        using var images = new ImageFixture();
        var assembly = images.Assembly("Adder", "public class Adder;");

        Assert.IsTrue(images.Request(assembly).Inputs.All(ImageInputs.Reference).All(reference => reference.Contains('.', StringComparison.Ordinal)), "by name and version");
        Assert.IsTrue(images.Request(assembly, ["--inputbubble"]).Inputs.All(ImageInputs.Reference).All(reference => reference.Split(' ')[1].Length == 32), "by name and MVID");
    }
}
