using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Damage;

/// <summary>Reads every method's code and every attribute: do the tokens lead to rows that are there?</summary>
internal static class CodeAudit
{
    private const int UserString = 0x70;

    /// <exception cref="BadImageFormatException">One does not.</exception>
    public static void Run(MetadataImage image)
    {
        var reader = image.Reader;
        foreach (var handle in reader.MethodDefinitions)
        {
            var method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0 || (method.ImplAttributes & MethodImplAttributes.CodeTypeMask) != MethodImplAttributes.IL)
                continue;

            var body = image.Pe.GetMethodBody(method.RelativeVirtualAddress);
            if (body.GetILReader().Length == 0)
                throw new BadImageFormatException("a method has a body without an instruction"); // which Cecil reads, and can't write once it is copied
            if (!body.LocalSignature.IsNil)
                CheckToken(reader, MetadataTokens.GetToken(body.LocalSignature));
            foreach (var (_, _, token) in IlTokens.All(body))
                CheckToken(reader, token);
            foreach (var region in body.ExceptionRegions.Where(region => region.Kind == ExceptionRegionKind.Catch))
                CheckToken(reader, MetadataTokens.GetToken(region.CatchType));
        }

        if (reader.GetHeapSize(HeapIndex.UserString) > 0)
        {
            for (var text = reader.GetNextHandle(MetadataTokens.UserStringHandle(0)); !text.IsNil; text = reader.GetNextHandle(text))
                reader.GetUserString(text);
        }

        CheckAttributes(image);
    }

    // What an enum's size is, other files tell; one that is not found is no damage of this one.
    private static void CheckAttributes(MetadataImage image)
    {
        using var references = new ReferenceSet([]);
        var scanner = new UseScanner(image, references);
        foreach (var handle in image.Reader.CustomAttributes)
        {
            try
            {
                scanner.Texts(image.Reader.GetCustomAttribute(handle));
            }
            catch (UnknownEnumException)
            {
                // It can't be read without the other file.
            }
        }
    }

    private static void CheckToken(MetadataReader reader, int token)
    {
        var (table, row) = (token >>> 24, token & 0xFFFFFF);
        var isThere = table == UserString
            ? row > 0 && row < reader.GetHeapSize(HeapIndex.UserString) && IsText(reader, row)
            : table < (int)TableIndex.Document && row > 0 && row <= reader.GetTableRowCount((TableIndex)table);
        if (!isThere)
            throw new BadImageFormatException($"code names token 0x{token:X8}, which is not there");
    }

    // One that is said to be longer than the heap System.Reflection.Metadata takes for empty, and Cecil takes memory for it.
    private static unsafe bool IsText(MetadataReader reader, int place)
    {
        var heap = new BlobReader(reader.MetadataPointer + reader.GetHeapMetadataOffset(HeapIndex.UserString), reader.GetHeapSize(HeapIndex.UserString));
        heap.Offset = place;
        return heap.TryReadCompressedInteger(out var length) && length <= heap.RemainingBytes;
    }
}
