using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using WeakPack.Modules;

namespace WeakPack.Slices;

/// <summary>The jump into the runtime by which old versions of Windows start a 32-bit assembly, with the import and the relocation that it wants (ECMA-335 II.25.3.1, II.25.3.2).</summary>
/// <param name="section">The address of the section, which begins with the table of the imported address.</param>
/// <param name="imports">The address of the imports.</param>
/// <param name="headers">The file's headers.</param>
internal sealed class SliceStartup(int section, int imports, PEHeaders headers)
{
    /// <summary>An address and a zero.</summary>
    public const int AddressTableSize = 8;

    private const int ImportSize = 40; // that of the runtime, and an empty one
    private const int LookupSize = 12;
    private const int JumpSize = 6;
    private const string Library = "mscoree.dll";
    private const int PageSize = 0x1000;

    private readonly string _function = (headers.CoffHeader.Characteristics & Characteristics.Dll) != 0 ? "_CorDllMain" : "_CorExeMain";

    public PeDirectory AddressTable => new(section, AddressTableSize);

    public PeDirectory ImportTable => new(imports, Names + Library.Length + 1 - imports);

    /// <summary>The address of the jump.</summary>
    public int EntryPoint => ((Names + Library.Length + 1 + 3) & ~3) + 2; // so that the address in it is at a multiple of four

    private int Hint => imports + ImportSize + LookupSize;

    private int Names => Hint + sizeof(ushort) + _function.Length + 1;

    public void WriteAddressTable(BlobBuilder text)
    {
        text.WriteInt32(Hint);
        text.WriteInt32(0);
    }

    public void WriteImports(BlobBuilder text)
    {
        text.WriteInt32(imports + ImportSize);
        text.WriteInt64(0);
        text.WriteInt32(Names);
        text.WriteInt32(section);
        text.WriteBytes(0, ImportSize / 2);
        text.WriteInt32(Hint);
        text.WriteBytes(0, LookupSize - sizeof(int));
        text.WriteUInt16(0);
        text.WriteBytes(Encoding.ASCII.GetBytes(_function + "\0" + Library + "\0"));
        text.WriteBytes(0, EntryPoint - (Names + Library.Length + 1));
        text.WriteUInt16(0x25FF);
        text.WriteUInt32((uint)section + (uint)headers.PEHeader!.ImageBase);
    }

    /// <summary>Writes that the address in the jump is to be relocated.</summary>
    public static void WriteRelocation(BlobBuilder relocations, int entryPoint)
    {
        const int size = 12, highLow = 3;
        var place = entryPoint + JumpSize - sizeof(int);
        relocations.WriteInt32(place / PageSize * PageSize);
        relocations.WriteInt32(size);
        relocations.WriteUInt16((ushort)((highLow << 12) | (place % PageSize)));
        relocations.WriteUInt16(0);
    }
}
