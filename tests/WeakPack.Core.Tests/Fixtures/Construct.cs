namespace WeakPack.Core.Tests.Fixtures;

/// <summary>A construct of the language, as a weak unit uses it, and a program that uses the unit.</summary>
internal static class Construct
{
    /// <summary>
    /// The program does the same, linked and unlinked, compiled for debugging and optimized; the runtime compiles every
    /// method of it; and every copied type is what it was.
    /// </summary>
    public static void RunsTheSame(string package, string consumer, string? prints = null)
    {
        foreach (var options in new[] { CompileOptions.Debug, CompileOptions.Release })
            RunsTheSame(package, consumer, prints, options);
    }

    private static void RunsTheSame(string package, string consumer, string? prints, CompileOptions options)
    {
        var split = Package.Of(package).With(options).Split();
        KeepsItsUnits(split);
        var program = Consumer.Of(consumer, split).With(options);
        if (prints is not null)
            Assert.AreEqual(prints, program.UnlinkedOutput().ReplaceLineEndings("\n").TrimEnd(), $"unlinked, {options}");

        var linked = program.RunsAsUnlinked();
        Check(linked);
    }

    /// <summary>What a unit is in the import library is what the compiler wrote; the runtime package has nothing that the runtime refuses.</summary>
    public static void KeepsItsUnits(SplitPackage split)
    {
        var origin = split.Compiled.Image.Bytes;
        var enums = EnumTypes.Of([origin, .. split.References.Select(r => r.Bytes)]);
        Assert.IsNotEmpty(split.Result.Units, "The package has no weak unit.");
        foreach (var type in split.Result.Units.SelectMany(u => u.Types))
            CopyIsAsItsOrigin(split.Compiled.Image, new AssemblyImage(split.Name + ".wpi", split.ImportLibraryBytes), type, enums);
        JitOracle.Check(split.RuntimeImage, [.. split.References]);
    }

    /// <summary>The runtime compiles every method of a linked program, and every copied type is what it was.</summary>
    public static void Check(LinkedConsumer linked)
    {
        var needed = linked.Packages.Where(p => !linked.Result.UnneededPackages.Contains(p.Name)).Select(p => p.RuntimeImage);
        JitOracle.Check(linked.Image, [.. needed, .. linked.Packages.SelectMany(p => p.References)]);
        Assert.IsNotEmpty(linked.Result.Units, "Nothing was linked.");

        var copies = CopiesIn(linked);
        Assert.IsNotEmpty(copies);
        foreach (var copy in copies)
        {
            var origin = OriginOf(copy, linked);
            CopyIsAsItsOrigin(origin.Compiled.Image, linked.Image, copy, EnumTypes.Of([origin.Compiled.Image.Bytes, .. origin.References.Select(r => r.Bytes)]));
        }
    }

    /// <summary>The types that linking added.</summary>
    public static IReadOnlyList<string> CopiesIn(LinkedConsumer linked)
    {
        using var before = new AssemblyView(linked.Compiled.Image.Bytes);
        using var after = new AssemblyView(linked.Image.Bytes);
        return [.. after.Types.Except(before.Types).Except(["Microsoft.CodeAnalysis.EmbeddedAttribute"])];
    }

    private static SplitPackage OriginOf(string copy, LinkedConsumer linked)
    {
        var name = MetadataNames.WithoutSuffix(copy);
        var origins = linked.Result.Units.Where(u => u.Types.Any(t => MetadataNames.WithoutSuffix(t) == name)).Select(u => u.Package).Distinct().ToArray();
        Assert.IsNotEmpty(origins, $"{copy} was linked, but no linked unit names it.");
        return linked.Packages.Single(p => p.Name == origins[0]);
    }

    /// <summary>A copied type is what it was, under the name that it has or had, and so is its debug data.</summary>
    public static void CopyIsAsItsOrigin(AssemblyImage origin, AssemblyImage output, string type, EnumTypes enums)
    {
        var originName = MetadataNames.WithoutSuffix(type);

        // Of the compiler's own class only what is used travels.
        if (originName == "<PrivateImplementationDetails>")
        {
            DumpAssert.IsPartOf(
                MetadataDump.OfType(origin.Bytes, originName, DumpOptions.Copy, enums),
                MetadataDump.OfType(output.Bytes, type, DumpOptions.Copy, enums),
                type);
            return;
        }

        DumpAssert.AreEqual(
            MetadataDump.OfType(origin.Bytes, originName, DumpOptions.Copy, enums),
            MetadataDump.OfType(output.Bytes, type, DumpOptions.Copy, enums),
            type);
        DumpAssert.AreEqual(DebugDump.OfType(origin, originName), DebugDump.OfType(output, type), "The debug data of " + type);
    }
}
