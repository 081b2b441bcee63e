using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Core.Tests.Metadata;

[TestClass]
public sealed class MemberRangesTests
{
    [TestMethod]
    public void Each_type_has_the_properties_and_events_that_a_search_of_the_tables_finds()
    {
        foreach (var assembly in new[] { typeof(object).Assembly, typeof(System.ComponentModel.Component).Assembly, typeof(Mono.Cecil.ModuleDefinition).Assembly })
        {
            using var image = new MetadataImage(AssemblyImage.Read(assembly.Location));
            foreach (var handle in image.Reader.TypeDefinitions)
            {
                var type = image.Reader.GetTypeDefinition(handle);
                CollectionAssert.AreEqual(type.GetProperties().ToArray(), image.PropertiesOf(handle).ToArray(), image.FullName(handle));
                CollectionAssert.AreEqual(type.GetEvents().ToArray(), image.EventsOf(handle).ToArray(), image.FullName(handle));
            }
        }
    }
}
