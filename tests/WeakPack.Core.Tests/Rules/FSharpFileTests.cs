using WeakPack.Units;

namespace WeakPack.Core.Tests.Rules;

/// <summary>Which types an F# file declares is read from its text, where debug data does not tell.</summary>
[TestClass]
public sealed class FSharpFileTests
{
    [TestMethod]
    [DataRow("namespace Acme\ntype Point = { X: int }", "Acme", "Point", DisplayName = "record")]
    [DataRow("namespace rec Acme.Deep\n[<Struct>]\ntype Pair<'a> = { A: 'a }", "Acme.Deep", "Pair`1", DisplayName = "generic, in a recursive namespace")]
    [DataRow("namespace Acme\ntype A = B of B\nand [<CustomEquality; NoComparison>] internal B = | C", "Acme", "B", DisplayName = "one of a group, with attributes")]
    [DataRow("namespace Acme\n[<Struct>] type Pair = { A: int }", "Acme", "Pair", DisplayName = "attribute on the same line")]
    [DataRow("namespace Acme\nexception Broken of string", "Acme", "BrokenException", DisplayName = "exception")]
    [DataRow("namespace global\ntype ``Odd name`` = One", "", "Odd name", DisplayName = "odd name, in no namespace")]
    [DataRow("namespace One\ntype A = B\nnamespace Two\ntype C = D", "Two", "C", DisplayName = "second namespace of a file")]
    public void A_type_of_the_file_is_found(string source, string space, string name) =>
        Assert.IsTrue(Read(source).Has(space, name));

    [TestMethod]
    [DataRow("namespace Acme\ntype Point = { X: int }", "Other", "Point", DisplayName = "of another namespace")]
    [DataRow("namespace Acme\n// type Point = { X: int }", "Acme", "Point", DisplayName = "in a comment")]
    [DataRow("namespace Acme\ntype Points = { X: int }", "Acme", "Point", DisplayName = "with a longer name")]
    [DataRow("namespace Acme\ntype Line = { A: Point }", "Acme", "Point", DisplayName = "used only")]
    public void A_type_that_is_elsewhere_is_not(string source, string space, string name) =>
        Assert.IsFalse(Read(source).Has(space, name));

    [TestMethod]
    public void A_file_of_another_language_is_not_read() => Assert.IsNull(FSharpDeclarations.Read("Code.cs"));

    private static FSharpDeclarations Read(string source) => FSharpDeclarations.Of(source.Split('\n'));
}
