namespace WeakPack.Core.Tests.Linking;

/// <summary>Types that attributes of copies name: whoever reads the attribute needs their assembly, though no code refers to it.</summary>
[TestClass]
public sealed class AttributeTypeTests
{
    private const string Says = "public class SaysAttribute(Type? type) : Attribute { public Type? Type => type; public object? What { get; set; } }";
    private const string Read = """
        var says = typeof(Weak).GetCustomAttributes(false).OfType<SaysAttribute>().First();
        Console.WriteLine($"{says.Type} {says.What} {says.What?.GetType()}");
        """;

    private static SplitPackage First() => Package.Of("""
        public class Strong { public class Nested; }
        public class Strong<T> { public class Nested; }
        public enum Kind : byte { None, Some }
        [WeakPackageUnit] public class Light { public int One => 1; }
        """, "First").Split();

    private static SplitPackage Second(string attribute, SplitPackage first) =>
        Package.Of($"[WeakPackageUnit] {attribute} public class Weak {{ public int One => 1; }} [WeakPackageUnit] {Says}", "Second").Requires(first).Split();

    [TestMethod]
    [DataRow("[Says(typeof(Strong.Nested))]")]
    [DataRow("[Says(typeof(Strong<int[]>.Nested[]))]")]
    [DataRow("[Says(typeof(Dictionary<string, List<Strong>>))]")]
    [DataRow("[Says(null, What = Kind.Some)]")]
    [DataRow("[Says(null, What = typeof(Kind))]")]
    public void A_package_that_only_an_attribute_of_a_copy_names_is_needed(string attribute)
    {
        var (first, program) = Program(attribute);

        var linked = program.RunsAsUnlinked().Output(dll => Assert.Contains("First", dll.AssemblyReferences));
        Assert.DoesNotContain(first.Name, linked.Result.UnneededPackages);
    }

    [TestMethod]
    [DataRow("[Says(typeof(Dictionary<string, Weak>))]")]
    [DataRow("[Says(null, What = DayOfWeek.Friday)]")]
    public void A_package_of_which_an_attribute_names_what_is_copied_is_not_needed(string attribute)
    {
        var (first, program) = Program(attribute);

        program.RunsAsUnlinked().DoesNotNeed(first);
    }

    [TestMethod]
    public void A_package_of_which_an_attribute_names_a_weak_type_is_not_needed()
    {
        var first = First();
        var second = Package.Of($$"""
            [WeakPackageUnit] public class Weak { public static Type? Seen => typeof(Hidden).GetCustomAttributes(false).OfType<SaysAttribute>().First().Type; }
            [Says(typeof(List<Light>))] internal class Hidden;
            {{Says}}
            """, "Second").Requires(first).Split();

        var linked = Consumer.Of("Console.WriteLine(Weak.Seen!.GetGenericArguments()[0]);", second, first).Link().Runs("Light", second);
        Assert.Contains(first.Name, linked.Result.UnneededPackages);
    }

    [TestMethod]
    public void A_reference_assembly_refers_to_it_too()
    {
        var first = First();

        Consumer.Of(Read + "public class Derived : Weak;", Second("[Says(typeof(Strong))]", first), first).Link().ReferenceAssembly(dll => Assert.Contains("First", dll.AssemblyReferences));
    }

    [TestMethod]
    public void What_an_attribute_names_in_an_assembly_that_the_project_lacks_is_nobodys_need() =>
        Consumer.Of("Console.WriteLine(new Weak().One);", Second("[Says(typeof(Strong))]", First())).Link().Runs("1")
            .Output(dll => Assert.DoesNotContain("First", dll.AssemblyReferences));

    private static (SplitPackage First, ConsumerFixture Program) Program(string attribute)
    {
        var first = First();
        return (first, Consumer.Of(Read, Second(attribute, first), first));
    }
}
