using System.Collections;
using System.Text;
using WeakPack.NativeLibraries;

namespace WeakPack.ImportLibraries;

/// <summary>The units of a manifest. All are known by their place in it, and each is read when it is asked for.</summary>
/// <remarks>
/// A package may have thousands, and a link uses a few. The bytes are looked at once, all of them, and are exactly what <see cref="Manifest.ToXml"/>
/// writes of plain names; so what is read later can't fail. Whatever else a manifest may be as XML is left to who reads XML.
/// </remarks>
internal sealed class ManifestUnits : IReadOnlyList<ManifestUnit>
{
    private readonly byte[] _file;
    private readonly List<int> _places = [];
    private readonly List<int> _types = []; // of each its unit, and where its name begins, and its length
    private readonly List<int> _withNativeFiles = [];
    private readonly Dictionary<int, ManifestUnit> _read = [];

    private ManifestUnits(byte[] file) => _file = file;

    public int Count => _places.Count;

    /// <summary>How many types the units have.</summary>
    public int TypeCount => _types.Count / 3;

    /// <summary>The units that ship native libraries.</summary>
    public IEnumerable<ManifestUnit> WithNativeFiles
    {
        get
        {
            foreach (var unit in _withNativeFiles)
                yield return this[unit];
        }
    }

    public ManifestUnit this[int index]
    {
        get
        {
            if (!_read.TryGetValue(index, out var unit))
                _read.Add(index, unit = Read(_places[index]));
            return unit;
        }
    }

    /// <summary>Finds the units between the first tag of a manifest and its last; null when they are written otherwise.</summary>
    public static ManifestUnits? Find(byte[] file, int begin, int end)
    {
        var units = new ManifestUnits(file);
        var cursor = new Cursor(file.AsSpan(0, end), begin);
        if (!cursor.Skip("\n"u8))
            return null;
        while (cursor.At < end)
        {
            units._places.Add(cursor.At);
            if (!units.Pass(ref cursor, into: null))
                return null;
        }

        return units;
    }

    /// <summary>Where the name of a type is, and which unit it is in.</summary>
    public TypePlace TypeAt(int index) => new(_types[(3 * index) + 1], _types[(3 * index) + 2], _types[3 * index]);

    public string NameOf(TypePlace type) => Encoding.ASCII.GetString(_file, type.Begin, type.Length);

    public ReadOnlySpan<byte> BytesOf(TypePlace type) => _file.AsSpan(type.Begin, type.Length);

    public IEnumerator<ManifestUnit> GetEnumerator()
    {
        for (var unit = 0; unit < Count; unit++)
            yield return this[unit];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ManifestUnit Read(int place)
    {
        var parts = new Parts();
        var cursor = new Cursor(_file, place);
        return Pass(ref cursor, parts)
            ? new(parts.Name, parts.Types, parts.Assemblies, parts.NativeLibraries, parts.Resources, parts.NativeFiles) { IsRetained = parts.IsRetained }
            : throw new InvalidOperationException($"The unit at {place} has changed.");
    }

    private bool Pass(ref Cursor cursor, Parts? into)
    {
        var unit = _places.Count - 1;
        if (!cursor.Skip("  <unit name=\""u8) || !cursor.Value(out var name))
            return false;
        var isRetained = cursor.Skip("\" retained=\"true"u8);
        if (!cursor.Skip("\">\n"u8))
            return false;
        into?.Begin(Text(name), isRetained);

        while (cursor.Skip("    <type name=\""u8))
        {
            if (!cursor.Value(out var type) || !cursor.Skip("\" hash=\""u8) || !cursor.Value(out var hash) || !cursor.EndElement())
                return false;
            if (into is null)
                AddType(unit, type.Begin, type.Length);
            else
                into.Types.Add(new(Text(type), Text(hash)));
        }

        while (cursor.Skip("    <assembly name=\""u8))
        {
            (int, int) package = default, version = default;
            if (!cursor.Value(out var assembly)
                || (cursor.Skip("\" nugetPackage=\""u8) && (!cursor.Value(out package) || !cursor.Skip("\" version=\""u8) || !cursor.Value(out version)))
                || !cursor.EndElement())
            {
                return false;
            }

            into?.Assemblies.Add(new(Text(assembly), package == default ? null : new(Text(package), Text(version))));
        }

        return PassNames(ref cursor, "    <nativeLibrary name=\""u8, into?.NativeLibraries)
            && PassNames(ref cursor, "    <resource name=\""u8, into?.Resources)
            && PassNativeFiles(ref cursor, unit, into)
            && cursor.Skip("  </unit>\n"u8);
    }

    private void AddType(int unit, int begin, int length)
    {
        _types.Add(unit);
        _types.Add(begin);
        _types.Add(length);
    }

    private bool PassNames(ref Cursor cursor, ReadOnlySpan<byte> element, List<string>? into)
    {
        while (cursor.Skip(element))
        {
            if (!cursor.Value(out var name) || !cursor.EndElement())
                return false;
            into?.Add(Text(name));
        }

        return true;
    }

    private bool PassNativeFiles(ref Cursor cursor, int unit, Parts? into)
    {
        for (var isFirst = true; cursor.Skip("    <nativeFile rid=\""u8); isFirst = false)
        {
            if (!cursor.Value(out var rid) || !cursor.Skip("\" name=\""u8) || !cursor.Value(out var name) || !cursor.Skip("\" hash=\""u8) || !cursor.Value(out var hash))
                return false;
            var isRetained = cursor.Skip("\" retained=\"true"u8);
            if (!cursor.EndElement())
                return false;
            if (into is not null)
                into.NativeFiles.Add(new(Text(rid), Text(name), Text(hash), isRetained));
            else if (isFirst)
                _withNativeFiles.Add(unit);
        }

        return true;
    }

    private string Text((int Begin, int Length) place) => Encoding.ASCII.GetString(_file, place.Begin, place.Length);

    /// <summary>The name of a type in a manifest: the place of its bytes, and which unit it belongs to.</summary>
    internal readonly record struct TypePlace(int Begin, int Length, int Unit);

    private sealed class Parts
    {
        public string Name { get; private set; } = "";

        public bool IsRetained { get; private set; }

        public List<ManifestType> Types { get; } = [];

        public List<ManifestAssembly> Assemblies { get; } = [];

        public List<string> NativeLibraries { get; } = [];

        public List<string> Resources { get; } = [];

        public List<NativeAsset> NativeFiles { get; } = [];

        public void Begin(string name, bool isRetained) => (Name, IsRetained) = (name, isRetained);
    }

    private ref struct Cursor(ReadOnlySpan<byte> text, int at)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public int At { get; private set; } = at;

        public bool Skip(ReadOnlySpan<byte> expected)
        {
            if (!_text.Slice(At).StartsWith(expected))
                return false;
            At += expected.Length;
            return true;
        }

        public bool EndElement() => Skip("\" />\n"u8);

        // Up to the quotation mark: letters that stand for themselves, of one byte each.
        public bool Value(out (int Begin, int Length) place)
        {
            var length = _text.Slice(At).IndexOf((byte)'"');
            place = (At, Math.Max(length, 0));
            At += place.Length;
            return length >= 0 && PlainText.Is(_text.Slice(place.Begin, length));
        }
    }
}
