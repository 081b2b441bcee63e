using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Security.Cryptography;
using WeakPack.Tables;

namespace WeakPack.DebugData;

/// <summary>The tables of a PDB that is written (Portable PDB, "Metadata Tables"), row by row, and the file around them.</summary>
/// <remarks>
/// System.Reflection.Metadata's builder has a list of structs for each table of the format. Of all methods that the runtime compiled anew for the first split in a process a third
/// were of these lists.
/// </remarks>
internal sealed class PdbTables
{
    private const int IdSize = 20;
    private const long Sorted = 1L << (int)TableIndex.LocalScope | 1L << (int)TableIndex.StateMachineMethod | 1L << (int)TableIndex.CustomDebugInformation;

    private readonly List<int>?[] _cells = new List<int>[MetadataTokens.TableCount];

    public PdbHeaps Heaps { get; } = new();

    /// <summary>Adds a row. It returns its number.</summary>
    public int Add(TableIndex table, params int[] cells)
    {
        (_cells[(int)table] ??= []).AddRange(cells);
        return Rows(table);
    }

    public int Rows(TableIndex table) => _cells[(int)table] is { } cells ? cells.Count / TableSchema.Columns(table).Count : 0;

    /// <summary>Writes the PDB.</summary>
    /// <param name="module">The module to which it belongs.</param>
    /// <param name="entryPoint">The token of the method with which that starts; 0 for none.</param>
    public PdbImage Write(MetadataReader module, int entryPoint)
    {
        var cells = new int[]?[_cells.Length];
        for (var table = 0; table < cells.Length; table++)
            cells[table] = _cells[table]?.ToArray();
        SortByParent(cells[(int)TableIndex.CustomDebugInformation]);

        long sorted = 0;
        for (var table = 0; table < cells.Length; table++)
            sorted |= cells[table] is null ? 0 : Sorted & 1L << table;
        var tables = new TableStream(cells, table => IsOfDebugData((int)table) ? Rows(table) : module.GetTableRowCount(table), Heaps.Size).Write(sorted);
        var texts = new BlobBuilder();
        texts.WriteByte(0);
        var own = new BlobBuilder();
        var id = WriteOwn(own, module, entryPoint);
        var content = MetadataRoot.Write(
            "PDB v1.0", [new("#Pdb", own), new("#~", tables), new("#Strings", Heaps.Strings), new("#US", texts), new("#GUID", Heaps.Guids), new("#Blob", Heaps.Blobs)]);

        var checksum = Checksum(content);
        var contentId = BlobContentId.FromHash(checksum);
        var writer = new BlobWriter(id);
        writer.WriteGuid(contentId.Guid);
        writer.WriteUInt32(contentId.Stamp);
        return new(content, contentId, checksum);
    }

    // "#Pdb Stream". The id's place is empty until all else stands, of which it is made.
    private static Blob WriteOwn(BlobBuilder stream, MetadataReader module, int entryPoint)
    {
        var id = stream.ReserveBytes(IdSize);
        long present = 0;
        for (var table = 0; !IsOfDebugData(table); table++)
            present |= module.GetTableRowCount((TableIndex)table) == 0 ? 0 : 1L << table;
        stream.WriteInt32(entryPoint);
        stream.WriteInt64(present);
        for (var table = 0; !IsOfDebugData(table); table++)
        {
            if (module.GetTableRowCount((TableIndex)table) is > 0 and var rows)
                stream.WriteInt32(rows);
        }

        return id;
    }

    // As the format wants it. Of one parent they stay in the order in which they came.
    private static void SortByParent(int[]? cells)
    {
        if (cells is null)
            return;
        var columns = TableSchema.Columns(TableIndex.CustomDebugInformation).Count;
        var rows = new List<int>();
        for (var row = 0; row < cells.Length; row += columns)
            rows.Add(row);
        var unsorted = (int[])cells.Clone();
        rows.Sort((one, other) => unsorted[one] != unsorted[other] ? unsorted[one].CompareTo(unsorted[other]) : one.CompareTo(other));
        for (var i = 0; i < rows.Count; i++)
            Array.Copy(unsorted, rows[i], cells, i * columns, columns);
    }

    private static byte[] Checksum(BlobBuilder content)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var blob in content.GetBlobs())
        {
            var bytes = blob.GetBytes();
            sha.AppendData(bytes.Array, bytes.Offset, bytes.Count);
        }

        return sha.GetHashAndReset();
    }

    private static bool IsOfDebugData(int table) => table >= (int)TableIndex.Document;
}
