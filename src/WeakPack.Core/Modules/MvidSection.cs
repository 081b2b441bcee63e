using System.Reflection.PortableExecutable;

namespace WeakPack.Modules;

/// <summary>
/// Gives a reference assembly the PE section <c>.mvid</c> that the C# compiler writes. MSBuild compares the MVIDs in
/// these sections to tell whether a reference assembly changed, and takes a file without one for changed each time.
/// </summary>
internal static class MvidSection
{
    private const string Name = ".mvid";

    /// <summary>The image with the section behind all others.</summary>
    public static AssemblyImage Append(AssemblyImage image)
    {
        using var pe = new PEReader(new MemoryStream(image.Bytes, writable: false));
        if (pe.PEHeaders.SectionHeaders.Any(section => section.Name == Name))
            return image;

        return image.With(PeSection.Append(image.Bytes, Name, isDiscardable: true, (_, _) => ModuleVersion.Of(pe).ToByteArray()));
    }
}
