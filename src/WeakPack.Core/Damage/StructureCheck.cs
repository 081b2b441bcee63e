using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using WeakPack.Metadata;

namespace WeakPack.Damage;

/// <summary>
/// Looks in a foreign image for what nobody could catch later: circles and depths that end in a stack overflow, and
/// declared sizes for which memory would be taken before anyone sees that the file is not so large.
/// </summary>
/// <remarks>
/// Neither System.Reflection.Metadata nor Mono.Cecil looks for these. Whatever else is wrong ends in an exception where it
/// is met, and then <see cref="DamagedFiles"/> finds the file: to look for all of it in each file would cost every build.
/// </remarks>
internal sealed class StructureCheck
{
    /// <summary>Levels of nesting: of types, and of types in a signature. Compilers give up before, at what people write by hand at most a tenth.</summary>
    public const int MostLevels = 256;

    // Of bytes that several methods, fields or resources share. Who writes them once each has as many bytes in the file.
    private const int MostShared = 64 << 20;

    private readonly PEReader _pe;
    private readonly MetadataReader _reader;
    private readonly SignatureCheck _signatures;

    private StructureCheck(PEReader pe, MetadataReader reader)
    {
        _pe = pe;
        _reader = reader;
        _signatures = new(reader);
    }

    /// <exception cref="BadImageFormatException">The image is damaged; the message tells how.</exception>
    public static void Run(PEReader pe, MetadataReader reader)
    {
        LayoutCheck.Run(pe);
        if (reader.GetString(reader.GetAssemblyDefinition().Name).Length == 0)
            throw new BadImageFormatException("it is an assembly without a name");
        var check = new StructureCheck(pe, reader);
        check.CheckNesting();
        check.CheckScopes();
        check.CheckLists();
        check._signatures.CheckAll();
        check.CheckBases();
        FieldDataCheck.Run(pe, reader, isWritten: false);
        check.CheckResources();
        DebugCheck.Run(pe);
    }

    // The rows as they are, for Cecil goes by them and System.Reflection.Metadata searches them as sorted (ECMA-335 II.22.32).
    private void CheckNesting()
    {
        var types = _reader.GetTableRowCount(TableIndex.TypeDef);
        var parents = new int[types + 1];
        var size = _reader.GetTableRowSize(TableIndex.NestedClass) / 2;
        var table = _pe.GetMetadata().GetReader(_reader.GetTableMetadataOffset(TableIndex.NestedClass), _reader.GetTableRowCount(TableIndex.NestedClass) * 2 * size);
        var last = 0;
        while (table.RemainingBytes > 0)
        {
            var nested = size == 2 ? table.ReadUInt16() : table.ReadInt32();
            var around = size == 2 ? table.ReadUInt16() : table.ReadInt32();
            if (nested <= last || nested > types || around < 1 || around > types)
                throw new BadImageFormatException("its table of nested types is damaged");
            if (!_reader.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle(nested)).Attributes.IsNested())
                throw new BadImageFormatException("a type is nested, and its flags say that it is not"); // II.22.37: it would be met twice
            parents[last = nested] = around;
        }

        CheckChains(parents, MostLevels, "a type is nested in itself, or too deep");
    }

    private void CheckScopes()
    {
        var scopes = new int[_reader.GetTableRowCount(TableIndex.TypeRef) + 1];
        foreach (var handle in _reader.TypeReferences)
        {
            if (_reader.GetTypeReference(handle).ResolutionScope is { Kind: HandleKind.TypeReference } scope)
                scopes[MetadataTokens.GetRowNumber(handle)] = InRange(MetadataTokens.GetRowNumber(scope), scopes.Length);
        }

        CheckChains(scopes, MostLevels, "a type reference is nested in itself, or too deep");

        var implementations = new int[_reader.GetTableRowCount(TableIndex.ExportedType) + 1];
        foreach (var handle in _reader.ExportedTypes)
        {
            if (_reader.GetExportedType(handle).Implementation is { Kind: HandleKind.ExportedType } around)
                implementations[MetadataTokens.GetRowNumber(handle)] = InRange(MetadataTokens.GetRowNumber(around), implementations.Length);
        }

        CheckChains(implementations, MostLevels, "a forward is nested in itself, or too deep");
    }

    // A list ends where the next row's begins (II.22.37). Where these run backwards, the same rows are many types'.
    private void CheckLists()
    {
        int fields = 0, methods = 0, parameters = 0, properties = 0, events = 0;
        var (propertiesOf, eventsOf) = (MemberRanges.OfProperties(_pe, _reader), MemberRanges.OfEvents(_pe, _reader));
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle);
            Add(ref fields, type.GetFields().Count, TableIndex.Field);
            Add(ref methods, type.GetMethods().Count, TableIndex.MethodDef);
            Add(ref properties, propertiesOf.CountOf(handle), TableIndex.Property);
            Add(ref events, eventsOf.CountOf(handle), TableIndex.Event);
        }

        foreach (var handle in _reader.MethodDefinitions)
            Add(ref parameters, _reader.GetMethodDefinition(handle).GetParameters().Count, TableIndex.Param);
    }

    private void Add(ref int sum, int count, TableIndex table)
    {
        sum += count;
        if (count < 0 || sum > _reader.GetTableRowCount(table))
            throw new BadImageFormatException($"its table {table} has rows of more than one owner");
    }

    private void CheckBases()
    {
        var bases = new int[_reader.GetTableRowCount(TableIndex.TypeDef) + 1];
        foreach (var handle in _reader.TypeDefinitions)
        {
            var type = _reader.GetTypeDefinition(handle).BaseType;
            if (!type.IsNil && type.Kind == HandleKind.TypeSpecification)
                type = _signatures.GenericTypeOf((TypeSpecificationHandle)type);
            if (!type.IsNil && type.Kind == HandleKind.TypeDefinition)
                bases[MetadataTokens.GetRowNumber(handle)] = InRange(MetadataTokens.GetRowNumber(type), bases.Length);
        }

        CheckChains(bases, int.MaxValue, "a type derives from itself");
    }

    private void CheckResources()
    {
        var total = 0L;
        foreach (var handle in _reader.ManifestResources)
        {
            var resource = _reader.GetManifestResource(handle);
            if (!resource.Implementation.IsNil)
                continue;

            var all = _pe.GetSectionData(_pe.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
            if (resource.Offset < 0 || resource.Offset > all.Length - sizeof(int)
                || all.GetReader((int)resource.Offset, sizeof(int)).ReadUInt32() is var size && (size > all.Length - sizeof(int) - resource.Offset || IsBeyondSharing(total += size, _pe)))
            {
                throw new BadImageFormatException($"resource '{_reader.GetString(resource.Name)}' is said to be larger than the file");
            }
        }
    }

    /// <summary>Parts of a file that have so many bytes together are in each other, so that a small file would become a huge one.</summary>
    internal static bool IsBeyondSharing(long total, PEReader pe) => total > pe.GetEntireImage().Length + (long)MostShared;

    /// <summary>Follows each row to the one around it, or before it; 0 ends a chain.</summary>
    internal static void CheckChains(int[] next, int mostLevels, string problem)
    {
        // The number of steps to the end of the chain, as far as it is known.
        var lengths = new int[next.Length];
        var way = new List<int>();
        for (var start = 1; start < next.Length; start++)
        {
            var at = start;
            for (; at != 0 && lengths[at] == 0; at = next[at])
            {
                lengths[at] = -1;
                way.Add(at);
            }

            if (at != 0 && lengths[at] < 0)
                throw new BadImageFormatException(problem);
            for (var length = at == 0 ? 0 : lengths[at]; way.Count > 0;)
            {
                lengths[way[way.Count - 1]] = ++length;
                way.RemoveAt(way.Count - 1);
                if (length > mostLevels)
                    throw new BadImageFormatException(problem);
            }
        }
    }

    private static int InRange(int row, int end) => row < end ? row : throw new BadImageFormatException("a table names a row that is not there");
}
