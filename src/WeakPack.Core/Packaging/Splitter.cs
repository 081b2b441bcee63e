using WeakPack.Damage;
using WeakPack.DebugData;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.NativeLibraries;
using WeakPack.NuGetPackages;
using WeakPack.Units;
using WeakPack.Units.Rules;

namespace WeakPack.Packaging;

/// <summary>The package side: parts a compiled assembly into runtime package, reference assembly and import library.</summary>
public static class Splitter
{
    private static readonly IReadOnlyList<IUnitRule> Rules = [new GlobalDataRule(), new TopLevelValueRule(), new InitializationRule()];

    /// <summary>Splits a package. A mistake in the package is a diagnostic, never an exception.</summary>
    public static SplitResult Split(SplitRequest request)
    {
        try
        {
            if (ForeignImage.Check(request.Assembly) is { } foreign)
                return Failed(foreign);

            using var references = new ReferenceSet(request.References);
            using var image = MetadataImage.OpenForeign(request.Assembly);
            using var symbols = new SymbolMap(image, request.Assembly.Symbols);
            var module = new PackageModule(image, new UnitGraph(image, references), symbols, request.IsExecutable);

            var (units, findings) = new MarkReader(module, request.Marks).Read();
            var plan = SplitPlan.Make(module, units, Rules);
            IReadOnlyList<Diagnostic> diagnostics =
            [
                .. findings,
                .. units.SelectMany(unit => Rules.SelectMany(rule => rule.Check(unit))),
                .. TravelCheck.Check(plan),
                .. ExposureCheck.Check(plan),
                .. TwinCheck.Check(plan),
                .. WindowsPdb.Check(request.Assembly),
                .. RequiredUnitCheck.Check(plan, references),
                .. NameCheck.Check(plan, references),
                .. UnitResources.Check(plan, request.Resources),
                .. TranslationCheck.Check(plan, request.Resources, request.TranslatedResources),
                .. UnitNativeLibraries.Check(plan, request.NativeLibraries),
            ];
            return diagnostics.Any(diagnostic => diagnostic.Descriptor.Severity == DiagnosticSeverity.Error)
                ? new SplitResult { Diagnostics = diagnostics }
                : Write(request, plan, references, diagnostics);
        }
        catch (UnknownEnumException error)
        {
            return Failed(Diagnostic.Create(Descriptors.UnknownEnum, new(request.Assembly.Path), request.Assembly.Path, error.EnumName));
        }
        catch (StrongNameException error)
        {
            return Failed(Diagnostic.Create(Descriptors.CannotSign, new(request.Assembly.Path), request.Assembly.Path, error.Message));
        }
        catch (Exception error) when (DamagedFiles.MayCause(error))
        {
            if (DamagedFiles.Find(error, [request.Assembly, request.ReferenceAssembly], request.References) is { } damage)
                return Failed(damage);
            throw;
        }
    }

    private static SplitResult Write(SplitRequest request, SplitPlan plan, ReferenceSet references, IReadOnlyList<Diagnostic> diagnostics)
    {
        var framework = TargetFrameworkName.Of(request.TargetFramework, request.TargetPlatform, plan.Module.Image);
        var flags = CompilerTraces.Read(plan.Module.Image, plan.Module.Symbols.Pdb, request.Flags);
        var owners = new PackageOwners(references, request.NuGetPackages);
        var resources = new UnitResources(plan, request.Resources);
        var natives = new UnitNativeLibraries(plan, request.NativeLibraries, request.LinkedNativeLibraries);
        var types = new SplitTypes(plan);
        WriteCheck.Run(plan.Module.Image.Pe); // both read all of it
        var runtimeWriter = new RuntimePackageWriter(plan, types, resources);

        // The package is written while this thread takes the hashes of the units, without which the import library can't be begun.
        using var runtime = new Writing<AssemblyImage>(() => runtimeWriter.Write(request.Assembly));
        var libraryWriter = plan.Units.Count == 0 ? null : new ImportLibraryWriter(plan, framework, flags, owners, resources, natives);
        using var library = libraryWriter is null ? null : new Writing<SealedLibrary>(() => libraryWriter.Write(request.Assembly));
        using var surfaces = request.ReferenceAssembly is { } compiled ? new CompilerSurfaces(compiled, references) : null;
        var reference = surfaces is null ? null : StrongName.Renew(surfaces.WriteReference(types), request.ReferenceAssembly!, request.Key);
        var surface = plan.Units.Count == 0 ? null : surfaces?.WriteCompileSurface(plan.WeakTypes);

        var written = library?.Result;
        if (written is not null)
            PackageStamp.Set(runtime.Result, written.Checksum);
        return new SplitResult
        {
            Diagnostics = diagnostics,
            ImportLibrary = written?.Bytes,
            Runtime = StrongName.Renew(runtime.Result, request.Assembly, request.Key),
            ReferenceAssembly = reference,
            CompileSurface = surface,
            Digest = reference is null ? null : ReferenceDigest.Of(runtime.Result, [reference.Bytes, surface ?? []], [.. natives.Needed.Select(need => need.Asset.Place), .. plan.Units.Where(plan.IsRetained).Select(unit => unit.Name)]),
            OptionalNuGetPackages = FindOptionalPackages(request.NuGetPackages, plan, owners),
            ShippedNativeLibraries = natives.Shipped,
            NativeLibraries = natives.Needed,
            Units = [.. plan.Units.Select(unit => new SplitUnit(unit.Name, [.. unit.Types.Select(type => type.Name)], plan.IsRetained(unit)))],
        };
    }

    private static IReadOnlyList<string> FindOptionalPackages(PackageGraph packages, SplitPlan plan, PackageOwners owners)
    {
        var weak = owners.Of(UsedScopes.OfNodes(plan.Module.Graph, plan.Travelling.Keys).Assemblies);
        return weak.Count == 0 ? [] : OptionalPackages.Find(packages, owners.Of(UsedScopes.Of(plan.Module.Graph, plan.Kept).Assemblies), weak);
    }

    private static SplitResult Failed(Diagnostic diagnostic) => new() { Diagnostics = [diagnostic] };
}
