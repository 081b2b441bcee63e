using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Images;

/// <summary>What of a program's images can be chosen when it starts, by its module initializer.</summary>
public static class StartupSelection
{
    private const string Resolver = "WeakPack.ImagesAtStartup";

    /// <summary>The program was compiled with the code that chooses.</summary>
    /// <exception cref="BadImageFormatException">It is no managed assembly.</exception>
    public static bool IsIn(AssemblyImage program)
    {
        using var image = new MetadataImage(program);
        return image.FindTopLevel(Resolver) is not null;
    }

    /// <summary>The assemblies that the runtime needs before any code of the program has run, by simple name.</summary>
    /// <remarks>
    /// It loads the class of Main, and with it what that class derives from, implements, and has for fields, and then runs the module
    /// initializers, whose classes it loads likewise. A class of an assembly brings classes of those that the assembly refers to.
    /// </remarks>
    /// <param name="program">The program.</param>
    /// <param name="shipped">Paths of other assemblies that are shipped with it.</param>
    /// <exception cref="BadImageFormatException">One is no managed assembly.</exception>
    /// <exception cref="IOException">One can't be read.</exception>
    public static IReadOnlyCollection<string> NeededBefore(AssemblyImage program, IEnumerable<string> shipped)
    {
        using var image = new MetadataImage(program);
        var needed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<string>(new EarlyTypes(image).Assemblies());
        var known = shipped.GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        while (queue.Count > 0)
        {
            var name = queue.Dequeue();
            if (!needed.Add(name) || !known.TryGetValue(name, out var path))
                continue;
            using var reference = new MetadataImage(new(path, File.ReadAllBytes(path)));
            foreach (var handle in reference.Reader.AssemblyReferences)
                queue.Enqueue(reference.Reader.GetString(reference.Reader.GetAssemblyReference(handle).Name));
        }

        return needed;
    }

    private sealed class EarlyTypes(MetadataImage image)
    {
        private readonly MetadataReader _reader = image.Reader;
        private readonly HashSet<TypeDefinitionHandle> _seen = [];
        private readonly HashSet<string> _assemblies = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Assemblies()
        {
            foreach (var method in _reader.MethodDefinitions.Where(method => IsEntryPoint(method) || IsModuleInitializer(_reader.GetMethodDefinition(method))))
                Load(_reader.GetMethodDefinition(method).GetDeclaringType());
            return _assemblies;
        }

        private bool IsEntryPoint(MethodDefinitionHandle method) =>
            MetadataTokens.GetToken(method) == image.Pe.PEHeaders.CorHeader!.EntryPointTokenOrRelativeVirtualAddress;

        private bool IsModuleInitializer(MethodDefinition method) =>
            method.GetCustomAttributes().Select(_reader.GetCustomAttribute).Any(attribute => AttributeName(attribute.Constructor) == "ModuleInitializerAttribute");

        // The compiler takes an attribute of that name from wherever it comes.
        private string AttributeName(EntityHandle constructor) => constructor.Kind switch
        {
            HandleKind.MemberReference when _reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } parent =>
                _reader.GetString(_reader.GetTypeReference((TypeReferenceHandle)parent).Name),
            HandleKind.MethodDefinition => _reader.GetString(_reader.GetTypeDefinition(_reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name),
            _ => "",
        };

        private void Load(EntityHandle type)
        {
            switch (type.Kind)
            {
                case HandleKind.TypeDefinition:
                    if (_seen.Add((TypeDefinitionHandle)type))
                        Load(_reader.GetTypeDefinition((TypeDefinitionHandle)type));
                    break;
                case HandleKind.TypeReference:
                    Load(_reader.GetTypeReference((TypeReferenceHandle)type).ResolutionScope);
                    break;
                case HandleKind.TypeSpecification:
                    LoadAll(TypeTokens.InTypeSpecification(_reader, _reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature));
                    break;
                case HandleKind.AssemblyReference:
                    _assemblies.Add(_reader.GetString(_reader.GetAssemblyReference((AssemblyReferenceHandle)type).Name));
                    break;
                case HandleKind.ModuleDefinition or HandleKind.ModuleReference or HandleKind.ExportedType:
                    break;
                default:
                    throw new BadImageFormatException($"A type of kind {type.Kind}.");
            }
        }

        private void Load(TypeDefinition type)
        {
            if (!type.BaseType.IsNil)
                Load(type.BaseType);
            LoadAll(type.GetInterfaceImplementations().Select(handle => _reader.GetInterfaceImplementation(handle).Interface));
            LoadAll(type.GetFields().SelectMany(handle => TypeTokens.In(_reader, _reader.GetFieldDefinition(handle).Signature)));
        }

        private void LoadAll(IEnumerable<EntityHandle> types)
        {
            foreach (var type in types)
                Load(type);
        }
    }
}
