using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using WeakPack.DebugData;
using WeakPack.Metadata;
using WeakPack.Modules;
using AssemblyDefinition = Mono.Cecil.AssemblyDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;

namespace WeakPack.Damage;

/// <summary>Reads all of a file with both readers, to find out whether it is damaged. It takes long, so it is done when something has failed.</summary>
internal static class FileAudit
{
    /// <summary>What is wrong with an image or its PDB; null when all of it can be read, and written again.</summary>
    public static string? Problem(AssemblyImage file)
    {
        try
        {
            using var image = MetadataImage.OpenForeign(file);
            using var pdb = PortablePdb.Open(image.Pe, file.Symbols);
            TableAudit.Run(image.Reader, rows: image.Reader, "");
            CheckNames(image);
            CheckAccessors(image.Reader);
            CheckModules(image.Reader);
            StrongName.Place(image.Pe, file.Bytes.Length);
            WriteCheck.Run(image.Pe);
            if (Win32Resources.Are(image.Pe))
                Win32Resources.Move(image.Pe, address: 0);
            CodeAudit.Run(image);
            if (pdb is not null)
            {
                TableAudit.Run(pdb.Reader, rows: image.Reader, "its PDB is damaged: ");
                DebugAudit.Run(pdb.Reader, image.Reader);
            }

            ReadAndWrite(file, image.Reader);
            return null;
        }
        catch (BadImageFormatException error)
        {
            return error.Message.TrimEnd('.');
        }
        catch (Exception error) when (error is not (UnauthorizedAccessException or IOException) or EndOfStreamException)
        {
            // The readers don't tell what they met, but for the kind of their own failure. No code of ours runs here that decides anything.
            return $"its metadata is damaged ({error.GetType().Name})";
        }
    }

    private static void CheckNames(MetadataImage image)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (image.Reader.TypeDefinitions.Select(image.FullName).FirstOrDefault(name => !names.Add(name)) is { } twice)
            throw new BadImageFormatException($"it has two types of the name '{twice}'");
    }

    private static void CheckAccessors(MetadataReader reader)
    {
        foreach (var type in reader.TypeDefinitions)
        {
            foreach (var property in reader.GetTypeDefinition(type).GetProperties())
            {
                var accessors = reader.GetPropertyDefinition(property).GetAccessors();
                if (new[] { accessors.Getter, accessors.Setter }.Any(accessor => !accessor.IsNil && reader.GetMethodDefinition(accessor).GetDeclaringType() != type))
                    throw new BadImageFormatException("a property has an accessor of another type");
            }
        }
    }

    // ECMA-335 II.22.38: a type can be in another module of the same assembly, which is a file that the assembly names.
    private static void CheckModules(MetadataReader reader)
    {
        var files = new HashSet<string>(reader.AssemblyFiles.Select(file => reader.GetString(reader.GetAssemblyFile(file).Name)), StringComparer.OrdinalIgnoreCase);
        foreach (var type in reader.TypeReferences)
        {
            if (reader.GetTypeReference(type).ResolutionScope is { Kind: HandleKind.ModuleReference } module && !files.Contains(reader.GetString(reader.GetModuleReference((ModuleReferenceHandle)module).Name)))
                throw new BadImageFormatException("a type is said to be in a module that the assembly does not have");
        }
    }

    // Cecil has ideas of its own of what is sound, and meets some of it only when it writes.
    private static void ReadAndWrite(AssemblyImage file, MetadataReader reader)
    {
        using var decoded = Open(file);
        foreach (var method in decoded.GetTypes().SelectMany(type => type.Methods))
            _ = method.HasBody ? method.Body.Instructions : null;
        CheckTypeParameters(decoded, reader);
        decoded.Write(new MemoryStream());

        // Bodies that nobody has looked at are written otherwise.
        using var undecoded = Open(file);
        undecoded.Write(new MemoryStream());
    }

    // Where the signature of a reference to a member numbers a type parameter that is not there, Cecil adds it to the type.
    private static void CheckTypeParameters(ModuleDefinition decoded, MetadataReader reader)
    {
        foreach (var type in decoded.GetTypes())
        {
            if (type.GenericParameters.Count != reader.GetTypeDefinition(MetadataTokens.TypeDefinitionHandle((int)type.MetadataToken.RID)).GetGenericParameters().Count)
                throw new BadImageFormatException("a signature names a type parameter that is not there");
        }
    }

    // Deferred: attributes stay blobs. To read them Cecil would want other files, which may be the damaged ones.
    private static ModuleDefinition Open(AssemblyImage file)
    {
        var module = ModuleDefinition.ReadModule(new MemoryStream(file.Bytes, writable: false), new ReaderParameters(ReadingMode.Deferred) { AssemblyResolver = new NoResolver() });
        foreach (var type in module.GetTypes())
        {
            foreach (var owner in type.Fields.Cast<IConstantProvider>().Concat(type.Properties).Concat(type.Methods.SelectMany(method => method.Parameters)).Where(owner => owner.HasConstant))
            {
                // It is read. To write it Cecil would look for its enum.
                CheckConstant(owner);
                owner.HasConstant = false;
            }
        }

        return module;
    }

    // Of a text Cecil writes what it takes for one.
    private static void CheckConstant(IConstantProvider owner)
    {
        var type = owner switch
        {
            Mono.Cecil.FieldDefinition field => field.FieldType,
            Mono.Cecil.PropertyDefinition property => property.PropertyType,
            ParameterDefinition parameter => parameter.ParameterType,
            _ => throw new InvalidOperationException($"A {owner.GetType().Name} has no constant."),
        };
        while (type is IModifierType or ByReferenceType)
            type = ((Mono.Cecil.TypeSpecification)type).ElementType;
        if (type.MetadataType == MetadataType.String && owner.Constant is not (null or string))
            throw new BadImageFormatException("a text has a constant that is none");
    }

    private sealed class NoResolver : IAssemblyResolver
    {
        public AssemblyDefinition Resolve(AssemblyNameReference name) => throw new AssemblyResolutionException(name);

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => throw new AssemblyResolutionException(name);

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
