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
                .. WindowsPdb.Check(request.Assembly),
                .. RequiredUnitCheck.Check(plan, references),
                .. NameCheck.Check(plan, references),
                .. UnitResources.Check(plan, request.Resources),
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
        using var resolver = new ModuleResolver(references);
        var framework = TargetFrameworkName.Of(request.TargetFramework, request.TargetPlatform, plan.Module.Image);
        var flags = CompilerTraces.Read(plan.Module.Image, plan.Module.Symbols.Pdb, request.Flags);
        var owners = new PackageOwners(references, request.NuGetPackages);
        var resources = new UnitResources(plan, request.Resources);
        var natives = new UnitNativeLibraries(plan, request.NativeLibraries, request.LinkedNativeLibraries);
        var library = plan.Units.Count == 0 ? null : StartImportLibrary(request, new ImportLibraryWriter(plan, framework, flags, owners, resources, natives));
        AssemblyImage runtime;
        AssemblyImage? reference;
        byte[]? surface;
        try
        {
            runtime = WriteRuntime(request.Assembly, plan, resources, resolver);
            reference = request.ReferenceAssembly is { } image ? StrongName.Renew(WriteReference(image, plan, resolver), image, request.Key) : null;
            surface = request.ReferenceAssembly is { } compiled && plan.Units.Count > 0 ? CompileSurface.Write(compiled, plan, resolver) : null;
        }
        catch
        {
            // It reads from the memory that is given back when this method is left, so it must not outlast it.
            library?.ContinueWith(_ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
            throw;
        }

        var (bytes, checksum) = library?.GetAwaiter().GetResult() ?? default;
        return new SplitResult
        {
            Diagnostics = diagnostics,
            ImportLibrary = bytes,
            Runtime = StrongName.Renew(checksum is null ? runtime : PackageStamp.Set(runtime, checksum), request.Assembly, request.Key),
            ReferenceAssembly = reference,
            CompileSurface = surface,
            Digest = reference is null ? null : ReferenceDigest.Of(runtime, [reference.Bytes, surface ?? []], [.. natives.Needed.Select(need => need.Asset.Place), .. plan.Units.Where(plan.IsRetained).Select(unit => unit.Name)]),
            OptionalNuGetPackages = FindOptionalPackages(request.NuGetPackages, plan, owners),
            ShippedNativeLibraries = natives.Shipped,
            NativeLibraries = natives.Needed,
            Units = [.. plan.Units.Select(unit => new SplitUnit(unit.Name, [.. unit.Types.Select(type => type.Name)], plan.IsRetained(unit)))],
        };
    }

    // Beside the runtime package: each is about half of the work, and they have nothing in common but their input.
    private static Task<(byte[] Bytes, string Checksum)> StartImportLibrary(SplitRequest request, ImportLibraryWriter writer) =>
        Task.Run(() =>
        {
            using var references = new ReferenceSet(request.References);
            using var resolver = new ModuleResolver(references);
            return writer.Write(request.Assembly, resolver);
        });

    private static AssemblyImage WriteRuntime(AssemblyImage image, SplitPlan plan, UnitResources resources, ModuleResolver resolver)
    {
        using var file = new ModuleFile(image, resolver);
        TypeRemover.RemoveFromRuntime(file.Module, plan);
        AssemblyMarks.ForgetMissingCopies(file.Module);
        foreach (var resource in file.Module.Resources.Where(resource => resources.Unretained.Contains(resource.Name)).ToList())
            file.Module.Resources.Remove(resource);
        if (plan.Units.Count > 0)
            AssemblyMarks.AddMetadata(file.Module, AssemblyMarks.ImportLibrary, Checksum.Placeholder);
        return file.Write(file.Symbols);
    }

    private static AssemblyImage WriteReference(AssemblyImage image, SplitPlan plan, ModuleResolver resolver)
    {
        ModuleFile.Check(image);
        using var file = new ModuleFile(Win32Resources.Hide(image), resolver);
        TypeRemover.RemoveTypes(file.Module, plan);
        SurfaceReducer.Reduce(file.Module); // the compiler leaves classes for lambdas in it, whose fields name helpers that go
        return MvidSection.Append(UnusedReferences.Remove(file.Write(SymbolPlace.None), SymbolPlace.None, resolver));
    }

    private static IReadOnlyList<string> FindOptionalPackages(PackageGraph packages, SplitPlan plan, PackageOwners owners)
    {
        var weak = owners.Of(UsedScopes.OfNodes(plan.Module.Graph, plan.Travelling.Keys).Assemblies);
        return weak.Count == 0 ? [] : OptionalPackages.Find(packages, owners.Of(UsedScopes.Of(plan.Module.Graph, plan.Kept).Assemblies), weak);
    }

    private static SplitResult Failed(Diagnostic diagnostic) => new() { Diagnostics = [diagnostic] };
}
