using Mono.Cecil;
using Mono.Cecil.Cil;

namespace WeakPack.Linking;

/// <summary>Copies a method's IL, instruction by instruction and in the same encoding: so the offsets in its debug data stay true.</summary>
internal sealed class BodyCopier(ReferenceMapper mapper)
{
    public void Copy(MethodDefinition from, MethodDefinition to)
    {
        var original = from.Body;
        var copy = to.Body = new MethodBody(to) { InitLocals = original.InitLocals, MaxStackSize = original.MaxStackSize };
        foreach (var variable in original.Variables)
            copy.Variables.Add(new VariableDefinition(mapper.Map(variable.VariableType)));

        var copies = CopyInstructions(original, copy);
        foreach (var handler in original.ExceptionHandlers)
        {
            copy.ExceptionHandlers.Add(new ExceptionHandler(handler.HandlerType)
            {
                TryStart = copies.Find(handler.TryStart),
                TryEnd = copies.Find(handler.TryEnd),
                HandlerStart = copies.Find(handler.HandlerStart),
                HandlerEnd = copies.Find(handler.HandlerEnd),
                FilterStart = copies.Find(handler.FilterStart),
                CatchType = handler.CatchType is { } type ? mapper.Map(type) : null,
            });
        }
    }

    /// <summary>A body that only throws, for where a signature is wanted and no code.</summary>
    public static void Stub(MethodDefinition method)
    {
        var il = (method.Body = new MethodBody(method)).GetILProcessor();
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Throw);
    }

    private InstructionMap CopyInstructions(MethodBody original, MethodBody copy)
    {
        var copies = new InstructionMap(original.Instructions.Count);
        foreach (var instruction in original.Instructions)
        {
            var made = Instruction.Create(OpCodes.Nop);
            made.OpCode = instruction.OpCode;
            made.Offset = instruction.Offset;
            copies.Add(instruction, made);
            copy.Instructions.Add(made);
        }

        foreach (var instruction in original.Instructions)
            copies.Find(instruction)!.Operand = MapOperand(instruction, copy, copies);
        return copies;
    }

    private object? MapOperand(Instruction instruction, MethodBody copy, InstructionMap copies) => instruction.OpCode.OperandType switch
    {
        OperandType.InlineNone or OperandType.InlineString
            or OperandType.InlineI or OperandType.InlineI8 or OperandType.InlineR
            or OperandType.ShortInlineI or OperandType.ShortInlineR => instruction.Operand,
        OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget => copies.Find((Instruction?)instruction.Operand),
        OperandType.InlineSwitch => ((Instruction[])instruction.Operand).Select(copies.Find).ToArray(),
        OperandType.InlineVar or OperandType.ShortInlineVar => copy.Variables[((VariableDefinition)instruction.Operand).Index],
        OperandType.InlineArg or OperandType.ShortInlineArg => MapParameter((ParameterDefinition)instruction.Operand, copy),
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineSig =>
            mapper.Map((IMetadataTokenProvider)instruction.Operand),
        var unknown => throw new NotSupportedException($"An operand of kind {unknown}."),
    };

    private static ParameterDefinition MapParameter(ParameterDefinition parameter, MethodBody copy) =>
        parameter.Index < 0 ? copy.ThisParameter : copy.Method.Parameters[parameter.Index];

    /// <summary>The copy of each instruction; the end of the code is null in both.</summary>
    private sealed class InstructionMap(int capacity)
    {
        private readonly Dictionary<Instruction, Instruction> _copies = new(capacity);

        public void Add(Instruction original, Instruction copy) => _copies.Add(original, copy);

        public Instruction? Find(Instruction? original) => original is null ? null : _copies[original];
    }
}
