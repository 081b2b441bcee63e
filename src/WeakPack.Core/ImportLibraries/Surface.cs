using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;
using WeakPack.Slices;
using WeakPack.Units;

namespace WeakPack.ImportLibraries;

/// <summary>
/// Selects of a module what a compiler needs of its types: visible members without code. Types that were taken before stay as they are, and so do their
/// tokens, IL and debug data.
/// </summary>
/// <remarks>
/// What is kept follows the C# compiler's reference assemblies (docs/features/refout.md of dotnet/roslyn): visible
/// members, explicit implementations, all fields of structs; and internal members when the assembly has friends.
/// </remarks>
internal sealed class Surface
{
    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly bool _hasFriends;
    private readonly HashSet<int> _overriding = []; // tokens of methods

    public Surface(MetadataImage image)
    {
        _image = image;
        _reader = image.Reader;
        _hasFriends = _reader.GetAssemblyDefinition().GetCustomAttributes().Any(attribute => image.AttributeName(attribute).EndsWith(".InternalsVisibleToAttribute", StringComparison.Ordinal));
        Selection = new SliceSelection(image) { Claim = Claim, IsProgram = false };
        for (var row = 1; row <= _reader.GetTableRowCount(TableIndex.MethodImpl); row++)
            _overriding.Add(Selection.Cells.Token(TableIndex.MethodImpl, row, 1));
    }

    public SliceSelection Selection { get; }

    /// <summary>Types that are not to be there, be they visible or not.</summary>
    public Predicate<string> Lacks { get; init; } = _ => false;

    /// <summary>Types that are to be internal.</summary>
    public Predicate<string> Hides { get; init; } = _ => false;

    /// <summary>Takes the module, its assembly with their attributes, and all that others see.</summary>
    public void Take()
    {
        Selection.Take(MetadataTokens.GetToken(EntityHandle.ModuleDefinition));
        Selection.Take(MetadataTokens.GetToken(EntityHandle.AssemblyDefinition));
        Selection.NeedAll(TableIndex.ExportedType);
        foreach (var type in _image.TopLevelTypes)
        {
            var name = _image.FullName(type);
            if (Lacks(name))
                continue;
            var isHidden = Hides(name);
            if (isHidden)
                Selection.Cells.Additions.HideType(MetadataTokens.GetRowNumber(type));
            if (IsVisible(type, isHidden))
                Claim(MetadataTokens.GetToken(type));
        }
    }

    // What is named is needed by compilers, too, visible or not: bases, types of private fields in structs, constructors of attributes.
    private void Claim(int token)
    {
        if (Selection.IsTaken(token))
            return;
        var definition = MetadataTokens.EntityHandle(token);
        if (definition.Kind == HandleKind.TypeDefinition)
            TakeType((TypeDefinitionHandle)definition);
        else if (definition.Kind == HandleKind.MethodDefinition)
            Selection.TakeWithoutCode((MethodDefinitionHandle)definition);
        else
            Selection.Take(token);
    }

    private void TakeType(TypeDefinitionHandle handle)
    {
        Selection.Take(MetadataTokens.GetToken(handle));
        var type = _reader.GetTypeDefinition(handle);
        if (CompilerGenerated.IsImplementationDetails(_image.FullName(_image.TopLevel(handle))))
            return; // its members come one by one

        foreach (var field in type.GetFields())
        {
            if (Stays(_reader.GetFieldDefinition(field).Attributes, type))
                Selection.Take(MetadataTokens.GetToken(field));
        }

        foreach (var method in type.GetMethods())
        {
            if (Stays(method))
                Selection.TakeWithoutCode(method);
        }

        foreach (var property in _image.PropertiesOf(handle))
        {
            var accessors = _reader.GetPropertyDefinition(property).GetAccessors();
            if (!Stays(accessors.Getter) && !Stays(accessors.Setter))
                Selection.LeaveOut(MetadataTokens.GetToken(property));
        }

        foreach (var happening in _image.EventsOf(handle))
        {
            var accessors = _reader.GetEventDefinition(happening).GetAccessors();
            if (!Stays(accessors.Adder) && !Stays(accessors.Remover))
                Selection.LeaveOut(MetadataTokens.GetToken(happening));
        }

        foreach (var nested in _image.NestedIn(handle))
        {
            if (IsVisible(nested, isHidden: false))
                Claim(MetadataTokens.GetToken(nested));
        }
    }

    private bool IsVisible(TypeDefinitionHandle handle, bool isHidden)
    {
        var type = _reader.GetTypeDefinition(handle);
        return (isHidden ? TypeAttributes.NotPublic : type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => true,
            TypeAttributes.NotPublic or TypeAttributes.NestedAssembly or TypeAttributes.NestedFamANDAssem => _hasFriends && !_reader.GetString(type.Name).StartsWith("<", StringComparison.Ordinal),
            _ => false,
        };
    }

    private bool Stays(FieldAttributes field, TypeDefinition type) =>
        (field & FieldAttributes.FieldAccessMask) switch
        {
            FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem => true,
            FieldAttributes.Assembly or FieldAttributes.FamANDAssem when _hasFriends => true,
            _ => (field & FieldAttributes.Static) == 0 && IsValueType(type),
        };

    private bool IsValueType(TypeDefinition type) => !type.BaseType.IsNil && _image.TypeName(type.BaseType) is "System.ValueType" or "System.Enum";

    private bool Stays(MethodDefinitionHandle handle)
    {
        if (handle.IsNil)
            return false;
        var attributes = _reader.GetMethodDefinition(handle).Attributes;
        return (attributes & MethodAttributes.MemberAccessMask) switch
        {
            MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem => true,
            MethodAttributes.Assembly or MethodAttributes.FamANDAssem when _hasFriends => true,
            _ => (attributes & MethodAttributes.Abstract) != 0 || _overriding.Contains(MetadataTokens.GetToken(handle)),
        };
    }
}
