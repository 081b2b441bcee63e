namespace WeakPack.Core.Tests.Stress.Constructs;

/// <summary>Pointers, native calls and what looks past the rules of the language.</summary>
internal static class Unsafe
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("pointer", Pointer),
        new("native call", Native),
        new("unsafe accessor", Accessor),
        new("typed reference and stackalloc", TypedReference),
    ];

    private static void Pointer(PieceWriter w)
    {
        var kind = w.Uses(Trait.Enum);
        w.Write($$"""
            {{w.Declare($"unsafe class {w.Name}(int n)")}}
            {
                private struct Node { public int Value; public {{kind.Type}} Kind; public Node* Next; }
                private readonly int[] items = [n, 2, {{w.Number}}];
                public static int* Up(int* p) => p + 1;
                private static T Read<T>(void* p) where T : unmanaged => *(T*)p;
                public string Tell()
                {
                    Node last = new() { Value = 5, Kind = ({{kind.Type}})3 }, first = new() { Value = n, Kind = {{kind.Made("n")}}, Next = &last };
                    var text = first.Next->Value + "" + (*first.Next).Kind + first.Kind + sizeof(Node*) + Read<{{kind.Type}}>(&last.Kind);
                    fixed (int* p = items) { text += *Up(p) + p[2]; for (var q = p; q < p + 3; q++) *q += 1; }
                    fixed (char* c = "word") text += c[1];
                    int** pp = stackalloc int*[2];
                    var i = 7; pp[1] = &i; **(pp + 1) += 2;
                    return text + items[0] + i + (nint)((byte*)pp - (byte*)pp);
                }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void Native(PieceWriter w)
    {
        var (shown, kind) = (w.Shows(), w.Shows(Trait.Enum));
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                [System.Runtime.InteropServices.DllImport("{{w.Name.ToLowerInvariant()}}", EntryPoint = "call", CharSet = System.Runtime.InteropServices.CharSet.Ansi, SetLastError = true, BestFitMapping = false)]
                [return: System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.Bool)]
                public static extern bool Call([System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPUTF8Str)] string s, [System.Runtime.InteropServices.In, System.Runtime.InteropServices.Out, System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPArray, SizeParamIndex = 2)] int[] items, int count, {{kind.Type}} kind);
                [System.Runtime.InteropServices.UnmanagedFunctionPointer(System.Runtime.InteropServices.CallingConvention.StdCall)] public delegate int Callback([System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.U1)] bool b);
                [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)] private struct Auto { public byte A; public {{shown.Type}} Shown; }
                public static string Run(int n)
                {
                    if (n < -1000) Call("", [1], 1, ({{kind.Type}})1);
                    Callback back = b => b ? n : {{w.Number}};
                    var auto = new Auto { A = 3, Shown = {{shown.Made("n")}} };
                    return back(true) + {{shown.Told("auto.Shown")}} + auto.A + System.Runtime.InteropServices.Marshal.SizeOf<Pair>() + typeof({{w.Name}}).GetMethod("Call")!.IsStatic;
                }
                [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 4)] private struct Pair { public byte A; public long B; }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }

    private static void Accessor(PieceWriter w)
    {
        var used = w.Uses();
        w.Write($$"""
            {{w.Declare($"class {w.Name}")}}
            {
                private readonly {{used.Type}} secret; private int count = {{w.Number}};
                public {{w.Name}}(int n) => secret = {{used.Made("n")}};
                private string Hidden(int n) => "hidden" + n;
                public string Tell() => {{w.Name}}Accessor.Run(this);
            }
            internal static class {{w.Name}}Accessor
            {
                [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = "count")] private static extern ref int Count({{w.Name}} it);
                [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = "secret")] private static extern ref {{used.Type}} Secret({{w.Name}} it);
                [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Method)] private static extern string Hidden({{w.Name}} it, int n);
                [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Constructor)] private static extern {{w.Name}} New(int n);
                internal static string Run({{w.Name}} it) { Count(it)++; return Hidden(it, Count(it)) + {{used.Told("Secret(New(4))")}}; }
            }
            """);
        w.Offers(Common.TellingFace(w.FullName));
    }

    private static void TypedReference(PieceWriter w)
    {
        var used = w.Uses(Trait.Base);
        w.Write($$"""
            {{w.Declare($"static class {w.Name}")}}
            {
                [System.Runtime.CompilerServices.SkipLocalsInit, System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining | System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
                public static unsafe string Run(int n)
                {
                    var value = {{used.Made("n")}};
                    var reference = __makeref(value);
                    var text = __refvalue(reference, {{used.Type}}).Tell() + __reftype(reference).Name;
                    Span<int> span = stackalloc int[{{w.Number}}];
                    span.Fill(n);
                    Span<{{used.Type}}> one = new(ref value);
                    ref var same = ref System.Runtime.CompilerServices.Unsafe.As<{{used.Type}}, object>(ref one[0]);
                    return text + span.ToArray().Sum() + (same == value) + (System.Runtime.CompilerServices.Unsafe.SizeOf<{{used.Type}}>() == nint.Size);
                }
            }
            """);
        w.Runs(w.FullName + ".Run(#)");
    }
}
