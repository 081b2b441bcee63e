using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Core.Tests.Metadata;

[TestClass]
public sealed class NestedTypesTests
{
    [TestMethod]
    public void In_each_type_are_those_that_the_reader_finds_in_it()
    {
        foreach (var assembly in new[] { typeof(object).Assembly, typeof(Mono.Cecil.ModuleDefinition).Assembly, typeof(NestedTypesTests).Assembly })
        {
            using var image = new MetadataImage(AssemblyImage.Read(assembly.Location));
            foreach (var handle in image.Reader.TypeDefinitions)
                CollectionAssert.AreEqual(image.Reader.GetTypeDefinition(handle).GetNestedTypes().ToArray(), image.NestedIn(handle).ToArray(), image.FullName(handle));
        }
    }
}
