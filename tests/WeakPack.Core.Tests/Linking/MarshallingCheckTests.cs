namespace WeakPack.Core.Tests.Linking;

/// <summary>WP3017: a linked unit meets native code, and package and consumer differ in <c>[assembly: DisableRuntimeMarshalling]</c>.</summary>
[TestClass]
public sealed class MarshallingCheckTests
{
    private const string Disabled = "[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]\n";

    private const string Interop = "using System.Runtime.InteropServices;\n";

    private const string PassesStruct = """
        [WeakPackageUnit] public static class Native
        {
            public struct Mixed { public char C; public bool B; public byte D; public int N; }
            [DllImport("libc", EntryPoint = "labs")] static extern long Labs(Mixed value);
            public static string Go() => Labs(new Mixed { C = '\u1234', B = true, D = 5, N = 7 }).ToString("x");
        }
        """;

    private const string Program = "Console.WriteLine(Native.Go());";

    [TestMethod]
    public void A_unit_of_a_package_that_disables_marshalling_needs_a_consumer_that_does() =>
        Consumer.Of(Program, Package.Of(Interop + Disabled + PassesStruct).Split())
            .Rejects("WP3017", "unit 'Native' of 'Pack1'", "in 'Native.Labs':", "'Pack1' has it, but 'App' does not", "Set DisableRuntimeMarshalling to true in this project");

    [TestMethod]
    public void And_one_of_a_package_that_does_not_needs_a_consumer_that_does_not() =>
        Consumer.Of(Disabled + Program, Package.Of(Interop + PassesStruct).Split())
            .Rejects("WP3017", "'Pack1' does not have it, but 'App' does", "Remove the attribute from this project");

    [TestMethod]
    public void Where_both_agree_native_code_gets_what_it_got()
    {
        Consumer.Of(Disabled + Program, Package.Of(Interop + Disabled + PassesStruct).Split()).RunsAsUnlinked();
        Consumer.Of(Program, Package.Of(Interop + PassesStruct).Split()).RunsAsUnlinked();
    }

    [TestMethod]
    public void What_no_setting_changes_goes_into_any_consumer()
    {
        const string Unit = """
            [WeakPackageUnit] public static unsafe class Native
            {
                public enum Size : long { Small = -3 }
                [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)] public struct Wide { public char C; [MarshalAs(UnmanagedType.U2)] public char D; public int N; }
                public struct Flagged { [MarshalAs(UnmanagedType.U1)] public bool B; public byte D; public short S; public int N; }
                public struct Box<T> { public T Value; }
                [UnmanagedFunctionPointer(CallingConvention.Cdecl, CharSet = CharSet.Unicode)] delegate int Calls(int value, char c);
                [DllImport("libc", EntryPoint = "labs")] static extern long Number(long value);
                [DllImport("libc", EntryPoint = "labs")] static extern long Enum(Size value);
                [DllImport("libc", EntryPoint = "labs")] static extern long Struct(Wide value);
                [DllImport("libc", EntryPoint = "labs")] static extern long Flag(Flagged value);
                [DllImport("libc", EntryPoint = "labs")] static extern long Generic(Box<Box<long>> value);
                [DllImport("libc", EntryPoint = "toupper", CharSet = CharSet.Unicode)] static extern int Character(char value);
                [DllImport("libc", EntryPoint = "toupper")] static extern int Byte([MarshalAs(UnmanagedType.U1)] bool value);
                [DllImport("libc", EntryPoint = "strlen")] static extern nint Length(byte* text);
                [DllImport("libc", EntryPoint = "llabs")] static extern long Id([MarshalAs(UnmanagedType.Struct)] Guid value);
                [UnmanagedCallersOnly] static int Back(int value, Wide* wide) => value + wide->N;
                static int Called(int value, char c) => value + c;
                public static string Go()
                {
                    var text = stackalloc byte[] { 65, 66, 0 };
                    var wide = new Wide { C = 'a', D = 'b', N = 7 };
                    delegate* unmanaged<int, Wide*, int> back = &Back;
                    var called = (delegate* unmanaged[Cdecl]<int, ushort, int>)Marshal.GetFunctionPointerForDelegate<Calls>(Called);
                    return string.Join(" ", Number(-5), Enum(Size.Small), Struct(wide), Flag(new Flagged { B = true, D = 2, S = 3, N = 4 }), Generic(new() { Value = new() { Value = -6 } }), Character('x'), Byte(true), Length(text), back(1, &wide), called(1, 2));
                }
            }
            """;
        Consumer.Of(Program, Package.Of(Interop + Disabled + Unit).Split()).RunsAsUnlinked();
        Consumer.Of(Disabled + Program, Package.Of(Interop + Unit).Split()).RunsAsUnlinked();
    }

    [TestMethod]
    public void A_unit_that_is_not_linked_is_not_looked_at() =>
        Consumer.Of("Console.WriteLine(Other.One);", Package.Of(Interop + Disabled + PassesStruct + "[WeakPackageUnit] public static class Other { public static int One => 1; }").Split()).RunsAsUnlinked();

    [TestMethod]
    [DataRow("static extern int Abs(bool value);")]
    [DataRow("static extern int Abs(char value);")]
    [DataRow("static extern int Abs(string value);")]
    [DataRow("static extern int Abs(int[] value);")]
    [DataRow("static extern int Abs(ref int value);")]
    [DataRow("static extern int Abs(out int value);")]
    [DataRow("static extern int Abs(in int value);")]
    [DataRow("static extern bool Abs(int value);")]
    [DataRow("static extern int Abs(SafeHandle value);")]
    [DataRow("static extern int Abs(Action value);")]
    [DataRow("static extern int Abs(DateTime value);")]
    [DataRow("static extern int Abs([MarshalAs(UnmanagedType.LPStruct)] Guid value);")]
    [DataRow("static extern int Abs((int, bool) value);")]
    [DataRow("static extern int Abs(int? value);")]
    [DataRow("static extern int Abs(int value, __arglist);")]
    [DataRow("[DllImport(\"libc\", SetLastError = true)] static extern int Abs(int value);")]
    [DataRow("[DllImport(\"libc\", PreserveSig = false)] static extern int Abs(int value);")]
    [DataRow("[DllImport(\"libc\", CharSet = CharSet.Auto)] static extern int Abs(char value);")]
    [DataRow("static int Abs(delegate* unmanaged<bool, void> call) { call(true); return 1; }")]
    [DataRow("static int Abs(delegate* unmanaged[Cdecl]<char, void> call) { call('a'); return 1; }")]
    [DataRow("[UnmanagedCallersOnly] static int Abs(char value) => value;")]
    [DataRow("[UnmanagedCallersOnly] static int Abs(Mixed value) => value.N; public struct Mixed { [MarshalAs(UnmanagedType.U1)] public bool B; public int N; }")]
    [DataRow("[UnmanagedFunctionPointer(CallingConvention.Cdecl)] delegate void Abs(bool value);")]
    [DataRow("[UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)] delegate void Abs(int value);")]
    [DataRow("delegate void Handler(string text); static nint Abs(Handler handler) => Marshal.GetFunctionPointerForDelegate(handler);")]
    [DataRow("delegate void Handler(string text); static object Abs(nint handler) => Marshal.GetDelegateForFunctionPointer<Handler>(handler);")]
    [DataRow("static int Abs() { return Local(true); [DllImport(\"libc\")] static extern int Local(bool value); }")]
    public void What_the_setting_changes_is_told_of(string member)
    {
        var import = member.StartsWith("static extern", StringComparison.Ordinal) ? "[DllImport(\"libc\", EntryPoint = \"abs\")] " : "";
        var source = Interop + "[WeakPackageUnit] public static unsafe class Native { public static int Go() => 1; " + import + member + " }";

        Consumer.Of(Disabled + Program, Package.Of(source).Split()).Rejects("WP3017", "in 'Native.");
    }

    [TestMethod]
    public void Managed_calls_and_delegates_are_nobodys_business_but_the_runtimes() =>
        Consumer.Of(Program, Package.Of(Interop + Disabled + """
            [WeakPackageUnit] public static unsafe class Native
            {
                public delegate string Handler(string text, ref bool flag);
                static string Add(string text, char value) => text + value;
                static string Called(string text, ref bool flag) => text + flag;
                public static string Go() { delegate*<string, char, string> add = &Add; Handler handler = Called; var flag = true; return add("a", 'b') + handler("c", ref flag); }
            }
            """).Split()).RunsAsUnlinked();

    [TestMethod]
    public void What_travels_with_a_unit_counts_as_its_own() =>
        Consumer.Of(Program, Package.Of(Interop + Disabled + """
            [WeakPackageUnit] public static class Native { public static int Go() => Inner.Abs(true); }
            [WeakPackageUnit] public static class Second { public static int Go() => Native.Go(); }
            internal static class Inner { [DllImport("libc", EntryPoint = "abs")] internal static extern int Abs(bool value); }
            """).Split()).Rejects("WP3017", "unit 'Native'", "'Inner.Abs'");

    [TestMethod]
    public void A_delegate_of_the_package_itself_stays_with_the_package()
    {
        var package = Package.Of(Interop + Disabled + """
            public delegate int Handler(char value);
            [WeakPackageUnit] public static class Native { public static string Go() => Marshal.GetFunctionPointerForDelegate<Handler>(value => value) == 0 ? "none" : "some"; }
            """).Split();

        Consumer.Of(Program, package).RunsAsUnlinked();
    }
}
