using Mono.Cecil;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>Lets copied P/Invokes look for their libraries where the package's <c>[assembly: DefaultDllImportSearchPaths]</c> says: each copy has it as its own.</summary>
/// <remarks>A package that says nothing leaves it to the consumer, whose author said it of all that his assembly loads.</remarks>
internal sealed class SearchPathCopier(ReferenceMapper mapper, ModuleDefinition source)
{
    private readonly CustomAttribute? _ofAssembly = Find(source.Assembly);

    public void Copy(MethodDefinition original, MethodDefinition copy)
    {
        if (_ofAssembly is not null && original.IsPInvokeImpl && Find(original) is null)
            copy.CustomAttributes.Add(new CustomAttribute(mapper.Map(_ofAssembly.Constructor), _ofAssembly.GetBlob()));
    }

    private static CustomAttribute? Find(ICustomAttributeProvider owner) =>
        owner.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.FullName == DllSearchPaths.AttributeName);
}
