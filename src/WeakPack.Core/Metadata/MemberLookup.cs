using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>A symbol that the references lack.</summary>
/// <param name="Symbol">Its name, as a message shows it.</param>
/// <param name="Assembly">The assembly that would have to be another one.</param>
/// <param name="Reason">Where it was expected, and what was found there.</param>
internal sealed record MissingSymbol(string Symbol, string Assembly, string Reason);

/// <summary>Looks up a module's type and member references in a set of references, as a runtime would.</summary>
internal sealed class MemberLookup(MetadataImage image, ReferenceSet references, string consumer)
{
    private readonly MetadataReader _reader = image.Reader;
    private readonly Dictionary<int, MissingSymbol?> _known = [];

    /// <summary>Why a reference to another assembly does not resolve; null when it does, or refers to none.</summary>
    public MissingSymbol? WhyMissing(EntityHandle handle)
    {
        if (handle.Kind is not (HandleKind.TypeReference or HandleKind.MemberReference))
            return null;
        var token = MetadataTokens.GetToken(handle);
        if (!_known.TryGetValue(token, out var missing))
        {
            _known[token] = missing = handle.Kind == HandleKind.TypeReference
                ? TypeMissing((TypeReferenceHandle)handle)
                : MemberMissing((MemberReferenceHandle)handle);
        }

        return missing;
    }

    private MissingSymbol? TypeMissing(TypeReferenceHandle handle)
    {
        if (AssemblyOf(handle) is not { } expected)
            return null;

        var name = image.FullName(handle);
        var symbol = name.Replace('+', '.');
        var trace = references.Trace(expected, name);
        return trace.Found is var (owner, type)
            ? Inaccessible(symbol, owner, type)
            : new(symbol, trace.End.Name, $"which was expected in {Text(expected)}, but {Describe(trace, name)}");
    }

    private MissingSymbol? MemberMissing(MemberReferenceHandle handle)
    {
        var member = _reader.GetMemberReference(handle);
        if (DeclaringType(member.Parent) is not { } parent || AssemblyOf(parent) is not { } expected || references.FindType(expected.Name, image.FullName(parent)) is not var (owner, type))
            return null; // an array's method, a member of the module itself, or of a type that is missing as a whole

        var wanted = MemberShape.Of(image, handle);
        var symbol = image.FullName(parent).Replace('+', '.') + "." + wanted.Name;
        var search = new MemberSearch(references, wanted);
        return search.Find(owner, type) is var (home, definition)
            ? Inaccessible(symbol, home, definition)
            : new(symbol, owner.AssemblyName, $"which was expected in {Text(expected)}, but {Describe(search, owner, wanted)}");
    }

    private string Describe(TypeTrace trace, string name)
    {
        var way = trace.Way.Count == 0 ? "" : $"'{string.Join("' forwards it to '", trace.Way.Select(step => step.Name).Append(trace.End.Name))}', ";
        if (trace.IsCircle)
            return way + "and so on in a circle";
        if (references.Find(trace.End.Name) is not { } found)
            return way.Length == 0 ? $"'{trace.End.Name}' is not among the references" : $"{way}version {trace.End.Version}, which is not among the references";

        var place = $"is not in {Text(found)}";
        if (references.OpenSurface(found) is { } surface && OtherArity(surface, name) is { } other)
            place += $", which has '{other}' instead";
        return way.Length == 0 ? place : $"{way}and it {place}";
    }

    private string Describe(MemberSearch search, MetadataImage owner, MemberShape wanted)
    {
        var place = references.All.FirstOrDefault(reference => references.OpenSurface(reference) == owner) is { } found ? Text(found) : $"'{owner.AssemblyName}'";
        return search.Namesakes.Count == 0
            ? $"is not in {place}"
            : $"{place} has {string.Join(" and ", search.Namesakes.Select(shape => $"'{shape}'").Distinct())} only, and not '{wanted}'";
    }

    private MissingSymbol? Inaccessible(string symbol, MetadataImage owner, EntityHandle definition) => Accessibility.Of(owner, definition) switch
    {
        Access.Visible => null,
        Access.Internal when Accessibility.IsFriend(owner, consumer) => null,
        Access.Internal => new(symbol, owner.AssemblyName, $"which is internal to '{owner.AssemblyName}' (version {owner.Reader.GetAssemblyDefinition().Version}), and '{consumer}' is no friend of it"),
        _ => new(symbol, owner.AssemblyName, $"which is private in '{owner.AssemblyName}' (version {owner.Reader.GetAssemblyDefinition().Version})"),
    };

    private static string? OtherArity(MetadataImage surface, string name)
    {
        if (name.Contains("+"))
            return null;
        var tick = name.IndexOf('`');
        var simple = tick < 0 ? name : name.Substring(0, tick);
        return surface.TopLevelTypes.Select(surface.FullName).FirstOrDefault(type => type.Split('`')[0] == simple);
    }

    private TypeReferenceHandle? DeclaringType(EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeReference)
            return (TypeReferenceHandle)parent;
        if (parent.Kind != HandleKind.TypeSpecification)
            return null;

        var blob = _reader.GetBlobReader(_reader.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadByte(); // CLASS or VALUETYPE
        var type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : null;
    }

    private AssemblyStep? AssemblyOf(TypeReferenceHandle handle) => image.Scope(handle) is { Kind: HandleKind.AssemblyReference } scope ? AssemblyStep.Of(_reader, (AssemblyReferenceHandle)scope) : null;

    private static string Text(AssemblyStep assembly) => $"'{assembly.Name}' (version {assembly.Version})";

    private string Text(Reference reference)
    {
        var definition = references.Open(reference)!.Reader.GetAssemblyDefinition();
        return $"'{references.Open(reference)!.AssemblyName}' (version {definition.Version}, {reference.Path})";
    }
}
