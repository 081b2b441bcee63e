namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Exceptions, their filters and what runs in spite of them.</summary>
internal static class Exceptions
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("exception filter", Filter),
        new("exception class", Class),
        new("nested finally", Finally),
    ];

    private static void Filter(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                public static string Run(int n) => Catch(() => throw new ArgumentException("argument"), n) + Catch(() => throw new Special<{{used.Type}}>({{used.Made("n")}}), n) + Catch(() => { }, n);
                private static string Catch(Action action, int n)
                {
                    var log = "";
                    try { action(); return "none"; }
                    catch (ArgumentException e) when (e.ParamName is null && n > 0) { log += "argument"; }
                    catch (Special<{{used.Type}}> e) when (Log(ref log, {{used.Told("e.Value")}})) { return "never"; }
                    catch (Special<{{used.Type}}> e) { log += {{used.Told("e.Value")}} + e.Message; }
                    catch { log += "any"; }
                    finally { log += "finally"; }
                    return log;
                }
                private static bool Log(ref string log, string text) { log += "(" + text + ")"; return false; }
                private sealed class Special<T>(T value) : Exception({{w.Text}}) { public T Value => value; }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void Class(PieceWriter w)
    {
        var shown = w.Shows();
        w.Write($$"""
            {{w.Declare($"class {w.Name} : {w.Dice.Of("Exception", "InvalidOperationException", "ApplicationException")}")}}
            {
                public {{w.Name}}(int n) : base({{w.Text}} + n) => Shown = {{shown.Made("n")}};
                public {{shown.Type}} Shown { get; }
                public override string Message => base.Message + {{shown.Told("Shown")}};
                public string Tell()
                {
                    try { try { throw this; } catch ({{w.Name}}) { throw; } finally { GC.KeepAlive(this); } }
                    catch (Exception e) when (e is {{w.Name}} { Message.Length: > {{w.Number}} } own) { return own.Message + ReferenceEquals(own, this); }
                    catch (Exception e) { return e.GetType().Name + e.Message; }
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Finally(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}(int n)")}}
            {
                private string log = "";
                private sealed class Scope({{w.Name}} owner, {{used.Type}} value) : IDisposable { public void Dispose() => owner.log += {{used.Told("value")}}; }
                public string Tell()
                {
                    for (var i = 0; i < 3; i++)
                    {
                        using var outer = new Scope(this, {{used.Made("n + i")}});
                        try
                        {
                            try { if (i == 1) continue; if (i == 2) return log + Leave(out _); Fail(i); }
                            finally { using (new Scope(this, {{used.Made("i")}})) log += "inner"; }
                        }
                        catch (Exception e) when (e is IndexOutOfRangeException or NullReferenceException) { log += e.GetType().Name; }
                    }
                    return log;
                }
                private static void Fail(int i) { int[]? none = i > 5 ? [1] : null; if (none![0] == {{w.Number}}) throw new InvalidOperationException(); }
                private string Leave(out int result) { try { result = n; return "left"; } finally { log += "after"; } }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }
}
