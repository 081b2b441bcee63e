namespace WeakPack.Metadata;

/// <summary>Attributes whose strings are names of types, though in older frameworks nothing but their documentation says so.</summary>
internal static class TypeNameAttributes
{
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "System.ComponentModel.TypeConverterAttribute",
        "System.ComponentModel.DesignerAttribute",
        "System.ComponentModel.EditorAttribute",
        "System.ComponentModel.Design.Serialization.DesignerSerializerAttribute",
        "System.ComponentModel.Design.Serialization.RootDesignerSerializerAttribute",
        "System.Diagnostics.DebuggerTypeProxyAttribute",
        "System.Diagnostics.DebuggerVisualizerAttribute",
    };

    public static bool Contains(string attribute) => Known.Contains(attribute);
}
