namespace WeakPack.Sdk.Tests;

[TestClass]
public class VisualBasicTests
{
    [TestMethod]
    public void A_file_of_Visual_Basic_is_linked_with_all_that_the_language_makes_of_it()
    {
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("vb", "Vcl", """
            Public Class Clock
                Public Event Ticked(n As Integer)
                Public Sub Tick(n As Integer)
                    RaiseEvent Ticked(n)
                End Sub
            End Class
            """)
            .Source("""
                Imports System.Threading.Tasks
                Public Module Tools
                    Public Const Day As Date = #2020-01-01#
                    Public Function Late(o As Object) As Object
                        Return o.Length
                    End Function
                    Public Iterator Function Squares(n As Integer) As IEnumerable(Of Integer)
                        For i = 1 To n
                            Yield i * i
                        Next
                    End Function
                    Public Async Function LaterAsync() As Task(Of Integer)
                        Await Task.Delay(1)
                        Return 7
                    End Function
                    Public Function Xml(name As String) As String
                        Dim x = <pen name=<%= name %>><tip size="2"/></pen>
                        Return x.@name & x.<tip>.@size
                    End Function
                    Public Function Lambdas() As Integer
                        Dim k = 3
                        Return {1, 2, 3}.Select(Function(x) x + k).Sum() + {1, 2}.Select(Function(i) i * 2).Sum()
                    End Function
                    Public Function Query() As String
                        Dim found = From n In {3, 1, 2} Order By n Select New With {Key .N = n, .Twice = n * 2}
                        Return String.Join(",", found)
                    End Function
                    Public Function Tried() As String
                        On Error GoTo Failed
                        Err.Raise(5)
                        Return "not raised"
                Failed:
                        Return "raised"
                    End Function
                End Module
                Public Class Watcher
                    Private WithEvents _clock As New Clock
                    Public Seen As Integer
                    Private Sub OnTick(n As Integer) Handles _clock.Ticked
                        Seen += n
                    End Sub
                    Public Function Watch() As Integer
                        _clock.Tick(3)
                        Return Seen
                    End Function
                    Public Function NextOne() As Integer
                        Static n As Integer = 10
                        n += 1
                        Return n
                    End Function
                    Default Public ReadOnly Property Item(i As Integer) As String
                        Get
                            Return "item " & i
                        End Get
                    End Property
                End Class
                """, "Weak.vb")
            .WithItems("""<Compile Update="Weak.vb" WeakUnit="true" />""");
        var app = workspace.ApplicationIn("vb", "App", """
            Imports Vcl
            Module Program
                Sub Main()
                    Console.WriteLine(Day.Year & " " & Late("abc") & " " & String.Join(",", Squares(3)) & " " & LaterAsync().Result)
                    Console.WriteLine(Xml("x") & " " & Lambdas() & " " & Tried())
                    Console.WriteLine(Query())
                    Dim w As New Watcher
                    Console.WriteLine(w.Watch() & " " & w.NextOne() & " " & w.NextOne() & " " & w(3) & " " & GetType(Watcher).Assembly.GetName().Name)
                End Sub
            End Module
            """, package);

        app.Build();

        Assert.AreSequenceEqual(["Vcl.Clock"], [.. package.Dll.Types.Where(type => type.Value).Select(type => type.Key)]);
        Assert.AreSequenceEqual(
            ["2020 3 1,4,9 7", "x2 21 raised", "{ N = 1, Twice = 2 },{ N = 2, Twice = 4 },{ N = 3, Twice = 6 }", "3 11 12 item 3 App"],
            app.Run());
    }

    [TestMethod]
    public void Global_data_is_told_in_the_words_of_Visual_Basic_and_at_its_line()
    {
        FromNuGet.OlderFrameworks();
        using var workspace = new Workspace();
        var package = workspace.LibraryIn("vb", "Vcl", """
            Public Module Pens
                Public Property Nib As String
                Public Event Moved()
                Public Function NextOne() As Integer
                    Static count As Integer = 10
                    count += 1
                    Return count
                End Function
            End Module
            Public Class Started
                Shared Sub New()
                    Console.WriteLine("started")
                End Sub
            End Class
            Public Class Machine
                Public Function Name() As String
                    Return My.Computer.Name
                End Function
            End Class
            Public Class Fine
                Public Function NextOne() As Integer
                    Static count As Integer = 10
                    count += 1
                    Return count
                End Function
            End Class
            """).WithItems("""<Compile Update="Code.vb" WeakUnit="true" />""").For("net472");

        var errors = package.FailToBuild().Findings;

        Assert.HasCount(3, errors);
        var data = errors.Single(error => error.Code == "WP2203");
        Assert.AreEqual(2, data.Line);
        Assert.Contains("'Vcl.Pens.Nib', 'Vcl.Pens.Moved', 'count' (a Static local of 'Vcl.Pens.NextOne', which is one variable for all calls).", data.Message);
        var code = errors.Single(error => error.Code == "WP2221");
        Assert.AreEqual(11, code.Line);
        Assert.Contains("'Shared Sub New' of 'Vcl.Started'", code.Message);
        var my = errors.Single(error => error.Code == "WP2411");
        Assert.AreEqual(16, my.Line);
        Assert.Contains("'My' belongs to the project that it was compiled in", my.Message);
    }
}
