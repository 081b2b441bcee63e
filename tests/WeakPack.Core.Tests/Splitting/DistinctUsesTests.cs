using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Units;

namespace WeakPack.Core.Tests.Splitting;

/// <summary>What one node of the graph uses, as it is collected for one node after the other.</summary>
[TestClass]
public sealed class DistinctUsesTests
{
    private static readonly EntityHandle s_type = MetadataTokens.TypeDefinitionHandle(1);
    private static readonly EntityHandle s_method = MetadataTokens.MethodDefinitionHandle(1);

    [TestMethod]
    public void Of_one_thing_the_first_use_by_a_type_and_the_first_by_a_member_are_kept()
    {
        var used = MetadataTokens.TypeReferenceHandle(1);
        var uses = new DistinctUses();
        uses.Add(new(s_method, used));
        uses.Add(new(MetadataTokens.MethodDefinitionHandle(2), used));
        uses.Add(new(s_type, used));

        Assert.AreSequenceEqual([new Use(s_method, used), new Use(s_type, used)], uses.Take());
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(5_000)] // more than a set is kept for
    public void What_was_taken_counts_no_more_for_the_next_node(int count)
    {
        var uses = new DistinctUses();
        for (var round = 0; round < 2; round++)
        {
            for (var row = 1; row <= count; row++)
                uses.Add(new(s_method, MetadataTokens.TypeReferenceHandle(row)));

            Assert.HasCount(count, uses.Take());
        }

        Assert.IsEmpty(uses.Take());
    }
}
