using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using WeakPack.Damage;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.Slices;
using WeakPack.Units;

namespace WeakPack.Packaging;

/// <summary>What compilers see of a package, made of the compiler's own reference assembly: with the weak units for those who link, without them for all others.</summary>
/// <remarks>
/// The compiler leaves classes for lambdas in it, whose fields name helpers, and which change with a body. So it is reduced to its surface, and
/// has no timestamp.
/// </remarks>
internal sealed class CompilerSurfaces : IDisposable
{
    private readonly AssemblyImage _original;
    private readonly MetadataImage _image;
    private readonly UnitGraph _graph;

    /// <param name="reference">The reference assembly as the compiler wrote it.</param>
    /// <param name="references">The references of the project.</param>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public CompilerSurfaces(AssemblyImage reference, ReferenceSet references)
    {
        _original = Win32Resources.Hide(reference); // these tell of the commit
        _image = MetadataImage.OpenForeign(_original);
        WriteCheck.Run(_image.Pe);
        _graph = new UnitGraph(_image, references);
    }

    /// <summary>The reference assembly, which offers no weak units.</summary>
    public AssemblyImage WriteReference(SplitTypes types)
    {
        var surface = new Surface(_image) { Lacks = types.IsRemoved, Hides = types.IsRetained };
        return MvidSection.Append(Write(surface, new(_graph) { IsRemoved = types.IsRemoved }, weakTypes: []));
    }

    /// <summary>What a compiler needs apart from the import library, weak units included.</summary>
    /// <remarks>
    /// A body of a weak unit is in the import library and not in here. So a consumer that compiles against this file is linked again when
    /// such a body changes, and not compiled.
    /// </remarks>
    public byte[] WriteCompileSurface(IReadOnlyList<string> weakTypes) => Write(new Surface(_image), new(_graph) { LeavesOutBuild = true }, weakTypes).Bytes;

    public void Dispose() => _image.Dispose();

    private AssemblyImage Write(Surface surface, LeftOutAttributes leftOut, IReadOnlyList<string> weakTypes)
    {
        var selection = surface.Selection;
        foreach (var token in leftOut.Find())
            selection.LeaveOut(token);
        surface.Take();
        selection.NeedAll(TableIndex.ManifestResource);
        selection.Complete();
        NeedNamedAssemblies(selection);
        var added = new AddedAttributes(_image, selection);
        foreach (var type in weakTypes)
            added.AddMetadata(AssemblyMarks.WeakType, type);
        selection.Complete();

        var slice = Slice.Write(_image, selection, timestamp: 0);
        ModuleVersion.Renew(slice.Image);
        return _original.With(slice.Image);
    }

    // Type names in attributes name their assembly in text.
    private void NeedNamedAssemblies(SliceSelection selection)
    {
        foreach (var handle in _image.Reader.AssemblyReferences)
        {
            var token = MetadataTokens.GetToken(handle);
            if (!selection.Rows.Contains(token) && IsInAttributes(selection, Encoding.UTF8.GetBytes(", " + _image.Reader.GetString(_image.Reader.GetAssemblyReference(handle).Name))))
                selection.Need(token);
        }
    }

    private unsafe bool IsInAttributes(SliceSelection selection, byte[] text)
    {
        foreach (var row in selection.Rows.Of(TableIndex.CustomAttribute))
        {
            var value = _image.Reader.GetBlobReader(_image.Reader.GetCustomAttribute(MetadataTokens.CustomAttributeHandle(row)).Value);
            if (new ReadOnlySpan<byte>(value.StartPointer, value.Length).IndexOf(text) >= 0)
                return true;
        }

        return false;
    }
}
