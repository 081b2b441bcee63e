using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using WeakPack.Core.Tests.Stress;

namespace WeakPack.Fuzz.Mutations;

/// <summary>Damages an image or PDB in a few places, as the dice fall.</summary>
internal static class Mutator
{
    private static readonly IReadOnlyList<Action<Target, Dice>> s_ofImages =
    [
        .. Enumerable.Repeat<Action<Target, Dice>>(TableMutations.Cell, 6),
        TableMutations.RowCount, TableMutations.HeapSize, TableMutations.Nesting, TableMutations.TypeCircle, TableMutations.SpecificationCircle, TableMutations.ScopeCircle, TableMutations.ConstraintCircle,
        BlobMutations.Length, BlobMutations.Length, BlobMutations.Content, BlobMutations.Content, BlobMutations.Content, BlobMutations.Deep, BlobMutations.HugeCount,
        CodeMutations.Header, CodeMutations.Header, CodeMutations.Clauses, CodeMutations.Instructions, CodeMutations.Instructions, CodeMutations.Place,
        ImageMutations.Header, ImageMutations.DebugDirectory, ImageMutations.Resource, ImageMutations.FieldData,
    ];

    private static readonly IReadOnlyList<Action<Target, Dice>> s_ofPdbs =
    [
        .. Enumerable.Repeat<Action<Target, Dice>>(TableMutations.Cell, 6),
        TableMutations.RowCount, TableMutations.HeapSize, BlobMutations.Length, BlobMutations.Content, BlobMutations.Content, BlobMutations.Deep,
    ];

    private static readonly IReadOnlyList<Func<byte[], Dice, byte[]>> s_ofBytes = [ByteMutations.Flip, ByteMutations.Flip, ByteMutations.Cut, ByteMutations.Splice, ByteMutations.Number];

    /// <summary>A damaged copy.</summary>
    public static byte[] Mutate(byte[] file, Dice dice)
    {
        var bytes = (byte[])file.Clone();
        for (var count = dice.Of(1, 1, 1, 2, 3, 6); count > 0; count--)
        {
            if (dice.Chance(25) || !Apply(bytes, dice))
                bytes = dice.Of(s_ofBytes)(bytes, dice);
        }

        return bytes;
    }

    // What was damaged before may be past finding one's way.
    private static bool Apply(byte[] bytes, Dice dice)
    {
        try
        {
            using var target = Target.Open(bytes);
            dice.Of(target.IsPdb ? s_ofPdbs : s_ofImages)(target, dice);
            return true;
        }
        catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or ArgumentException or ArithmeticException or IndexOutOfRangeException)
        {
            return false;
        }
    }
}

/// <summary>The bytes that are damaged, and a reader that knows where in them what is.</summary>
internal sealed class Target : IDisposable
{
    private readonly MetadataReaderProvider? _pdb;

    private Target(byte[] bytes, PEReader? pe, MetadataReaderProvider? pdb)
    {
        Bytes = bytes;
        Pe = pe;
        _pdb = pdb;
        Reader = pe?.GetMetadataReader() ?? pdb!.GetMetadataReader();
        Start = pe?.PEHeaders.MetadataStartOffset ?? 0;
    }

    public byte[] Bytes { get; }

    public PEReader? Pe { get; }

    public MetadataReader Reader { get; }

    /// <summary>Where the metadata begins.</summary>
    public int Start { get; }

    public bool IsPdb => Pe is null;

    // Of a copy: the reader is to know the file as it was.
    public static Target Open(byte[] bytes) =>
        bytes.AsSpan().StartsWith("BSJB"u8)
            ? new(bytes, null, MetadataReaderProvider.FromPortablePdbStream(new MemoryStream((byte[])bytes.Clone())))
            : new(bytes, new PEReader(new MemoryStream((byte[])bytes.Clone())), null);

    /// <summary>The place in the file of a relative virtual address.</summary>
    public int Offset(int address)
    {
        var section = Pe!.PEHeaders.SectionHeaders[Pe.PEHeaders.GetContainingSectionIndex(address)];
        return address - section.VirtualAddress + section.PointerToRawData;
    }

    public void Write(int offset, int size, long value)
    {
        for (var i = 0; i < size; i++)
            Bytes[offset + i] = (byte)(value >> (8 * i));
    }

    public uint Read(int offset, int size)
    {
        uint value = 0;
        for (var i = 0; i < size; i++)
            value |= (uint)Bytes[offset + i] << (8 * i);
        return value;
    }

    public void Dispose()
    {
        Pe?.Dispose();
        _pdb?.Dispose();
    }
}
