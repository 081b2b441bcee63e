using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>The metadata tokens in a method's IL (ECMA-335 III.1.2), without decoding anything else.</summary>
internal static class IlTokens
{
    private const OperandType Undefined = (OperandType)0xFF;

    private static readonly OperandType[] OneByte = [.. Enumerable.Repeat(Undefined, 0x100)];
    private static readonly OperandType[] TwoByte = [.. Enumerable.Repeat(Undefined, 0x100)];

    static IlTokens()
    {
        foreach (var field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is not OpCode code)
                continue;

            var value = unchecked((ushort)code.Value);
            (code.Size == 1 ? OneByte : TwoByte)[value & 0xFF] = code.OperandType;
        }
    }

    /// <summary>Each token with the offset of its instruction; user strings are left out.</summary>
    public static IEnumerable<(int Offset, ILOpCode Code, EntityHandle Token)> Of(MethodBodyBlock body) =>
        from found in All(body)
        where found.Code != ILOpCode.Ldstr
        select (found.Offset, found.Code, MetadataTokens.EntityHandle(found.Token));

    /// <summary>Each token, that of a user string included, with the offset of its instruction.</summary>
    public static IEnumerable<(int Offset, ILOpCode Code, int Token)> All(MethodBodyBlock body)
    {
        var il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            var offset = il.Offset;
            int code = il.ReadByte();
            var operand = OneByte[code];
            if (code == 0xFE)
            {
                var second = il.ReadByte();
                code = 0xFE00 | second;
                operand = TwoByte[second];
            }

            switch (operand)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig or OperandType.InlineString:
                    yield return (offset, (ILOpCode)code, il.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    var targets = il.ReadInt32(); // on a line of its own: it moves the offset that is added to
                    il.Offset += checked(4 * targets);
                    break;
                default:
                    il.Offset += Size(operand);
                    break;
            }
        }
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineBrTarget or OperandType.InlineI or OperandType.ShortInlineR => 4,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => throw new BadImageFormatException($"IL with an operand of kind {operand}."),
    };
}
