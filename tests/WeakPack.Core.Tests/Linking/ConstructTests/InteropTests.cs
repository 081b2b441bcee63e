namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class InteropTests
{
    [TestMethod]
    public void Platform_invoke_of_a_library_that_is_not_there() => Construct.RunsTheSame("""
        using System.Runtime.InteropServices;
        [WeakPackageUnit] public static class PenWin
        {
            private const string Library = "penwin-that-is-nowhere";
            [DllImport(Library, EntryPoint = "SetPenHook", CharSet = CharSet.Unicode, SetLastError = true, ExactSpelling = true, CallingConvention = CallingConvention.StdCall)]
            [return: MarshalAs(UnmanagedType.Bool)]
            private static extern bool Hook([MarshalAs(UnmanagedType.LPWStr)] string name, [In, Out, MarshalAs(UnmanagedType.LPArray, SizeParamIndex = 2)] int[] data, int count, out Guid id);
            [DllImport("other-that-is-nowhere", PreserveSig = false, BestFitMapping = false, ThrowOnUnmappableChar = true)]
            [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
            private static extern void Other(Callback callback, ref Data data);
            [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
            public delegate int Callback([MarshalAs(UnmanagedType.LPUTF8Str)] string text);
            [StructLayout(LayoutKind.Sequential)] public struct Data { public int A; }
            public static string Try()
            {
                var said = "";
                try { Hook("name", [1], 1, out _); } catch (DllNotFoundException e) { said += e.Message.Contains(Library); }
                var data = new Data();
                try { Other(_ => 1, ref data); } catch (DllNotFoundException e) { said += e.Message.Contains("other-that-is-nowhere"); }
                return said;
            }
        }
        """, """
        Console.WriteLine(PenWin.Try());
        var hook = typeof(PenWin).GetMethod("Hook", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        var import = (System.Runtime.InteropServices.DllImportAttribute)hook.GetCustomAttributes(typeof(System.Runtime.InteropServices.DllImportAttribute), false)[0];
        Console.WriteLine($"{import.Value} {import.EntryPoint} {import.CharSet} {import.SetLastError} {import.CallingConvention}");
        """);

    [TestMethod]
    public void Marshalled_fields() => Construct.RunsTheSame("""
        using System.Runtime.InteropServices;
        [WeakPackageUnit] [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)] public struct Packet
        {
            [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 8)] public string Name;
            [MarshalAs(UnmanagedType.ByValArray, SizeConst = 3, ArraySubType = UnmanagedType.U2)] public short[] Numbers;
            [MarshalAs(UnmanagedType.U1)] public bool Flag;
            [MarshalAs(UnmanagedType.FunctionPtr)] public Action? Function;
            [MarshalAs(UnmanagedType.LPStr)] public string? Text;
        }
        [WeakPackageUnit] public static class Packets
        {
            public static string RoundTrip(Packet packet)
            {
                var memory = Marshal.AllocHGlobal(Marshal.SizeOf<Packet>());
                try
                {
                    Marshal.StructureToPtr(packet, memory, false);
                    var back = Marshal.PtrToStructure<Packet>(memory);
                    return $"{Marshal.SizeOf<Packet>()} {Marshal.OffsetOf<Packet>("Flag")} {back.Name} {string.Join(",", back.Numbers)} {back.Flag} {back.Text}";
                }
                finally
                {
                    Marshal.FreeHGlobal(memory);
                }
            }
        }
        """, """
        Console.WriteLine(Packets.RoundTrip(new Packet { Name = "name", Numbers = [1, 2, 3], Flag = true, Text = "text" }));
        """);

    [TestMethod]
    public void Marshallers_and_safe_arrays_and_com_interfaces_keep_their_types() => Construct.RunsTheSame("""
        using System.Runtime.InteropServices;
        [WeakPackageUnit("Com")] public class Marshaler : ICustomMarshaler
        {
            public static ICustomMarshaler GetInstance(string cookie) => new Marshaler();
            public void CleanUpManagedData(object managed) { }
            public void CleanUpNativeData(nint native) { }
            public int GetNativeDataSize() => -1;
            public nint MarshalManagedToNative(object managed) => 0;
            public object MarshalNativeToManaged(nint native) => "";
        }
        [WeakPackageUnit("Com")] [ComImport, Guid("11111111-2222-3333-4444-555555555555"), InterfaceType(ComInterfaceType.InterfaceIsIUnknown)]
        public interface IThing { [PreserveSig] int Do([MarshalAs(UnmanagedType.Interface)] object other); [DispId(5)] string Name { [return: MarshalAs(UnmanagedType.BStr)] get; } }
        [WeakPackageUnit("Com")] public static class Native
        {
            [DllImport("nowhere")] public static extern void Custom([MarshalAs(UnmanagedType.CustomMarshaler, MarshalTypeRef = typeof(Marshaler), MarshalCookie = "cookie")] object value);
            [DllImport("nowhere")] public static extern void Safe([MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_I4)] int[] values);
            [DllImport("nowhere")] public static extern void UserDefined([MarshalAs(UnmanagedType.SafeArray, SafeArraySubType = VarEnum.VT_UNKNOWN, SafeArrayUserDefinedSubType = typeof(IThing))] IThing[] values);
            [DllImport("nowhere")] public static extern void Iid([MarshalAs(UnmanagedType.IUnknown, IidParameterIndex = 1)] object value, Guid id);
        }
        """, """
        Console.WriteLine(typeof(IThing).GUID + " " + typeof(IThing).IsImport);
        var parameter = typeof(Native).GetMethod("Custom")!.GetParameters()[0];
        var marshal = (System.Runtime.InteropServices.MarshalAsAttribute)parameter.GetCustomAttributes(typeof(System.Runtime.InteropServices.MarshalAsAttribute), false)[0];
        Console.WriteLine(marshal.Value + " " + marshal.MarshalCookie + " " + (Type.GetType(marshal.MarshalType!) ?? marshal.MarshalTypeRef)?.Name);
        """);

    [TestMethod]
    public void Stubs_as_the_library_import_generator_writes_them() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using System.Runtime.InteropServices.Marshalling;
        [WeakPackageUnit] public static unsafe partial class Modern
        {
            public static partial int Length(string text, [MarshalAs(UnmanagedType.Bool)] out bool ok);

            [System.CodeDom.Compiler.GeneratedCode("LibraryImportGenerator", "10.0")]
            [SkipLocalsInit]
            public static partial int Length(string text, out bool ok)
            {
                var __text_native = default(byte*);
                Unsafe.SkipInit(out ok);
                var __ok_native = 0;
                var __retVal = 0;
                var __lastError = 0;
                Utf8StringMarshaller.ManagedToUnmanagedIn __text_native__marshaller = new();
                try
                {
                    __text_native__marshaller.FromManaged(text, stackalloc byte[Utf8StringMarshaller.ManagedToUnmanagedIn.BufferSize]);
                    {
                        __text_native = __text_native__marshaller.ToUnmanaged();
                        Marshal.SetLastSystemError(0);
                        __retVal = __PInvoke(__text_native, &__ok_native);
                        __lastError = Marshal.GetLastSystemError();
                    }
                    ok = __ok_native != 0;
                }
                finally
                {
                    __text_native__marshaller.Free();
                }
                Marshal.SetLastPInvokeError(__lastError);
                return __retVal;

                [DllImport("modern-that-is-nowhere", EntryPoint = "length", ExactSpelling = true)]
                static extern unsafe int __PInvoke(byte* __text_native, int* __ok_native);
            }
        }
        """, """
        try { Modern.Length("text", out _); }
        catch (DllNotFoundException e) { Console.WriteLine(e.Message.Contains("modern-that-is-nowhere")); }
        """);

    [TestMethod]
    public void Unmanaged_callers_only() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        [WeakPackageUnit] public static unsafe class Callbacks
        {
            [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)], EntryPoint = "twice")]
            private static int Twice(int value) => value * 2;
            public static int Call(int value) => ((delegate* unmanaged[Cdecl]<int, int>)&Twice)(value);
            public static int ThroughDelegate(int value)
            {
                Func f = v => v + 1;
                var pointer = (delegate* unmanaged<int, int>)Marshal.GetFunctionPointerForDelegate(f);
                var result = pointer(value);
                GC.KeepAlive(f);
                return result;
            }
            private delegate int Func(int value);
        }
        """, """
        Console.WriteLine(Callbacks.Call(21) + Callbacks.ThroughDelegate(1));
        """);

    [TestMethod]
    public void Unsafe_accessors() => Construct.RunsTheSame("""
        using System.Runtime.CompilerServices;
        [WeakPackageUnit] public class Vault<T>
        {
            private T secret;
            private Vault(T secret) => this.secret = secret;
            private string Tell(int times) => string.Concat(Enumerable.Repeat(secret!.ToString(), times));
            private static int Count() => 3;
        }
        [WeakPackageUnit] public class Safe { private int number = 5; private string Say(string what) => what + number; }
        [WeakPackageUnit] public static class Picklock
        {
            [UnsafeAccessor(UnsafeAccessorKind.Constructor)] public static extern Safe Make();
            [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "number")] public static extern ref int Number(Safe safe);
            [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Say")] public static extern string Say(this Safe safe, string what);
        }
        [WeakPackageUnit] public static class Picklock<T>
        {
            [UnsafeAccessor(UnsafeAccessorKind.Constructor)] public static extern Vault<T> Make(T secret);
            [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "secret")] public static extern ref T Secret(Vault<T> vault);
            [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Tell")] public static extern string Tell(Vault<T> vault, int times);
            [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Count")] public static extern int Count(Vault<T>? vault);
        }
        """, """
        var vault = Picklock<string>.Make("a");
        Picklock<string>.Secret(vault) += "b";
        var safe = Picklock.Make();
        Picklock.Number(safe)++;
        Console.WriteLine(Picklock<string>.Tell(vault, 2) + Picklock<string>.Count(null) + safe.Say("said"));
        """);
}
