using System.Reflection.Metadata.Ecma335;
using System.Text;
using WeakPack.Metadata;

namespace WeakPack.ImportLibraries;

/// <summary>The weak units of an import library by the names of their types. All types are known, and no unit is read before it is asked for.</summary>
internal sealed class UnitsByType
{
    private readonly Dictionary<string, ManifestUnit>? _byName;
    private readonly MetadataImage _image;
    private readonly ManifestUnits? _units;
    private readonly int[] _unitOf = []; // by the row of the type: the number of the unit, counted from one

    /// <exception cref="FormatException">The manifest names a type that is not in the image.</exception>
    public UnitsByType(Manifest manifest, MetadataImage image)
    {
        _image = image;
        _units = manifest.Units as ManifestUnits;
        if (_units is not null)
        {
            _unitOf = new int[image.Reader.TypeDefinitions.Count + 1];
            for (var i = 0; i < _units.TypeCount; i++)
            {
                var type = _units.TypeAt(i);
                var handle = image.TypeNames.Find(_units.BytesOf(type)) ?? throw Missing(_units.NameOf(type));
                _unitOf[MetadataTokens.GetRowNumber(handle)] = type.Unit + 1;
            }

            return;
        }

        _ = image.TypeNames; // so that each link finds types alike, whatever another one has asked before
        _byName = new(StringComparer.Ordinal);
        foreach (var unit in manifest.Units)
        {
            foreach (var type in unit.Types)
                _byName[type.Name] = image.FindTopLevel(type.Name) is null ? throw Missing(type.Name) : unit;
        }
    }

    /// <summary>The weak unit that a top-level type belongs to, or null.</summary>
    public ManifestUnit? Find(string topLevelName)
    {
        if (_byName is not null)
            return _byName.TryGetValue(topLevelName, out var known) ? known : null;
        return _image.TypeNames.Find(Encoding.UTF8.GetBytes(topLevelName)) is { } type && _unitOf[MetadataTokens.GetRowNumber(type)] is > 0 and var unit
            ? _units![unit - 1]
            : null;
    }

    private static FormatException Missing(string type) => new($"its manifest names '{type}', which is not in it");
}
