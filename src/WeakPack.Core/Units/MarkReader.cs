using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>Finds the units that attributes and the project's marks name, and reports marks that name none.</summary>
internal sealed class MarkReader(PackageModule module, UnitMarks marks)
{
    /// <summary>The namespace of the attributes; their assembly is never looked at, so a source copy of them serves as well.</summary>
    public const string WeakAttribute = "WeakPack.WeakPackageUnitAttribute";

    public const string DenyAttribute = "WeakPack.DenyPackageUnitAttribute";

    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);
    private readonly HashSet<GraphNode> _marked = [];
    private readonly List<Diagnostic> _diagnostics = [];

    private MetadataReader Reader => module.Image.Reader;

    /// <summary>The weak units by name, and what is wrong with the marks.</summary>
    public (IReadOnlyList<Unit> Units, IReadOnlyList<Diagnostic> Diagnostics) Read()
    {
        foreach (var type in Reader.TypeDefinitions)
            ReadAttributes(type);
        ReadUnits();
        ReadNamespaces();
        ReadFiles();
        return ([.. _units.Values.OrderBy(unit => unit.Name, StringComparer.Ordinal)], _diagnostics);
    }

    private void ReadAttributes(TypeDefinitionHandle handle)
    {
        var attributes = Reader.GetTypeDefinition(handle).GetCustomAttributes();
        var isDenied = module.Image.HasAttribute(attributes, DenyAttribute);
        var isWeak = false;
        foreach (var attribute in attributes)
        {
            if (module.Image.AttributeName(attribute) != WeakAttribute)
                continue;

            if (module.Image.TopLevel(handle) != handle)
            {
                Report(handle, "Type '{0}' is marked weak but nested, and a nested type is part of its outer type's unit. Mark the outer type, or move this one out of it.");
            }
            else if (Mark(handle, UnitName(attribute)) && isDenied)
            {
                isWeak = true;
                _diagnostics.Add(Diagnostic.Create(Descriptors.WeakAndDenied, module.Symbols.LocationOf(handle), module.Image.Describe(handle)));
            }
        }

        if (isDenied && !isWeak && !module.IsExecutable)
        {
            _diagnostics.Add(Diagnostic.Create(Descriptors.DeniedInPackage, module.Symbols.LocationOf(handle),
                module.Image.Describe(handle), module.Image.AssemblyName));
        }
    }

    private string? UnitName(CustomAttributeHandle attribute)
    {
        var blob = Reader.GetBlobReader(Reader.GetCustomAttribute(attribute).Value);
        blob.ReadUInt16(); // the prolog
        return blob.RemainingBytes > 2 ? blob.ReadSerializedString() : null;
    }

    private void ReadUnits()
    {
        foreach (var name in marks.Units)
        {
            if (module.Image.FindTopLevel(name) is { } type)
                Mark(type, null);
            else
                ReportProject(ProjectMark.OfUnit(name), $"<WeakUnit Include=\"{name}\" /> names no top-level type of '{module.Image.AssemblyName}'. {Advice(name)}");
        }
    }

    private string Advice(string name)
    {
        var generic = module.Image.TopLevelTypes.Select(module.Image.FullName).FirstOrDefault(type => type.StartsWith(name + "`", StringComparison.Ordinal));
        if (generic is not null)
            return $"A generic type's name ends in the number of its parameters: write '{generic}'.";

        var nested = Reader.TypeDefinitions.FirstOrDefault(type => module.Image.FullName(type).Replace('+', '.') == name.Replace('+', '.'));
        return nested.IsNil
            ? "Write its full name, with the namespace."
            : $"A nested type is part of its outer type's unit: mark '{module.Image.FullName(module.Image.TopLevel(nested))}', or move it out.";
    }

    private void ReadNamespaces()
    {
        foreach (var mark in marks.Namespaces)
        {
            var types = AuthoredTypes().Where(type => IsIn(mark.Namespace, Reader.GetString(Reader.GetTypeDefinition(type).Namespace))).ToList();
            if (types.Count == 0)
                ReportProject(ProjectMark.OfNamespace(mark.Namespace), $"<WeakNamespace Include=\"{mark.Namespace}\" /> names a namespace without types in '{module.Image.AssemblyName}'. Check its spelling, or remove it.");

            var names = types.Select(module.Image.FullName).ToList();
            foreach (var exception in mark.Except.Where(exception => !names.Contains(exception)))
                ReportProject(ProjectMark.OfException(exception), $"Except=\"{exception}\" of <WeakNamespace Include=\"{mark.Namespace}\" /> names no type in that namespace. Write its full name, or remove it.");

            foreach (var type in types.Where(type => !mark.Except.Contains(module.Image.FullName(type))))
                Mark(type, null);
        }
    }

    private void ReadFiles()
    {
        if (marks.Files.Count == 0)
            return;

        var documents = AuthoredTypes()
            .SelectMany(type => module.Symbols.DocumentsOf(type).DefaultIfEmpty("").Select(document => (Type: type, Document: document)))
            .ToLookup(pair => pair.Document.Replace('\\', '/'), pair => pair.Type, StringComparer.OrdinalIgnoreCase);
        var placeless = documents[""].Where(type => FSharp.Declares(module.Image, type)).ToList();
        foreach (var file in marks.Files)
        {
            var types = documents[file.Document.Replace('\\', '/')].Distinct().ToList();
            if (placeless.Count > 0 && FSharpDeclarations.Read(file.Path ?? file.Document) is { } declared)
                types.AddRange(placeless.Where(type => declared.Has(Reader.GetString(Reader.GetTypeDefinition(type).Namespace), Reader.GetString(Reader.GetTypeDefinition(type).Name))));
            if (types.Count == 0)
                ReportProject(ProjectMark.OfFile(file.Path ?? file.Document), $"'{file.Path ?? file.Document}' has WeakUnit=\"true\" but no type can be found in it. A file is matched through the debug data, so DebugType must not be 'none'; or mark the types by [WeakPackageUnit].");
            foreach (var type in types)
                Mark(type, null);
        }
    }

    private IEnumerable<TypeDefinitionHandle> AuthoredTypes() =>
        module.Graph.Nodes
            .Where(node => node is { IsHelper: false, Shell: null } && node.Name != "<Module>")
            .Select(node => (TypeDefinitionHandle)node.Definition)
            .Where(type => !FSharp.IsStartupClass(module.Image, type));

    private bool Mark(TypeDefinitionHandle type, string? unitName)
    {
        if (module.IsExecutable)
        {
            Report(type, "Type '{0}' is marked weak but '{1}' is an executable, which nobody links from. Move the type into a library, or remove the mark.");
            return false;
        }

        var node = module.Graph.NodeOf(type);
        if (!_marked.Add(node))
            return true;

        unitName ??= node.Name;
        if (!_units.TryGetValue(unitName, out var unit))
            _units.Add(unitName, unit = new Unit(unitName, module));
        unit.Types.Add(node);
        return true;
    }

    private static bool IsIn(string outer, string space) =>
        space == outer || (space.StartsWith(outer, StringComparison.Ordinal) && space[outer.Length] == '.');

    private void Report(TypeDefinitionHandle type, string message) =>
        _diagnostics.Add(Diagnostic.Create(Descriptors.NotAUnit, module.Symbols.LocationOf(type),
            string.Format(System.Globalization.CultureInfo.InvariantCulture, message, module.Image.Describe(type), module.Image.AssemblyName)));

    private void ReportProject(ProjectMark mark, string message) => _diagnostics.Add(Diagnostic.Create(Descriptors.NotAUnit, PlaceOf(mark), message));

    private SourceLocation? PlaceOf(ProjectMark mark) =>
        marks.ProjectFiles.Where(File.Exists)
            .Select(file => mark.FindIn(File.ReadAllText(file)) is var (line, column) ? new SourceLocation(file, line, column) : null)
            .FirstOrDefault(place => place is not null);
}
