using WeakPack.Damage;
using WeakPack.DebugData;
using WeakPack.Diagnostics;
using WeakPack.LinkMaps;
using WeakPack.Metadata;
using WeakPack.Modules;
using WeakPack.NativeLibraries;

namespace WeakPack.Linking;

/// <summary>The consumer side: copies the weak units that a consumer uses into it.</summary>
public static class Linker
{
    /// <summary>Links a consumer. A mistake in an input is a diagnostic, never an exception.</summary>
    public static LinkResult Link(LinkRequest request)
    {
        try
        {
            if (ForeignImage.Check(request.Consumer) is { } foreign)
                return Failed(foreign);

            using var link = new LinkContext(request);
            link.Report(CopyVisibility.Check(request));
            return link.HasErrors ? Failed(link) : Link(link);
        }
        catch (UnknownEnumException error)
        {
            return Failed(Diagnostic.Create(Descriptors.UnknownEnum, new(request.Consumer.Path), request.Consumer.Path, error.EnumName));
        }
        catch (StrongNameException error)
        {
            return Failed(Diagnostic.Create(Descriptors.CannotSign, new(request.Consumer.Path), request.Consumer.Path, error.Message));
        }
        catch (Exception error) when (DamagedFiles.MayCause(error))
        {
            if (DamagedFiles.Find(error, [request.Consumer, request.ReferenceAssembly], request.References.Concat(request.RuntimeReferences)) is { } damage)
                return Failed(damage);
            throw;
        }
    }

    private static LinkResult Link(LinkContext link)
    {
        var symbols = new SymbolTable(link.Libraries);
        using var consumer = new ConsumerModule(link.Request.Consumer, symbols, link);

        var undefined = consumer.ReferencedUnits(); // what the compiler left to us
        var pulled = SymbolTable.Pull(undefined); // Lazy -> Defined, to a fixpoint
        link.Report(NameCheck.Check(link, symbols, pulled));
        link.Report(IdentityCheck.CheckForwards(link, symbols));
        if (link.HasErrors)
            return Failed(link);
        if (undefined.Count == 0)
            return NothingToLink(link, consumer);

        link.Report(HashCheck.Check(pulled)); // before anything is made of them
        link.Report(FrameworkCheck.Check(link, pulled)); // before what is missing is told one by one
        if (link.HasErrors)
            return Failed(link);

        link.Report(IdentityCheck.Check(link, symbols));
        link.Report(FriendCheck.Check(link, pulled));
        link.Report(PackageNeeds.Find(link, pulled));
        link.Report(UndefinedSymbols.Find(link, pulled));
        link.Report(MarshallingCheck.Check(link, pulled));
        link.Report(WindowsPdb.Check(link.Request.Consumer));
        using var placement = Placement.Of(pulled, consumer, link);
        link.Report(ResourceCopier.Check(link, placement, consumer));
        if (link.HasErrors)
            return Failed(link);

        var units = Copies.Make(placement, consumer, link);
        link.Report(CompilationCheck.Check(link, units));
        ResourceCopier.Copy(placement, consumer.Module);
        var needs = new RuntimeNeeds(link, consumer, pulled);
        var natives = NativeNeeds.Find(link, pulled, needs.UnneededPackages);
        link.Report(WeakOnlyCheck.Check(link, needs.UnneededPackages));
        link.Report(natives.Problems);
        if (link.HasErrors)
            return Failed(link);

        var output = StrongName.Renew(consumer.Write(), link.Request.Consumer, link.Request.Key);
        var reference = LinkReferenceAssembly(link, symbols);
        return new LinkResult
        {
            Diagnostics = link.Diagnostics,
            Output = output,
            ReferenceAssembly = reference,
            ImportLibraries = [.. pulled.Select(nodes => nodes.Library.Reference.ImportLibraryPath!)],
            Digest = DigestOf(output, reference),
            Units = units,
            UnneededPackages = needs.UnneededPackages,
            OrphanedNuGetPackages = needs.OrphanedNuGetPackages,
            WeakOnlyCandidates = needs.WeakOnlyCandidates,
            Map = LinkMapMaker.Make(link, placement.Libraries, needs, output),
            NativeLibraries = natives.Needs,
        };
    }

    private static LinkResult NothingToLink(LinkContext link, ConsumerModule consumer)
    {
        var needs = new RuntimeNeeds(link, consumer, []);
        var natives = NativeNeeds.Find(link, [], needs.UnneededPackages);
        link.Report(WeakOnlyCheck.Check(link, needs.UnneededPackages));
        link.Report(natives.Problems);
        if (link.HasErrors)
            return Failed(link);

        return new()
        {
            Diagnostics = link.Diagnostics,
            Output = link.Request.Consumer,
            ReferenceAssembly = link.Request.ReferenceAssembly,
            Digest = DigestOf(link.Request.Consumer, link.Request.ReferenceAssembly),
            UnneededPackages = needs.UnneededPackages,
            OrphanedNuGetPackages = needs.OrphanedNuGetPackages,
            WeakOnlyCandidates = needs.WeakOnlyCandidates,
            Map = LinkMapMaker.Make(link, [], needs, link.Request.Consumer),
            NativeLibraries = natives.Needs,
        };
    }

    // All types are in a reference assembly, internal ones too, and so may be references to weak types: bases, fields of structs.
    private static AssemblyImage? LinkReferenceAssembly(LinkContext link, SymbolTable symbols)
    {
        if (link.Request.ReferenceAssembly is not { } image)
            return null;

        ModuleFile.Check(image);
        using var reference = new ConsumerModule(Win32Resources.Hide(image), symbols, link);
        var undefined = reference.ReferencedUnits();
        if (undefined.Count == 0)
            return image;

        using var placement = Placement.Of(SymbolTable.Pull(undefined), reference, link);
        Copies.Make(placement, reference, link, withCode: false);
        return StrongName.Renew(MvidSection.Append(reference.Write()), image, link.Request.Key);
    }

    private static string? DigestOf(AssemblyImage output, AssemblyImage? reference) =>
        reference is null ? null : ReferenceDigest.Of(output, [reference.Bytes], []);

    private static LinkResult Failed(LinkContext link) => new() { Diagnostics = link.Diagnostics };

    private static LinkResult Failed(Diagnostic diagnostic) => new() { Diagnostics = [diagnostic] };
}
