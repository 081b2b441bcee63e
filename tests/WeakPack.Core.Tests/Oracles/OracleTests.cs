using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Mono.Cecil;
using Mono.Cecil.Cil;
using AssemblyDefinition = Mono.Cecil.AssemblyDefinition;
using FieldAttributes = Mono.Cecil.FieldAttributes;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;
using TypeReference = Mono.Cecil.TypeReference;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>The oracles bite: whatever is spoilt in a good assembly, one of them sees it.</summary>
[TestClass]
public sealed class OracleTests
{
    private const string Source = """
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;

        [Obsolete("old", DiagnosticId = "X1")]
        [Described(typeof(Dictionary<string, int[]>), new object[] { 1, "a", DayOfWeek.Friday })]
        public class Sample : IComparable<Sample>, IDisposable
        {
            private const int Answer = 42;

            int IComparable<Sample>.CompareTo(Sample? other) => 0;

            void IDisposable.Dispose() { }

            public ref readonly int First(in ReadOnlySpan<int> numbers) => ref numbers[0];

            public string Name { get; init; } = "";

            public static ReadOnlySpan<int> Primes => [2, 3, 5, 7, 11, 13];

            public static T Make<T>() where T : class, new() => new T();

            public static string Describe(int number)
            {
                long wide = number;
                try
                {
                    if (wide > 3)
                        return Shout("big") + wide;
                    return Whisper("small");
                }
                catch (InvalidOperationException e) when (e.Message.Length > 2)
                {
                    return e.Message;
                }
                finally
                {
                    GC.KeepAlive(number);
                }
            }

            private static string Shout(string text) => text.ToUpperInvariant();

            private static string Whisper(string text) => text.ToLowerInvariant();

            [DllImport("rare")]
            public static extern int Rare([MarshalAs(UnmanagedType.LPWStr)] string text);

            public unsafe int Sum(int[] numbers)
            {
                fixed (int* p = numbers)
                    return p[0];
            }

            public struct Pair { public int A; public long B; }
        }

        [AttributeUsage(AttributeTargets.All)]
        public sealed class DescribedAttribute(Type type, object[] values) : Attribute
        {
            public Type Type => type;
            public object[] Values => values;
        }
        """;

    private static readonly Lazy<AssemblyImage> s_original =
        new(() => Compiler.Compile("Oracle", [Source], isExecutable: false, [], CompileOptions.Release).Image);

    private static AssemblyImage Original => s_original.Value;

    [TestMethod]
    public void An_assembly_that_is_only_rewritten_passes_both()
    {
        var rewritten = Rewrite(_ => { });

        DumpAssert.AreEqual(Dump(Original), Dump(rewritten), "A rewritten type");
        Assert.IsGreaterThan(10, JitOracle.Check(rewritten).Compiled);
    }

    [TestMethod]
    public void A_call_to_another_method_of_the_same_signature_is_seen() =>
        DumpSees(module =>
        {
            var shout = Method(module, "Shout");
            Instruction(Method(module, "Describe"), i => i.Operand is MethodReference { Name: "Whisper" }).Operand = shout;
        });

    [TestMethod]
    public void A_call_to_a_method_that_is_not_there_is_seen_by_both()
    {
        static void Corrupt(ModuleDefinition module)
        {
            var call = Instruction(Method(module, "Describe"), i => i.Operand is MethodReference { Name: "Whisper" });
            call.Operand = new MethodReference("Nowhere", module.TypeSystem.String, Sample(module)) { Parameters = { new(module.TypeSystem.String) } };
        }

        DumpSees(Corrupt);
        JitSees(Corrupt);
    }

    [TestMethod]
    public void A_dropped_override_is_seen_by_both()
    {
        static void Corrupt(ModuleDefinition module) =>
            Sample(module).Methods.Single(m => m.Name == "System.IDisposable.Dispose").Overrides.Clear();

        DumpSees(Corrupt);
        JitSees(Corrupt);
    }

    [TestMethod]
    public void A_dropped_interface_is_seen() =>
        DumpSees(module => Sample(module).Interfaces.RemoveAt(1));

    [TestMethod]
    public void A_constraint_is_seen() =>
        DumpSees(module => Method(module, "Make").GenericParameters[0].HasReferenceTypeConstraint = false);

    [TestMethod]
    public void A_constant_is_seen() =>
        DumpSees(module => Sample(module).Fields.Single(f => f.Name == "Answer").Constant = 43);

    [TestMethod]
    public void A_byte_of_an_attribute_is_seen() =>
        DumpSees(Patch(Original, "old"u8, "olt"u8));

    [TestMethod]
    public void Another_type_in_an_attribute_is_seen() =>
        DumpSees(Patch(Original, "System.DayOfWeek"u8, "System.TypeCode0"u8[..16]));

    [TestMethod]
    public void Data_that_is_not_aligned_is_seen()
    {
        // A row of the FieldRVA table begins with the address: put the data where another byte stands before it.
        var bytes = (byte[])Original.Bytes.Clone();
        using var pe = new PEReader(new MemoryStream(bytes));
        var row = bytes.AsSpan(pe.PEHeaders.MetadataStartOffset + pe.GetMetadataReader().GetTableMetadataOffset(TableIndex.FieldRva));
        BinaryPrimitives.WriteInt32LittleEndian(row, BinaryPrimitives.ReadInt32LittleEndian(row) - 1);

        var dump = Dump(new AssemblyImage(Original.Path, bytes), DumpOptions.Copy);
        Assert.Contains("UNALIGNED", dump);
    }

    [TestMethod]
    public void A_byte_of_data_is_seen() =>
        DumpSees(module => module.GetType("<PrivateImplementationDetails>").Fields.Single(f => f.InitialValue.Length > 0).InitialValue[4] ^= 1);

    [TestMethod]
    public void A_modreq_is_seen() =>
        DumpSees(module =>
        {
            var setter = Method(module, "set_Name");
            setter.ReturnType = ((RequiredModifierType)setter.ReturnType).ElementType;
        });

    [TestMethod]
    public void Another_modreq_is_seen() =>
        DumpSees(module =>
        {
            var setter = Method(module, "set_Name");
            setter.ReturnType = new RequiredModifierType(module.ImportReference(typeof(object)), module.TypeSystem.Void);
        });

    [TestMethod]
    public void The_type_of_a_local_is_seen() =>
        DumpSees(module => Method(module, "Describe").Body.Variables[0].VariableType = module.TypeSystem.Double);

    [TestMethod]
    public void A_local_that_is_no_longer_pinned_is_seen() =>
        DumpSees(module =>
        {
            var pinned = Method(module, "Sum").Body.Variables.Single(v => v.VariableType is PinnedType);
            pinned.VariableType = ((PinnedType)pinned.VariableType).ElementType;
        });

    [TestMethod]
    public void Locals_that_are_not_initialized_are_seen() =>
        DumpSees(module => Method(module, "Describe").Body.InitLocals = false);

    [TestMethod]
    public void A_branch_into_the_middle_of_an_instruction_is_seen_by_both()
    {
        // ldloc.0 or ldarg.0, widened, ldc.i4.3, conv.i8, ble.s: the branch's distance is the byte after its opcode.
        var corrupt = PatchBody(Original, "Describe", il =>
        {
            var branch = Array.IndexOf(il, (byte)0x31); // ble.s
            Assert.IsGreaterThan(0, branch);
            il[branch + 1]++;
        });

        DumpSees(corrupt);
        JitSees(corrupt);
    }

    [TestMethod]
    public void A_handler_of_another_kind_is_seen() =>
        DumpSees(module =>
        {
            var handlers = Method(module, "Describe").Body.ExceptionHandlers;
            handlers.Single(h => h.HandlerType == ExceptionHandlerType.Finally).HandlerType = ExceptionHandlerType.Fault;
        });

    [TestMethod]
    public void A_handler_that_ends_elsewhere_is_seen_by_both()
    {
        static void Corrupt(ModuleDefinition module)
        {
            var handler = Method(module, "Describe").Body.ExceptionHandlers.Single(h => h.HandlerType == ExceptionHandlerType.Finally);
            handler.HandlerEnd = handler.HandlerEnd.Previous.Previous;
        }

        DumpSees(Corrupt);
        JitSees(Corrupt);
    }

    [TestMethod]
    public void Another_marshalling_is_seen() =>
        DumpSees(module => Method(module, "Rare").Parameters[0].MarshalInfo = new MarshalInfo(NativeType.LPStr));

    [TestMethod]
    public void Another_native_library_is_seen() =>
        DumpSees(module => Method(module, "Rare").PInvokeInfo.Module.Name = "common");

    [TestMethod]
    public void A_wrong_kind_of_type_in_a_signature_is_seen_by_both()
    {
        static void Corrupt(ModuleDefinition module)
        {
            var getter = Method(module, "get_Primes");
            var span = (GenericInstanceType)getter.ReturnType;
            var wrong = new GenericInstanceType(new TypeReference("System", "ReadOnlySpan`1", module, span.ElementType.Scope, valueType: false) { GenericParameters = { new(span.ElementType) } });
            wrong.GenericArguments.Add(module.TypeSystem.Int32);
            getter.ReturnType = wrong;
        }

        DumpSees(Corrupt);
        JitSees(Corrupt);
    }

    [TestMethod]
    public void The_order_of_virtual_methods_is_seen() =>
        DumpSees(module =>
        {
            var methods = Sample(module).Methods;
            (methods[0], methods[1]) = (methods[1], methods[0]);
        });

    [TestMethod]
    public void A_stack_that_is_too_small_is_seen_by_the_runtime()
    {
        var source = $$"""
            public static class Deep
            {
                public static int Sum(int a) => {{string.Join(" + (", Enumerable.Repeat("a", 40))}}{{new string(')', 39)}};
            }
            """;
        var deep = Compiler.Compile("Deep", [source], isExecutable: false, [], CompileOptions.Release).Image;
        JitOracle.Check(deep);

        // The header of a fat method: two bytes of flags, then two bytes of depth.
        var bytes = (byte[])deep.Bytes.Clone();
        using var pe = new PEReader(new MemoryStream(bytes));
        var offset = OffsetOfBody(pe, "Sum");
        Assert.AreEqual(3, bytes[offset] & 3, "a fat header");
        bytes[offset + 2] = 8;

        JitSees(new AssemblyImage(deep.Path, bytes));
    }

    [TestMethod]
    public void Visibility_is_seen_unless_it_may_differ()
    {
        var changed = Rewrite(module => Sample(module).IsNotPublic = true);

        Assert.IsNotNull(DumpAssert.Difference(Dump(Original), Dump(changed)));
        DumpAssert.AreEqual(Dump(Original, DumpOptions.Copy), Dump(changed, DumpOptions.Copy), "A type of other visibility");
    }

    private static TypeDefinition Sample(ModuleDefinition module) => module.GetType("Sample");

    private static MethodDefinition Method(ModuleDefinition module, string name) => Sample(module).Methods.Single(m => m.Name == name);

    private static Instruction Instruction(MethodDefinition method, Func<Instruction, bool> condition) => method.Body.Instructions.First(condition);

    private static AssemblyImage Rewrite(Action<ModuleDefinition> corrupt)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(Original.Bytes));
        corrupt(assembly.MainModule);
        using var output = new MemoryStream();
        assembly.Write(output);
        return new AssemblyImage(Original.Path, output.ToArray());
    }

    private static AssemblyImage Patch(AssemblyImage image, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var bytes = (byte[])image.Bytes.Clone();
        var at = bytes.AsSpan().IndexOf(from);
        Assert.IsGreaterThan(0, at);
        to.CopyTo(bytes.AsSpan(at));
        return new AssemblyImage(image.Path, bytes);
    }

    private static AssemblyImage PatchBody(AssemblyImage image, string method, Action<byte[]> patch)
    {
        var bytes = (byte[])image.Bytes.Clone();
        using var pe = new PEReader(new MemoryStream(bytes));
        var offset = OffsetOfBody(pe, method);
        Assert.AreEqual(3, bytes[offset] & 3, "a fat header");
        var il = bytes.AsSpan(offset + 12, BitConverter.ToInt32(bytes, offset + 4));
        var patched = il.ToArray();
        patch(patched);
        patched.CopyTo(il);
        return new AssemblyImage(image.Path, bytes);
    }

    private static int OffsetOfBody(PEReader pe, string name)
    {
        var metadata = pe.GetMetadataReader();
        var method = metadata.MethodDefinitions.Select(metadata.GetMethodDefinition).Single(m => metadata.StringComparer.Equals(m.Name, name));
        var section = pe.PEHeaders.SectionHeaders[pe.PEHeaders.GetContainingSectionIndex(method.RelativeVirtualAddress)];
        return method.RelativeVirtualAddress - section.VirtualAddress + section.PointerToRawData;
    }

    private static void DumpSees(Action<ModuleDefinition> corrupt) => DumpSees(Rewrite(corrupt));

    private static void DumpSees(AssemblyImage corrupted) =>
        Assert.IsNotNull(DumpAssert.Difference(Dump(Original, DumpOptions.Copy), DumpOrError(corrupted)), "The dump sees nothing.");

    private static void JitSees(Action<ModuleDefinition> corrupt) => JitSees(Rewrite(corrupt));

    private static void JitSees(AssemblyImage corrupted) =>
        Assert.IsNotEmpty(JitOracle.Run(corrupted).Failures);

    private static string DumpOrError(AssemblyImage image)
    {
        try
        {
            return Dump(image, DumpOptions.Copy);
        }
        catch (BadImageFormatException e)
        {
            return e.Message;
        }
    }

    private static string Dump(AssemblyImage image, DumpOptions options = DumpOptions.None) =>
        MetadataDump.OfType(image.Bytes, "Sample", options);
}
