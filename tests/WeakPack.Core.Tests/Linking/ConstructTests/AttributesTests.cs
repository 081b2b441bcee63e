namespace WeakPack.Core.Tests.Linking.ConstructTests;

[TestClass]
public sealed class AttributesTests
{
    /// <summary>Prints an attribute's arguments as reflection sees them, types by name.</summary>
    private const string Print = """
        static string Text(object? value) => value switch
        {
            null => "null",
            System.Reflection.CustomAttributeTypedArgument a => $"{a.ArgumentType.Name}:{Text(a.Value)}",
            System.Collections.ObjectModel.ReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument> all => $"[{string.Join(",", all.Select(a => Text(a)))}]",
            Type t => t.ToString(),
            _ => value.ToString()!,
        };
        static void Print(System.Reflection.MemberInfo member)
        {
            foreach (var a in member.GetCustomAttributesData().Where(a => a.AttributeType.Name.StartsWith("All") || a.AttributeType.Name.StartsWith("Generic")))
                Console.WriteLine($"{member.Name} {a.AttributeType} ({string.Join("; ", a.ConstructorArguments.Select(x => Text(x)))}) {string.Join("; ", a.NamedArguments.Select(n => n.MemberName + "=" + Text(n.TypedValue)))}");
        }
        """;

    [TestMethod]
    public void Attribute_arguments_of_every_kind() => Construct.RunsTheSame("""
        [WeakPackageUnit] public enum Color : byte { Red, Green = 200 }
        [WeakPackageUnit] public class Outer<T> { public class Inner<U> { public enum Deep : long { A = long.MaxValue } } }
        [WeakPackageUnit] [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
        public sealed class AllAttribute : Attribute
        {
            public AllAttribute() { }
            public AllAttribute(bool a, char b, sbyte c, byte d, short e, ushort f, int g, uint h, long i, ulong j, float k, double l, string? m) { }
            public AllAttribute(Type? type, Color color, object? boxed) { }
            public AllAttribute(params object?[]? all) { }
            public AllAttribute(Type[] types, Color[] colors, string?[]? texts) { }
            public AllAttribute(Outer<int>.Inner<string>.Deep deep) { }
            public Type? Type { get; set; }
            public object? Boxed { get; set; }
            public Color Color { get; set; }
            public Color[]? Colors;
            public object[]? Objects;
            public int[]? Numbers { get; set; }
            public string? Text { get; set; }
            public DayOfWeek Day;
        }
        [WeakPackageUnit]
        [All]
        [All(true, 'x', -1, 255, -2, 3, -4, 5, -6, 7, 1.5f, double.NaN, "t\u2603xt")]
        [All(typeof(Color), Color.Green, Color.Red)]
        [All(null, (Color)77, null)]
        [All(typeof(Outer<>), Color.Red, typeof(Outer<Color>.Inner<Dictionary<string, Color[]>>))]
        [All(typeof(Outer<>.Inner<>), Color.Red, new[] { Color.Red, Color.Green })]
        [All(typeof(Color[,]), Color.Red, new object?[] { 1, "a", null, Color.Green, typeof(AllAttribute), new[] { 1L }, DayOfWeek.Friday })]
        [All(typeof(int*), Color.Red, typeof(List<>))]
        [All(1, Color.Green, typeof(Outer<int>.Inner<Color>.Deep), new Type?[] { typeof(void), null })]
        [All((object?[]?)null)]
        [All(new[] { typeof(Color), typeof(string) }, new[] { Color.Green }, null)]
        [All(new Type[0], new Color[0], new string?[] { null, "" })]
        [All(Type = typeof(Outer<Color>), Boxed = Color.Green, Color = Color.Green, Colors = new[] { Color.Red }, Objects = new object[] { Color.Green, typeof(Color) }, Numbers = new[] { 1, 2 }, Text = "named", Day = DayOfWeek.Sunday)]
        public class Marked
        {
            [All(typeof(Marked), Color.Green, Outer<int>.Inner<string>.Deep.A)] public int Field;
            [All(Text = "method")] [return: All(Text = "return")] public void Method<[All(Text = "generic")] T>([All(Type = typeof(Marked))] T parameter) { }
            [All(Boxed = new[] { Color.Green })] public int Property { [All(1)] get; set; }
            [All(Color = (Color)3)] public event Action? Event { add { } remove { } }
        }
        """, $$"""
        Print(typeof(Marked));
        foreach (var member in typeof(Marked).GetMembers().Where(m => m.DeclaringType == typeof(Marked)))
            Print(member);
        Console.WriteLine(typeof(Marked).GetMethod("Method")!.ReturnParameter.GetCustomAttributes(false).Length + typeof(Marked).GetMethod("Method")!.GetGenericArguments()[0].GetCustomAttributes(false).Length);
        Console.WriteLine(((AllAttribute)typeof(Marked).GetCustomAttributes(typeof(AllAttribute), false).Last()).Color);
        {{Print}}
        """);

    [TestMethod]
    public void Attributes_whose_enums_are_nested_in_generic_types() => Construct.RunsTheSame("""
        [WeakPackageUnit("Deep")] public class Outer<T> { public enum Deep : short { A = 1, B = 300 } }
        [WeakPackageUnit("Deep")] [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] public sealed class AllDeepAttribute(object? value) : Attribute { public object? Value => value; public Outer<string>.Deep Named { get; set; } }
        [WeakPackageUnit("Deep")] [AllDeep(Outer<int>.Deep.B, Named = Outer<string>.Deep.B)] [AllDeep(new[] { Outer<Outer<int>>.Deep.A })] public class Marked;
        """, $$"""
        Print(typeof(Marked));
        Console.WriteLine(((AllDeepAttribute)typeof(Marked).GetCustomAttributes(typeof(AllDeepAttribute), false)[0]).Named);
        {{Print}}
        """);

    [TestMethod]
    public void Generic_attributes() => Construct.RunsTheSame("""
        [WeakPackageUnit] [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] public sealed class GenericAttribute<T>(T value) : Attribute { public T Value => value; public T[]? More { get; set; } }
        [WeakPackageUnit] public enum Kind : ushort { A, B = 1000 }
        [WeakPackageUnit] [Generic<int>(1, More = new[] { 2, 3 })] [Generic<Kind>(Kind.B, More = new[] { Kind.A })] [Generic<Type>(typeof(Kind))] [Generic<string>("s")] [Generic<object>(Kind.B)] public class Marked;
        """, $$"""
        Print(typeof(Marked));
        Console.WriteLine(typeof(Marked).GetCustomAttributes(false).OfType<GenericAttribute<Kind>>().Single().Value);
        {{Print}}
        """);

    [TestMethod]
    public void Attributes_of_the_consumer_that_name_weak_types() => Construct.RunsTheSame("""
        [WeakPackageUnit] public enum Kind : ushort { A, B = 1000 }
        [WeakPackageUnit] [AttributeUsage(AttributeTargets.All, AllowMultiple = true)] public sealed class AllAttribute(Type type, params object[] values) : Attribute { public Type Type => type; public object[] Values => values; public Kind Kind { get; set; } }
        [WeakPackageUnit] public class Box<T> { public class In; }
        """, $$"""
        Print(typeof(Mine));
        Print(typeof(Mine).GetMethod("Do")!);
        Console.WriteLine(((AllAttribute)typeof(Mine).GetCustomAttributes(false)[0]).Type == typeof(Box<Kind[]>.In));
        {{Print}}
        [All(typeof(Box<Kind[]>.In), Kind.B, typeof(Kind), Kind = Kind.B)]
        class Mine { [All(typeof(List<Box<int>>), 1)] public void Do() { } }
        """);

    [TestMethod]
    public void Security_attributes() => Construct.RunsTheSame("""
        #pragma warning disable SYSLIB0003
        using System.Security;
        using System.Security.Permissions;
        [WeakPackageUnit] [SecurityPermission(SecurityAction.Demand, Execution = true)] [SecurityCritical]
        public class Secured
        {
            [SecurityPermission(SecurityAction.Assert, Flags = SecurityPermissionFlag.ControlThread)]
            [SecurityPermission(SecurityAction.Demand, UnmanagedCode = true)]
            [SuppressUnmanagedCodeSecurity]
            public int Do() => 3;
        }
        """, """
        Console.WriteLine(new Secured().Do() + " " + typeof(Secured).Attributes.HasFlag(System.Reflection.TypeAttributes.HasSecurity));
        """);

    [TestMethod]
    public void Pseudo_attributes_and_what_the_runtime_reads() => Construct.RunsTheSame("""
        using System.Diagnostics;
        using System.Runtime.CompilerServices;
        [WeakPackageUnit] [Serializable] [DebuggerDisplay("{a}")] [DebuggerTypeProxy(typeof(Proxy))] [System.ComponentModel.TypeConverter(typeof(System.ComponentModel.StringConverter))]
        public class Everything
        {
            [NonSerialized] private readonly int a = 3;
            [SpecialName] public void Special() { }
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)] public int Slow() => a;
            [MethodImpl(MethodImplOptions.Synchronized)] public int Locked() => a + 1;
            [MethodImpl(MethodImplOptions.AggressiveInlining)] public int Fast() => a + 2;
            [Conditional("NEVER")] public void Never() => throw new InvalidOperationException();
            [Obsolete("use another")] public int Old() => 1;
            private sealed class Proxy(Everything _) { public int Shown => 1; }
        }
        """, """
        var e = new Everything();
        e.Never();
        Console.WriteLine(e.Slow() + e.Locked() + e.Fast());
        foreach (var m in typeof(Everything).GetMethods().Where(m => m.DeclaringType == typeof(Everything)))
            Console.WriteLine($"{m.Name} {m.Attributes} {m.MethodImplementationFlags}");
        #pragma warning disable SYSLIB0050
        Console.WriteLine(typeof(Everything).IsSerializable);
        Console.WriteLine(typeof(Everything).GetCustomAttributesData().Count(a => a.AttributeType.Namespace == "System.Diagnostics"));
        """);

    [TestMethod]
    public void Nullability_and_tuple_names() => Construct.RunsTheSame("""
        using System.Diagnostics.CodeAnalysis;
        [WeakPackageUnit] public class Names<T> where T : class?
        {
            public (int First, (string? Second, T Third) Inner)? Tuple { get; set; }
            public Dictionary<string, List<(nint A, dynamic? B)?>>? Table;
            public bool Try([NotNullWhen(true)] out T? value) { value = default; return value is not null; }
            [return: NotNullIfNotNull(nameof(text))] public static string? Same(string? text) => text;
        }
        """, """
        var names = new Names<string> { Tuple = (1, ("s", "t")) };
        Console.WriteLine(names.Tuple.Value.Inner.Third + names.Try(out var v) + Names<object>.Same("x").Length);
        var context = new System.Reflection.NullabilityInfoContext();
        Console.WriteLine(context.Create(typeof(Names<string>).GetField("Table")!).ReadState);
        """);
}
