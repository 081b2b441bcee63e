namespace WeakPack.Sdk.Tests;

[TestClass]
public class FSharpTests
{
    [TestMethod]
    public void A_file_of_FSharp_is_linked_with_all_that_the_language_makes_of_it()
    {
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("fs", "Vcl", "namespace Vcl\ntype IStrong = interface end")
            .Source("""
                namespace Vcl

                type Shape = Circle of radius: float | Square of side: float | Nothing
                type Point = { X: int; Y: int }
                [<Struct>]
                type Pair = { A: int; B: int }
                type Color = Red = 1 | Green = 2
                exception Broken of string

                module Tools =
                    [<Literal>]
                    let Answer = 42
                    let five = 5
                    let adder x = fun y -> x + y
                    let area shape = match shape with Circle r -> r * r | Square s -> s * s | Nothing -> 0.0
                    let (|Even|Odd|) n = if n % 2 = 0 then Even else Odd
                    let parity n = match n with Even -> "even" | Odd -> "odd"
                    let work () = async {
                        let! x = async { return 20 }
                        return x + 1 }
                    let later () = task {
                        do! System.Threading.Tasks.Task.Delay 1
                        return five }
                    let squares n = seq { for i in 1 .. n do yield i * i }
                    let move p = { p with X = p.X + 1 }
                    let inline twice (f: 'a -> 'a) x = f (f x)
                    let text p = sprintf "%A %d" p Answer
                    let names () = [ "a"; "b" ] |> List.map (fun s -> s.ToUpper()) |> String.concat ","
                    let found () = query { for i in [ 1; 2; 3 ] do where (i > 1); select (i * 2) } |> Seq.toList
                    let quoted () = <@ 1 + 2 @>
                    let where () = typeof<Shape>.Assembly.GetName().Name

                type Counter(start: int) =
                    let mutable count = start
                    member _.Next() = count <- count + 1; count
                    static member Make() = new Counter 3
                    interface System.IDisposable with member _.Dispose() = ()
                """, "Weak.fs")
            .WithItems("""<Compile Include="Weak.fs" WeakUnit="true" />""");
        var library = workspace.LibraryIn("fs", "Lib", """
            module Lib
            let internal point () : Vcl.Point = { X = 1; Y = 2 }
            let sum n = Vcl.Tools.adder n 2 + (point ()).X
            """, package);
        var app = workspace.ApplicationIn("fs", "App", """
            open Vcl
            open Vcl.Tools
            let p = { X = 1; Y = 2 }
            printfn "%A %s %b %d" (Circle 1.0, Nothing) (text {| Z = 1 |}) (move p = { p with X = 2 }) { A = 1; B = 2 }.A
            printfn "%g %g %s %s" (area (Circle 2.0)) (area Nothing) (parity 3) (parity 4)
            printfn "%d %d %A %d" (work () |> Async.RunSynchronously) (later().Result) (squares 3 |> Seq.toList) (twice (adder 2) 1)
            printfn "%s %A %A" (names ()) (found ()) (quoted ())
            use counter = Counter.Make()
            printfn "%d %d %d" (counter.Next()) (counter.Next()) (Lib.sum 2)
            try raise (Broken "pen") with Broken what -> printfn "broken %s %A" what Color.Green
            match Square 2.0 with Square side -> printfn "%g %s" side (where ()) | _ -> ()
            """, package, library);

        app.Build();

        Assert.AreSequenceEqual(["Vcl.IStrong"], [.. package.Dll.Types.Where(type => type.Value).Select(type => type.Key)]);
        Assert.IsFalse(app.Mentions("Vcl"));
        Assert.DoesNotContain("Vcl", library.Dll.References);
        Assert.AreSequenceEqual(
            [
                "(Circle 1.0, Nothing) {| Z = 1 |} 42 true 1",
                "4 0 odd even",
                "21 5 [1; 4; 9] 5",
                "A,B [4; 6] Call (None, op_Addition, [Value (1), Value (2)])",
                "4 5 5",
                "broken pen Green",
                "2 App",
            ],
            app.Run());
    }

    [TestMethod]
    public void Two_versions_of_a_unit_that_differ_in_the_data_of_an_array_alone_are_told_apart()
    {
        const string Table = """
            namespace Shared
            [<WeakPack.WeakPackageUnit>]
            type Table() =
                static member Get() = [| 1; 2; 3; 4; 5; 6; 7; 8; 9; 10 |]
            """;
        using var workspace = new Workspace();
        var first = workspace.LibraryIn("fs", "First", Table).With("AssemblyName", "Data"); // after which F# names what holds the data
        var second = workspace.LibraryIn("fs", "Second", Table.Replace("9; 10", "9; 20", StringComparison.Ordinal)).With("AssemblyName", "Data");
        var user = workspace.Library("User", "namespace Users; [WeakPackageUnit] public static class User { public static int[] All => Shared.Table.Get(); }", first);
        var app = workspace.Application("App", "Console.WriteLine($\"{Shared.Table.Get()[9]} {Users.User.All[9]}\");", second, user)
            .With("DisableTransitiveProjectReferences", "true");

        app.Build();

        Assert.AreSequenceEqual(["20 10"], app.Run());
    }

    [TestMethod]
    public void Top_level_values_and_static_data_are_told_in_the_words_of_FSharp_and_at_their_lines()
    {
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("fs", "Vcl", """
            namespace Vcl

            module Values =
                let five = 5
                let started = System.DateTime.Now
                let mutable private count = 0
                let next () = count <- count + 1; count

            module Computed =
                let table () = dict [ 1, "one" ]
                let fresh () = System.DateTime.Now

            type Counter() =
                static let mutable count = 0
                static member Next() = count <- count + 1; count
                static member val Last = 0 with get, set

            type Started() =
                static do printfn "started"
                member _.One = 1
            """)
            .WithoutItems()
            .WithItems("""<Compile Include="Code.fs" WeakUnit="true" />""");

        var errors = package.FailToBuild().Findings;

        Assert.HasCount(3, errors);
        var values = errors.Single(error => error.Message.Contains("'Vcl.Values'", StringComparison.Ordinal));
        Assert.AreEqual(("WP2221", 5), (values.Code, values.Line));
        Assert.Contains("the top-level values 'Vcl.Values.started', 'Vcl.Values.count' of an F# module", values.Message);
        Assert.Contains("'let started () = …'", values.Message);
        var counter = errors.Single(error => error.Message.Contains("'Vcl.Counter'", StringComparison.Ordinal));
        Assert.AreEqual(("WP2203", 14), (counter.Code, counter.Line));
        Assert.Contains("'Vcl.Counter.count', 'Vcl.Counter.Last'.", counter.Message);
        var started = errors.Single(error => error.Message.Contains("'Vcl.Started'", StringComparison.Ordinal));
        Assert.AreEqual("WP2221", started.Code);
        Assert.Contains("'static do'", started.Message);
        Assert.IsFalse(errors.Any(error => error.Message.Contains("cctor", StringComparison.Ordinal) || error.Message.Contains('<')));
    }
}
