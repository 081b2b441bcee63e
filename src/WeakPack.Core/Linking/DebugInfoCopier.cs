using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace WeakPack.Linking;

/// <summary>Copies a method's debug data: documents, sequence points, scopes with their names, state machines.</summary>
/// <remarks>A copied body has the layout of its original, so offsets stay what they are.</remarks>
internal sealed class DebugInfoCopier(ReferenceMapper mapper)
{
    private readonly Dictionary<Document, Document> _documents = [];
    private readonly Dictionary<ImportDebugInformation, ImportDebugInformation> _imports = [];

    public void Copy(MethodDefinition from, MethodDefinition to)
    {
        var original = from.DebugInformation;
        var copy = to.DebugInformation;
        var instructions = to.Body.Instructions.ToDictionary(instruction => instruction.Offset);
        foreach (var point in original.SequencePoints)
            copy.SequencePoints.Add(Copy(point, instructions));
        if (original.Scope is { } scope)
            copy.Scope = Copy(scope, to.Body);
        if (original.StateMachineKickOffMethod is { } kickOff)
            copy.StateMachineKickOffMethod = mapper.CopyOf(kickOff);
        Copy(from, to, information => Copy(information, to.Body));
    }

    /// <summary>Copies debug data that compilers attach to anything: blobs under a GUID.</summary>
    public static void CopyBlobs(ICustomDebugInformationProvider from, ICustomDebugInformationProvider to) => Copy(from, to, CopyBlob);

    private static void Copy(ICustomDebugInformationProvider from, ICustomDebugInformationProvider to, Func<CustomDebugInformation, CustomDebugInformation> copy)
    {
        if (!from.HasCustomDebugInformations)
            return;
        foreach (var information in from.CustomDebugInformations)
            to.CustomDebugInformations.Add(copy(information));
    }

    private SequencePoint Copy(SequencePoint point, Dictionary<int, Instruction> instructions) =>
        new(instructions[point.Offset], Copy(point.Document))
        {
            StartLine = point.StartLine,
            StartColumn = point.StartColumn,
            EndLine = point.EndLine,
            EndColumn = point.EndColumn,
        };

    private Document Copy(Document document)
    {
        if (_documents.TryGetValue(document, out var known))
            return known;

        var copy = new Document(document.Url)
        {
            TypeGuid = document.TypeGuid,
            HashAlgorithmGuid = document.HashAlgorithmGuid,
            LanguageGuid = document.LanguageGuid,
            LanguageVendorGuid = document.LanguageVendorGuid,
            Hash = document.Hash,
        };
        CopyBlobs(document, copy);
        return _documents[document] = copy;
    }

    private ScopeDebugInformation Copy(ScopeDebugInformation scope, MethodBody body)
    {
        var copy = new ScopeDebugInformation(body.Instructions[0], null)
        {
            Start = new InstructionOffset(scope.Start.Offset),
            End = scope.End,
            Import = Copy(scope.Import),
        };
        CopyBlobs(scope, copy);
        foreach (var variable in scope.Variables)
        {
            var mapped = new VariableDebugInformation(body.Variables[variable.Index], variable.Name) { Attributes = variable.Attributes };
            CopyBlobs(variable, mapped);
            copy.Variables.Add(mapped);
        }

        foreach (var constant in scope.Constants)
        {
            var mapped = new ConstantDebugInformation(constant.Name, mapper.Map(constant.ConstantType), constant.Value);
            CopyBlobs(constant, mapped);
            copy.Constants.Add(mapped);
        }

        foreach (var inner in scope.Scopes)
            copy.Scopes.Add(Copy(inner, body));
        return copy;
    }

    private ImportDebugInformation? Copy(ImportDebugInformation? import)
    {
        if (import is null)
            return null;
        if (_imports.TryGetValue(import, out var known))
            return known;

        var copy = new ImportDebugInformation { Parent = Copy(import.Parent) };
        foreach (var target in import.Targets)
        {
            copy.Targets.Add(new ImportTarget(target.Kind)
            {
                Alias = target.Alias,
                Namespace = target.Namespace,
                Type = target.Type is { } type ? mapper.Map(type) : null,
                AssemblyReference = target.AssemblyReference is { } assembly ? mapper.Map(assembly) : null,
            });
        }

        CopyBlobs(import, copy);
        return _imports[import] = copy;
    }

    private CustomDebugInformation Copy(CustomDebugInformation information, MethodBody body)
    {
        switch (information)
        {
            case AsyncMethodBodyDebugInformation original:
                var copy = new AsyncMethodBodyDebugInformation { CatchHandler = original.CatchHandler };
                AddAll(copy.Yields, original.Yields);
                AddAll(copy.Resumes, original.Resumes);
                AddAll(copy.ResumeMethods, original.ResumeMethods.Select(method => mapper.CopyOf(method) ?? method));
                return copy;
            case StateMachineScopeDebugInformation original:
                var scopes = new StateMachineScopeDebugInformation();
                AddAll(scopes.Scopes, original.Scopes.Select(scope => new StateMachineScope(body.Instructions[0], null) { Start = scope.Start, End = scope.End }));
                return scopes;
            default:
                return CopyBlob(information);
        }
    }

    private static CustomDebugInformation CopyBlob(CustomDebugInformation information) => information switch
    {
        BinaryCustomDebugInformation binary => new BinaryCustomDebugInformation(binary.Identifier, binary.Data),
        EmbeddedSourceDebugInformation source => new EmbeddedSourceDebugInformation(source.Content, source.Compress),
        _ => throw new NotSupportedException($"Debug data of kind {information.Kind} on something that is no method."),
    };

    private static void AddAll<T>(Collection<T> to, IEnumerable<T> from)
    {
        foreach (var item in from)
            to.Add(item);
    }
}
