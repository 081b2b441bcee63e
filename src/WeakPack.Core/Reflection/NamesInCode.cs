using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Reflection;

/// <summary>Finds the types that string literals in a module's code name for reflection.</summary>
/// <remarks>
/// Only what is certain: a text that is an assembly-qualified type name can be nothing else, wherever it stands. Any other
/// counts only as the argument of a call that takes a type's name, and only where it is pushed for that very call.
/// </remarks>
internal sealed class NamesInCode
{
    private const int CallLength = 5; // of ldstr, ldtoken, call and callvirt: an opcode and a token

    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly SignatureText _signatures;
    private readonly Func<string, bool> _isOfInterest;

    private NamesInCode(MetadataImage image, Func<string, bool> isOfInterest)
    {
        _image = image;
        _reader = image.Reader;
        _signatures = new SignatureText(image);
        _isOfInterest = isOfInterest;
    }

    /// <summary>The types named by text, of those whose outermost type has a name of interest.</summary>
    public static IEnumerable<NamedType> Find(MetadataImage image, Func<string, bool> isOfInterest)
    {
        var names = new NamesInCode(image, isOfInterest);
        var literals = names.Literals();
        return literals.Count == 0 ? [] : image.Reader.MethodDefinitions.SelectMany(method => names.InMethod(method, literals));
    }

    // Few modules have such a literal at all, so the heap of literals is asked before any code is.
    private Dictionary<int, SerializedTypeName> Literals()
    {
        var literals = new Dictionary<int, SerializedTypeName>();
        if (_reader.GetHeapSize(HeapIndex.UserString) == 0)
            return literals;
        for (var handle = _reader.GetNextHandle(MetadataTokens.UserStringHandle(0)); !handle.IsNil; handle = _reader.GetNextHandle(handle))
        {
            if (SerializedTypeName.TryParseText(_reader.GetUserString(handle)) is { } name && name.All().Any(part => _isOfInterest(part.TopLevelName)))
                literals.Add(MetadataTokens.GetToken(handle), name);
        }

        return literals;
    }

    private IEnumerable<NamedType> InMethod(MethodDefinitionHandle handle, Dictionary<int, SerializedTypeName> literals)
    {
        var method = _reader.GetMethodDefinition(handle);
        if (method.RelativeVirtualAddress == 0 || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
            yield break;

        var code = new List<(int Offset, ILOpCode Code, int Token)>();
        foreach (var token in IlTokens.All(_image.Pe.GetMethodBody(method.RelativeVirtualAddress)))
            code.Add(token);
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i].Code != ILOpCode.Ldstr || !literals.TryGetValue(code[i].Token, out var name))
                continue;

            var text = Text(code[i].Token);
            var isQualified = SerializedTypeName.TryParseQualified(text) is not null;
            var call = CallWith(code, i);
            foreach (var part in name.All().Where(part => _isOfInterest(part.TopLevelName)))
            {
                if (isQualified && part.AssemblySimpleName is { } assembly)
                    yield return new(handle, code[i].Offset, text, part.Name, NameSearch.InNamedAssembly, assembly);
                else if (part.Assembly is null && call is not null)
                    yield return call with { User = handle, Offset = code[i].Offset, Text = text, FullName = part.Name };
            }
        }
    }

    // The call that takes a literal as the name of a type, as where it looks; null when the next call does no such thing.
    private NamedType? CallWith(List<(int Offset, ILOpCode Code, int Token)> code, int literal)
    {
        if (literal + 1 >= code.Count || code[literal + 1] is not { Code: ILOpCode.Call or ILOpCode.Callvirt } call
            || Callee(call.Token) is not var (type, name, parameters) || !parameters.Contains("String"))
        {
            return null;
        }

        switch (type, name)
        {
            case ("System.Type", "GetType" or "ReflectionOnlyGetType") when IsPushedFor(code, literal, parameters.Length - 1):
                return Found(NameSearch.InOwnAssembly);
            case ("System.Reflection.Assembly", "GetType" or "CreateInstance") when IsPushedFor(code, literal, parameters.Length - 1):
            case ("System.Reflection.Module", "GetType") when IsPushedFor(code, literal, parameters.Length - 1):
                return Receiver(code, literal);
            case ("System.Activator" or "System.AppDomain", "CreateInstance" or "CreateInstanceAndUnwrap")
                when parameters.Length >= 2 && parameters[1] == "String" && IsPushedFor(code, literal, parameters.Length - 2)
                    && literal > 0 && code[literal - 1] is { Code: ILOpCode.Ldstr } first && first.Offset + CallLength == code[literal].Offset:
                return Found(NameSearch.InNamedAssembly) with { Assembly = Text(first.Token).Split(',')[0].Trim() };
            default:
                return null;
        }
    }

    // What is pushed behind the literal takes one or two bytes each, as flags, nulls, arguments and locals do.
    private static bool IsPushedFor(List<(int Offset, ILOpCode Code, int Token)> code, int literal, int further)
    {
        var between = code[literal + 1].Offset - code[literal].Offset - CallLength;
        return between >= further && between <= 2 * further;
    }

    private NamedType Receiver(List<(int Offset, ILOpCode Code, int Token)> code, int literal)
    {
        if (!Precedes(1) || Callee(code[literal - 1].Token) is not var (type, name, _))
            return Found(NameSearch.InSomeAssembly);
        if ((type, name) is ("System.Reflection.Assembly", "GetExecutingAssembly"))
            return Found(NameSearch.InOwnAssembly);
        return (type, name) is ("System.Type", "get_Assembly" or "get_Module") && Precedes(2) && Precedes(3) && code[literal - 3].Code == ILOpCode.Ldtoken
            ? Found(NameSearch.InAssemblyOfType) with { Beside = MetadataTokens.EntityHandle(code[literal - 3].Token) }
            : Found(NameSearch.InSomeAssembly);

        bool Precedes(int by) => literal >= by && code[literal - by].Code is ILOpCode.Call or ILOpCode.Callvirt or ILOpCode.Ldtoken
            && code[literal - by].Offset + CallLength == code[literal - by + 1].Offset;
    }

    private static NamedType Found(NameSearch search) => new(default, 0, "", "", search);

    private (string Type, string Name, string[] Parameters)? Callee(int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind != HandleKind.MemberReference)
            return null;
        var member = _reader.GetMemberReference((MemberReferenceHandle)handle);
        return member.Parent.Kind == HandleKind.TypeReference
            ? (_image.FullName((TypeReferenceHandle)member.Parent), _reader.GetString(member.Name), [.. member.DecodeMethodSignature(_signatures, null).ParameterTypes])
            : null;
    }

    private string Text(int token) => _reader.GetUserString(MetadataTokens.UserStringHandle(token & 0x00FFFFFF));
}
