using System.Reflection.Metadata;
using WeakPack.Metadata;

namespace WeakPack.Marshalling;

/// <summary>What becomes of a value on its way to native code, as far as that depends on whether its assembly disables runtime marshalling.</summary>
internal enum NativeForm
{
    /// <summary>The bytes that it has, in any case: numbers and pointers.</summary>
    Plain,

    /// <summary>One byte when marshalling is disabled, otherwise four unless it is told to be one.</summary>
    Boolean,

    /// <summary>Two bytes when marshalling is disabled, otherwise one unless it is told to be two.</summary>
    Character,

    /// <summary>A struct whose fields are the same in any case.</summary>
    Structure,

    /// <summary>Converted, or refused when marshalling is disabled.</summary>
    Converted,
}

/// <summary>A type in a signature.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Owner">For a struct: where it is defined.</param>
/// <param name="Definition">For a struct: its definition there.</param>
internal sealed record NativeType(NativeForm Form, MetadataImage? Owner = null, TypeDefinitionHandle Definition = default);
