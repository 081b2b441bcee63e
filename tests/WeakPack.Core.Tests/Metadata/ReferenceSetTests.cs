using WeakPack.Metadata;

namespace WeakPack.Core.Tests.Metadata;

[TestClass]
public sealed class ReferenceSetTests
{
    [TestMethod]
    public void A_type_of_the_framework_is_found_in_its_file_and_through_forwards()
    {
        using var references = new ReferenceSet(Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll").Select(path => Reference.FromFile(path, isFramework: true)));

        Assert.AreEqual("System.Private.CoreLib", references.FindType("System.Runtime", "System.ArraySegment`1+Enumerator")?.Image.AssemblyName);
        Assert.IsNull(references.FindType("System.Runtime", "System.ArrayPart`1"));
    }

    [TestMethod]
    [DataRow(new byte[0])]
    [DataRow(new byte[] { (byte)'M', (byte)'Z' })]
    [DataRow(new byte[] { (byte)'<', (byte)'h', (byte)'t', (byte)'m', (byte)'l', (byte)'>' })]
    public void A_file_of_the_framework_that_is_no_assembly_has_no_types(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            using var references = new ReferenceSet([Reference.FromFile(path, isFramework: true)]);

            Assert.IsNull(references.Open(references.All[0]));
        }
        finally
        {
            File.Delete(path); // nobody holds it open
        }
    }

    [TestMethod]
    public void A_file_of_the_framework_that_is_missing_is_told_of()
    {
        using var references = new ReferenceSet([Reference.FromFile("/nowhere/System.Runtime.dll", isFramework: true)]);

        Assert.Throws<IOException>(() => references.FindType("System.Runtime", "System.Object"));
    }
}
