namespace WeakPack.Core.Tests.Stress;

/// <summary>What a piece writes for itself when there is nothing of the kind to use yet.</summary>
internal static class Common
{
    public static Face Base(PieceWriter w)
    {
        w.Write($$"""
            {{w.Declare($"class {w.Name}Base(int n)")}} { public virtual string Tell() => "base " + n; }
            """);
        return BaseFace(w.FullName + "Base");
    }

    public static Face Interface(PieceWriter w)
    {
        w.Write($$"""
            {{w.Declare($"interface {w.Name}Score")}} { int Score(int n); }
            {{w.Declare($"class {w.Name}Scored(int by) : {w.Name}Score")}} { public int Score(int n) => n + by; }
            """);
        return InterfaceFace(w.FullName + "Score", w.FullName + "Scored");
    }

    public static Face BaseFace(string type) => new(type, $"new {type}(#)", "(#).Tell()", Trait.Base);

    public static Face InterfaceFace(string type, string implementation) =>
        new(type, $"(({type})new {implementation}(#))", "(#).Score(3).ToString()", Trait.Interface);

    /// <summary>A type with a constructor (int) and a method Tell().</summary>
    public static Face TellingFace(string type) => new(type, $"new {type}(#)", "(#).Tell()");

    /// <summary>A generic type around one value, with a method Tell(Func&lt;T, string&gt;).</summary>
    public static Wrap TellingWrap(string type) => new($"{type}<@>", $"new {type}<@>(#)", "(#).Tell(e => ~)");
}
