using System.Collections.Frozen;
using System.Globalization;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>A method body as text, its operands by name.</summary>
internal sealed class IlText(MetadataReader metadata, MetadataNames names)
{
    private static readonly FrozenDictionary<ushort, OpCode> s_opCodes =
        typeof(OpCodes).GetFields().Select(f => f.GetValue(null)).OfType<OpCode>().ToFrozenDictionary(o => (ushort)o.Value);

    /// <summary>A string as a line holds it, whatever is in it.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            if (letter is >= ' ' and < '\x7f' and not '"' and not '\\')
                quoted.Append(letter);
            else
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }

        return quoted.Append('"').ToString();
    }

    public IEnumerable<string> Of(MethodBodyBlock body)
    {
        var lines = new List<string>();
        var il = body.GetILReader();
        var ends = new HashSet<int>();
        var targets = new HashSet<int>();
        while (il.RemainingBytes > 0)
        {
            var offset = il.Offset;
            ends.Add(offset);
            var opCode = ReadOpCode(ref il);
            var operand = Operand(opCode, ref il, targets);
            var initializes = opCode == OpCodes.Localloc && body.LocalVariablesInitialized ? " init" : "";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{offset:x4} {opCode.Name}{operand}{initializes}"));
        }

        if (!targets.IsSubsetOf(ends))
            throw new BadImageFormatException("A branch leads into the middle of an instruction.");
        return lines;
    }

    private static OpCode ReadOpCode(ref BlobReader il)
    {
        ushort value = il.ReadByte();
        if (value == 0xFE)
            value = (ushort)(0xFE00 | il.ReadByte());
        return s_opCodes.TryGetValue(value, out var opCode)
            ? opCode
            : throw new BadImageFormatException($"Unknown instruction: {value:x}");
    }

    private static string Target(int target, HashSet<int> targets)
    {
        targets.Add(target);
        return target.ToString("x4", CultureInfo.InvariantCulture);
    }

    private static string Number(long value) => " " + value.ToString(CultureInfo.InvariantCulture);

    private string Operand(OpCode opCode, ref BlobReader il, HashSet<int> targets)
    {
        switch (opCode.OperandType)
        {
            case OperandType.InlineNone: return "";
            case OperandType.ShortInlineI: return Number(opCode == OpCodes.Ldc_I4_S ? il.ReadSByte() : il.ReadByte());
            case OperandType.InlineI: return Number(il.ReadInt32());
            case OperandType.InlineI8: return Number(il.ReadInt64());
            case OperandType.ShortInlineR: return Number(BitConverter.SingleToInt32Bits(il.ReadSingle()));
            case OperandType.InlineR: return Number(BitConverter.DoubleToInt64Bits(il.ReadDouble()));
            case OperandType.ShortInlineVar: return Number(il.ReadByte());
            case OperandType.InlineVar: return Number(il.ReadUInt16());
            case OperandType.ShortInlineBrTarget:
                var near = il.ReadSByte();
                return " " + Target(il.Offset + near, targets);
            case OperandType.InlineBrTarget:
                var far = il.ReadInt32();
                return " " + Target(il.Offset + far, targets);
            case OperandType.InlineSwitch:
                var jumps = new int[il.ReadInt32()];
                for (var i = 0; i < jumps.Length; i++)
                    jumps[i] = il.ReadInt32();
                var origin = il.Offset;
                return $" ({string.Join(", ", jumps.Select(j => Target(origin + j, targets)))})";
            case OperandType.InlineString:
                return " " + Quoted(metadata.GetUserString((UserStringHandle)MetadataTokens.Handle(il.ReadInt32())));
            case OperandType.InlineType: return " " + names.Type(Token(ref il));
            case OperandType.InlineMethod: return " " + names.Method(Token(ref il));
            case OperandType.InlineField: return " " + names.Field(Token(ref il));
            case OperandType.InlineTok: return " " + names.Any(Token(ref il));
            case OperandType.InlineSig:
                var signature = metadata.GetStandaloneSignature((StandaloneSignatureHandle)Token(ref il));
                return " " + MetadataNames.Signature(signature.DecodeMethodSignature(names, null));
            default: throw new BadImageFormatException($"Unknown operand: {opCode.OperandType}");
        }
    }

    private static EntityHandle Token(ref BlobReader il) => MetadataTokens.EntityHandle(il.ReadInt32());
}
