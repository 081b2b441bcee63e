namespace WeakPack.Core.Tests.Stress;

/// <summary>What is asked of a linked program beside that it runs: the one place to switch a question off or on.</summary>
internal static class StressOracles
{
    public static void Check(LinkedConsumer linked)
    {
        var enums = EnumTypes.Of(linked.Packages.Select(p => p.Compiled.Image.Bytes));
        foreach (var package in linked.Packages.Where(p => p.Result.ImportLibrary is not null))
            UnitsAreAsCompiled(package, enums);
        CopiesAreAsInTheImportLibraries(linked, enums);
        TheRuntimeCompilesAll(linked);
    }

    private static void UnitsAreAsCompiled(SplitPackage package, EnumTypes enums)
    {
        using var compiled = new TypeDump(package.Compiled.Image, enums);
        using var library = new TypeDump(ImportLibraryOf(package), enums);
        foreach (var type in package.Result.Units.SelectMany(u => u.Types))
            DumpAssert.AreEqual(compiled.OfType(type, library), library.OfType(type, compiled), $"{type} in the import library of {package.Name}");
    }

    /// <summary>Those that the import library names as units, and those that travelled, some of them from a package before.</summary>
    private static void CopiesAreAsInTheImportLibraries(LinkedConsumer linked, EnumTypes enums)
    {
        using var output = new TypeDump(linked.Image, enums);
        var copied = linked.Result.Units.SelectMany(u => u.Types.Select(type => (u.Package, Type: type))).ToLookup(u => u.Package, u => u.Type);
        foreach (var package in linked.Packages.Where(p => copied.Contains(p.Name)))
        {
            using var library = new TypeDump(ImportLibraryOf(package), enums);
            foreach (var type in copied[package.Name].Distinct())
            {
                var origins = library.Types.Where(t => MetadataNames.WithoutSuffix(t) == MetadataNames.WithoutSuffix(type)).ToArray();
                Assert.IsNotEmpty(origins, $"{type} was linked from {package.Name}, which has none.");
                if (MetadataNames.WithoutSuffix(type) == "<PrivateImplementationDetails>")
                    continue; // only what is used travels, some of it from several packages; that it is what it was, the run tells
                var differences = origins.Select(origin => DumpAssert.Difference(library.OfType(origin, output), output.OfType(type, library))).ToArray();
                Assert.IsTrue(differences.Contains(null), $"{type} of {package.Name} is not what it was:{Environment.NewLine}{differences[0]}");
            }
        }
    }

    private static void TheRuntimeCompilesAll(LinkedConsumer linked)
    {
        AssemblyImage[] packages = [.. linked.Packages.Select(p => p.RuntimeImage)];
        foreach (var package in packages)
            JitOracle.Check(package, packages);
        JitOracle.Check(linked.Image, [.. linked.Packages.Where(p => !linked.Result.UnneededPackages.Contains(p.Name)).Select(p => p.RuntimeImage)]);
    }

    private static AssemblyImage ImportLibraryOf(SplitPackage package) => new(package.Name + ".wpi", package.ImportLibraryBytes);

    /// <summary>Metadata and debug data of types.</summary>
    private sealed class TypeDump(AssemblyImage image, EnumTypes enums) : IDisposable
    {
        private readonly MetadataDump _metadata = new(image.Bytes, DumpOptions.Copy, enums);
        private readonly DebugDump _debug = new(image);

        public IReadOnlyList<string> Types => _metadata.Types;

        /// <summary>Debug data only when both sides have some: a consumer may be compiled without.</summary>
        public string OfType(string type, TypeDump other) =>
            _metadata.OfType(type) + (_debug.HasSymbols && other._debug.HasSymbols ? _debug.OfType(type) : "");

        public void Dispose()
        {
            _metadata.Dispose();
            _debug.Dispose();
        }
    }
}
