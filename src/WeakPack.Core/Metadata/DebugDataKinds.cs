namespace WeakPack.Metadata;

/// <summary>Kinds of custom debug information, as the Portable PDB format numbers them.</summary>
/// <remarks>https://github.com/dotnet/runtime/blob/main/docs/design/specs/PortablePdb-Metadata.md</remarks>
internal static class DebugDataKinds
{
    /// <summary>The documents of a type that has no code: the only trace of its file.</summary>
    public static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>Where an async method waits and goes on.</summary>
    public static readonly Guid AsyncMethodStepping = new("54FD2AC5-E925-401A-9C2A-F94F171072F8");

    /// <summary>From where source files are to be had.</summary>
    public static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static readonly Guid CompilationOptions = new("B5FEEC05-8CD0-4A83-96DA-466284BB4BD8");

    public static readonly Guid CompilationMetadataReferences = new("7E4D4708-096E-4C5C-AEDA-CB10BA6A740D");
}
