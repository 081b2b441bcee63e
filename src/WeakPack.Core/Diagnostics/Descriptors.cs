namespace WeakPack.Diagnostics;

/// <summary>Every diagnostic of WeakPack: the one table that tasks, analyzers and documentation share.</summary>
/// <remarks>Numbers below 3000 are Delphi's own (E2203 is WP2203), so that what is known there holds here.</remarks>
public static class Descriptors
{
    /// <summary>Delphi's W1033: a unit that is not marked travels with one that is.</summary>
    public static readonly DiagnosticDescriptor ImplicitImport = new("WP1033", DiagnosticSeverity.Message,
        "Unit implicitly imported",
        "Type '{0}' is not marked but travels with weak unit '{1}', which uses it. Mark it [WeakPackageUnit] to say so.");

    /// <summary>Delphi's E2199.</summary>
    public static readonly DiagnosticDescriptor UnitInTwoPackages = new("WP2199", DiagnosticSeverity.Error,
        "Two referenced packages contain the same unit",
        "Packages {0} and {1} both contain unit {2}, and nobody could tell which is meant. Reference one of them only, give one an extern alias, or rename the unit in one.");

    /// <summary>Delphi's E2200.</summary>
    public static readonly DiagnosticDescriptor RequiredContainsUnit = new("WP2200", DiagnosticSeverity.Error,
        "A required package already contains this unit",
        "Unit '{0}' is in package {1}, but package {2}, which that requires, contains it already. Use the unit of the required package, make yours internal, or rename it.");

    /// <summary>Delphi's E2202.</summary>
    public static readonly DiagnosticDescriptor ImportLibraryNotFound = new("WP2202", DiagnosticSeverity.Error,
        "Import library not found",
        "'{0}' is a weak-packed package, but its import library '{1}' is missing, so its weak units can't be used. Keep the .wpi next to the .dll: rebuild or restore the package.");

    /// <summary>Delphi's E2203.</summary>
    public static readonly DiagnosticDescriptor GlobalData = new("WP2203", DiagnosticSeverity.Error,
        "Weak unit contains global data",
        "Unit '{0}' is weak but contains global data: {1}. Every consumer would have a variable of its own. Make it 'const', pass it in, or remove the mark.");

    /// <summary>Delphi's E2221.</summary>
    public static readonly DiagnosticDescriptor Initialization = new("WP2221", DiagnosticSeverity.Error,
        "Weak unit has initialization or finalization code",
        "Unit '{0}' is weak but has initialization or finalization code: {1}. It would run once for every consumer. Make it a method that is called where it is needed, or remove the mark.");

    /// <summary>Delphi's E2222.</summary>
    public static readonly DiagnosticDescriptor WeakAndDenied = new("WP2222", DiagnosticSeverity.Error,
        "Unit is marked weak and denied",
        "Unit '{0}' is marked weak and [DenyPackageUnit]: a weak unit belongs to a package, a denied one must not. Remove one of the marks.");

    /// <summary>Delphi's E2223.</summary>
    public static readonly DiagnosticDescriptor DeniedInPackage = new("WP2223", DiagnosticSeverity.Error,
        "Denied unit cannot be put into a package",
        "Type '{0}' is marked [DenyPackageUnit] and can't be put into package '{1}'. Compile it into an executable, or remove the mark.");

    /// <summary>Delphi's E2225.</summary>
    public static readonly DiagnosticDescriptor Mismatch = new("WP2225", DiagnosticSeverity.Error,
        "Import library and runtime package do not belong together",
        "Import library '{0}' does not belong to '{1}': they come from different builds. Rebuild or restore the package, so that both are from one.");

    /// <summary>Delphi's E2411.</summary>
    public static readonly DiagnosticDescriptor CannotTravel = new("WP2411", DiagnosticSeverity.Error,
        "Weak unit uses what cannot travel",
        "Unit '{0}' is weak but uses '{1}', which can't travel to its consumers: {2}. The chain is {3}. Make it public, move it into a weak unit, or pass it in.");

    /// <summary>A strong public signature names a weak type.</summary>
    public static readonly DiagnosticDescriptor StrongExposesWeak = new("WP3001", DiagnosticSeverity.Error,
        "Strong public signature exposes a weak unit",
        "'{0}' is part of the package's public surface but exposes type '{1}' of weak unit '{2}'. Each consumer has a copy of that type, which would not fit. {3}, or remove the mark from '{2}'.");

    /// <summary>A mark that can't be honoured.</summary>
    public static readonly DiagnosticDescriptor NotAUnit = new("WP3002", DiagnosticSeverity.Error,
        "Marked type is not a unit",
        "{0}");

    /// <summary>A library's public surface names a weak type.</summary>
    public static readonly DiagnosticDescriptor ConsumerExposesWeak = new("WP3003", DiagnosticSeverity.Error,
        "Library exposes a weak type",
        "'{0}' is part of the library's public surface but exposes type '{1}' of package '{2}', whose copy is linked into this library. Other assemblies could not use it. Make the member internal, or hide the type behind one of your own.");

    /// <summary>A linked type has the name of one of the consumer's own.</summary>
    public static readonly DiagnosticDescriptor Collision = new("WP3004", DiagnosticSeverity.Error,
        "Linked unit collides with the consumer's own type",
        "Type '{0}' of weak unit '{1}' from {2} can't be linked: '{3}' declares a type of that name itself{4}. Rename yours, or do without one of them.");

    /// <summary>Two packages hold units of one name and different content.</summary>
    public static readonly DiagnosticDescriptor TwoOrigins = new("WP3005", DiagnosticSeverity.Error,
        "Same unit from two origins",
        "Type '{0}' comes with different content from {1} and from {2}. Reference packages of versions that agree, or use the unit of one of them only.");

    /// <summary>A linked unit names what the consumer's references lack.</summary>
    public static readonly DiagnosticDescriptor UndefinedSymbol = new("WP3006", DiagnosticSeverity.Error,
        "Undefined symbol",
        "Weak unit '{0}' of '{1}' needs '{2}' (in '{3}'), {4}. Reference the version of '{5}' that the unit was compiled against, or one that is compatible; or do without the unit.");

    /// <summary>A literal text names a weak type for reflection, which does not find it.</summary>
    public static readonly DiagnosticDescriptor NamedByText = new("WP3009", DiagnosticSeverity.Warning,
        "Reflection names a weak type by text",
        "'{0}' names weak type '{1}' by the text \"{2}\", {3}. {4}.");

    /// <summary>The project asks for copies of a visibility that it can't have.</summary>
    public static readonly DiagnosticDescriptor CopyVisibility = new("WP3010", DiagnosticSeverity.Error,
        "Visibility of copies can't be honoured",
        "WeakPackCopyVisibility is '{0}', but {1}. {2}.");

    /// <summary>A friend of a package uses internal strong code that names a weak type.</summary>
    public static readonly DiagnosticDescriptor FriendUsesWeak = new("WP3011", DiagnosticSeverity.Error,
        "Friend uses an internal member that exposes a weak unit",
        "'{0}' uses '{1}' of package '{2}', which {3}. This project has a copy of that type, which would not fit. {4}.");

    /// <summary>A linked unit needs a NuGet package that the consumer lacks.</summary>
    public static readonly DiagnosticDescriptor PackageNeeded = new("WP3007", DiagnosticSeverity.Error,
        "Linked unit needs a package",
        "Weak unit '{0}' of '{1}' needs the NuGet package '{2}' {3}. {4}, or do without the unit.");

    /// <summary>A package that is referenced for its weak units alone is needed all the same.</summary>
    public static readonly DiagnosticDescriptor NotWeakOnly = new("WP3008", DiagnosticSeverity.Error,
        "Package is needed though it is declared WeakOnly",
        "The reference to '{0}' says WeakOnly=\"true\", so '{0}' is not there at run time, but it is needed by {1}. Use weak units of it only, or take WeakOnly off the reference.");

    /// <summary>A linked unit's resource has the name of another one.</summary>
    public static readonly DiagnosticDescriptor ResourceCollision = new("WP3012", DiagnosticSeverity.Error,
        "Resource of a linked unit collides",
        "Resource '{0}' of weak unit '{1}' ({2}) can't be linked: '{3}' has, or links, a resource of that name with other content. Rename one of them.");

    /// <summary>Half of the SDK was imported, or in the wrong place. Told by its targets.</summary>
    public static readonly DiagnosticDescriptor WrongImport = new("WP3013", DiagnosticSeverity.Error,
        "WeakPack.Sdk is imported in part or in the wrong place",
        "{0}");

    /// <summary>An item that would send a native library where a weak unit goes is faulty.</summary>
    public static readonly DiagnosticDescriptor NativeLibraryItem = new("WP3014", DiagnosticSeverity.Error,
        "Native library can't go with a weak unit",
        "WeakNativeLibrary '{0}' can't go with a weak unit: {1}. {2}.");

    /// <summary>The native library of a linked unit is not there, or is another one.</summary>
    public static readonly DiagnosticDescriptor NativeLibraryUnusable = new("WP3015", DiagnosticSeverity.Error,
        "Native library of a linked unit can't be used",
        "{0} brings native library '{1}' for {2}, but {3}. {4}.");

    /// <summary>A reference's WeakOnly or WeakPackKeep is neither true nor false. Told by the targets.</summary>
    public static readonly DiagnosticDescriptor NeitherTrueNorFalse = new("WP3016", DiagnosticSeverity.Error,
        "Reference says neither true nor false",
        "{0}");

    /// <summary>A linked unit passes to native code what another assembly passes otherwise.</summary>
    public static readonly DiagnosticDescriptor MarshalledOtherwise = new("WP3017", DiagnosticSeverity.Error,
        "Linked unit would be marshalled otherwise",
        "Weak unit '{0}' of '{1}' exchanges with native code what depends on [assembly: DisableRuntimeMarshalling], in {2}: {3}, so other data would be passed. {4}, or do without the unit.");

    /// <summary>Code that travels meets objects of a type of which the package keeps its own.</summary>
    public static readonly DiagnosticDescriptor MeetsTwin = new("WP3018", DiagnosticSeverity.Warning,
        "Weak unit may meet the package's own objects of a type that travels",
        "'{0}' travels with weak unit '{1}' and uses internal type '{2}', which travels, too. But '{3}' stays in the package and {4} the package's own '{2}', for which a consumer's copy is a stranger. Make '{2}' public, so that there is but one, or mark '{3}' weak as well.");

    /// <summary>A unit's resource has translations, which are in other assemblies.</summary>
    public static readonly DiagnosticDescriptor TranslatedResource = new("WP3019", DiagnosticSeverity.Warning,
        "Translations of a weak unit's resource stay behind",
        "Resource '{0}' goes with weak unit '{1}', and its translations ({2}) do not: they are in satellites of '{3}', while the copy looks for those of its consumer. Consumers get the text of '{0}' in every culture. Keep the texts with strong code and pass them in, or do without translations.");

    /// <summary>A file can't be read or written.</summary>
    public static readonly DiagnosticDescriptor FileAccess = new("WP3100", DiagnosticSeverity.Error,
        "File can't be read or written",
        "{0}");

    /// <summary>The file is no assembly, or only part of one.</summary>
    public static readonly DiagnosticDescriptor UnreadableImportLibrary = new("WP3101", DiagnosticSeverity.Error,
        "Import library can't be read",
        "Import library '{0}' can't be read: {1}. It is damaged or was not written completely. Rebuild or restore the package '{2}'.");

    /// <summary>The file's bytes are not those that were written.</summary>
    public static readonly DiagnosticDescriptor WrongChecksum = new("WP3102", DiagnosticSeverity.Error,
        "Import library has a wrong checksum",
        "Import library '{0}' is damaged: its content does not match its checksum. Rebuild or restore the package '{1}'.");

    /// <summary>The file has a format that this version does not know.</summary>
    public static readonly DiagnosticDescriptor UnknownFormat = new("WP3103", DiagnosticSeverity.Error,
        "Import library has an unknown format",
        "Import library '{0}' has format {1}; this version of WeakPack.Sdk reads format {2}. Update WeakPack.Sdk in this project.");

    /// <summary>The unit was made for another target framework.</summary>
    public static readonly DiagnosticDescriptor IncompatibleFramework = new("WP3104", DiagnosticSeverity.Error,
        "Import library is for another target framework",
        "Import library '{0}' is for {1}, which {2} can't use, and {3} of it would be linked. Reference a build of package '{4}' for a framework that fits, or do without.");

    /// <summary>An input can't be read.</summary>
    public static readonly DiagnosticDescriptor UnreadableAssembly = new("WP3105", DiagnosticSeverity.Error,
        "Assembly can't be read",
        "'{0}' can't be read: {1}. {2}.");

    /// <summary>An attribute can't be read without an enum that no reference defines.</summary>
    public static readonly DiagnosticDescriptor UnknownEnum = new("WP3106", DiagnosticSeverity.Error,
        "Attribute with an unknown enum",
        "An attribute in '{0}' has a value of enum '{1}', which is in none of the references, so the attribute can't be read. Add a reference to the assembly that defines the enum.");

    /// <summary>The compiler signed the assembly, and its signature can't be made anew.</summary>
    public static readonly DiagnosticDescriptor CannotSign = new("WP3107", DiagnosticSeverity.Error,
        "Assembly can't be signed",
        "'{0}' has a strong name and can't be signed anew: {1}.");

    /// <summary>The input is none that compilers of managed languages write.</summary>
    public static readonly DiagnosticDescriptor UnlinkableImage = new("WP3108", DiagnosticSeverity.Error,
        "Assembly of a kind that can't be linked",
        "'{0}' can't be split or linked: {1}. {2}.");

    /// <summary>The compiler wrote debug data of Windows' own format.</summary>
    public static readonly DiagnosticDescriptor WindowsPdb = new("WP3109", DiagnosticSeverity.Warning,
        "Windows PDB can't be rewritten",
        "The compiler wrote a Windows PDB for '{0}', which can't be rewritten, so the result has no debug data. Set DebugType to 'portable' or 'embedded'; .NET Framework reads these too, from 4.7.2 on.");

    /// <summary>A name in a manifest is none, or would lead out of the package's folder.</summary>
    public static readonly DiagnosticDescriptor PathOutside = new("WP3110", DiagnosticSeverity.Error,
        "Import library names a file outside of its folder",
        "Import library '{0}' has '{1}' for a {2}, which {3}: it could lead to any file of this machine. It was not written by WeakPack.Sdk. Restore the package '{4}' from a source that you trust.");

    /// <summary>A bug of ours.</summary>
    public static readonly DiagnosticDescriptor InternalError = new("WP3111", DiagnosticSeverity.Error,
        "WeakPack.Sdk has failed",
        "WeakPack.Sdk has failed while it worked on '{0}', by a mistake of its own and not of yours: {1} in {2}. Please report this with the version ({3}) and the details that a build with -v:detailed shows. WeakPackEnabled=false builds the project without WeakPack.");

    /// <summary>A unit's content is not that of which the manifest has the hash.</summary>
    public static readonly DiagnosticDescriptor WrongHash = new("WP3112", DiagnosticSeverity.Error,
        "Linked unit has a wrong hash",
        "Import library '{0}' is not what was written: '{1}' of unit '{2}' does not match the hash that its manifest names. Rebuild the package '{3}', or restore it from a source that you trust.");

    /// <summary>An image in the cache is not what was put there.</summary>
    public static readonly DiagnosticDescriptor SpoiledImage = new("WP4001", DiagnosticSeverity.Warning,
        "Cached image is spoiled",
        "The image '{0}' in the cache is not what was put there, and is not used. '{1}' gets another. When this happens again, look at the disk, or clear the cache.");

    /// <summary>A linked unit was compiled with other overflow checking, or with less optimization, than its consumer.</summary>
    public static readonly DiagnosticDescriptor CompiledOtherwise = new("WP4002", DiagnosticSeverity.Warning,
        "Linked unit was compiled with other flags",
        "Linked from package '{1}': {0}, compiled {2}. This project is compiled {3}. Reference a build of '{1}' that is compiled {3}, or add WP4002 to NoWarn if the difference is meant.");

    /// <summary>Something about a project stands against images that are chosen when the program starts.</summary>
    public static readonly DiagnosticDescriptor NoStartupImages = new("WP4010", DiagnosticSeverity.Warning,
        "Images can't be chosen at startup",
        "The images of '{0}' can't be chosen when it starts (WeakPackImageSelect=startup): {1} It is published without that.");

    /// <summary>What stands for a level of instruction sets is no name of one.</summary>
    public static readonly DiagnosticDescriptor UnknownImageTarget = new("WP4011", DiagnosticSeverity.Warning,
        "Unknown level of instruction sets",
        "'{0}' is no level of instruction sets, and is passed over. Levels are base, native, x86-64-v2, x86-64-v3 and x86-64-v4. Mend it in WeakPackImageTargets, or in WEAKPACK_CPU_TARGET of the environment.");

    /// <summary>A property of package images has a value that nobody knows. Told by the targets.</summary>
    public static readonly DiagnosticDescriptor UnknownImageValue = new("WP4012", DiagnosticSeverity.Error,
        "Property of images has an unknown value",
        "{0}");

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        ImplicitImport, UnitInTwoPackages, RequiredContainsUnit, ImportLibraryNotFound, GlobalData, Initialization, WeakAndDenied, DeniedInPackage, Mismatch, CannotTravel,
        StrongExposesWeak, NotAUnit, ConsumerExposesWeak, Collision, TwoOrigins, UndefinedSymbol, PackageNeeded, NotWeakOnly, NamedByText, CopyVisibility, FriendUsesWeak, ResourceCollision, WrongImport, NativeLibraryItem, NativeLibraryUnusable, NeitherTrueNorFalse, MarshalledOtherwise, MeetsTwin, TranslatedResource,
        FileAccess, UnreadableImportLibrary, WrongChecksum, UnknownFormat, IncompatibleFramework, UnreadableAssembly, UnknownEnum,
        CannotSign, UnlinkableImage, WindowsPdb, PathOutside, InternalError, WrongHash,
        SpoiledImage, CompiledOtherwise, NoStartupImages, UnknownImageTarget, UnknownImageValue,
    ];
}
