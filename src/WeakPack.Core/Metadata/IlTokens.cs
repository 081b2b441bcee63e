using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace WeakPack.Metadata;

/// <summary>The metadata tokens in a method's IL, without decoding anything else.</summary>
internal static class IlTokens
{
    // What follows each opcode (ECMA-335 III.1.2, VI.C.2): a number of bytes, 't' a token, 's' the table of a switch,
    // 'x' nothing known. Written out, since System.Reflection.Emit.OpCodes costs a build 10 ms of reflection.
    private const string OneByte =
        "0000000000000011" + "1111000000000001" + "4848x00ttt011111" + "1111111144444444" +
        "44444s0000000000" + "0000000000000000" + "000000000000000t" + "tttttt0xxt0ttttt" +
        "tt0000000000tt0t" + "0000000000000000" + "000tttxxxxxxxxxx" + "xxx00000000xxxxx" +
        "xxt0xxtxxxxxxxxx" + "t000000000000410" + "0xxxxxxxxxxxxxxx" + "xxxxxxxxxxxxxxxx";

    private const string TwoByte =
        "000000ttx2222220" + "x0100tt0010xt00x";

    private const int Prefix = 0xFE;

    /// <summary>Each token with the offset of its instruction; user strings are left out.</summary>
    public static IEnumerable<(int Offset, ILOpCode Code, EntityHandle Token)> Of(MethodBodyBlock body)
    {
        foreach (var (offset, code, token) in All(body))
        {
            if (code != ILOpCode.Ldstr)
                yield return (offset, code, MetadataTokens.EntityHandle(token));
        }
    }

    /// <summary>Each token, that of a user string included, with the offset of its instruction.</summary>
    /// <exception cref="BadImageFormatException">An opcode that does not exist; when it is met.</exception>
    public static Sequence All(MethodBodyBlock body) => new(body);

    /// <summary>The tokens of a body, for a loop: an iterator would be an object for each method of a large module.</summary>
    internal readonly struct Sequence(MethodBodyBlock body)
    {
        public Enumerator GetEnumerator() => new(body.GetILReader());
    }

    /// <summary>Steps from token to token.</summary>
    internal struct Enumerator(BlobReader il)
    {
        private BlobReader _il = il;

        public (int Offset, ILOpCode Code, int Token) Current { get; private set; }

        public bool MoveNext()
        {
            while (_il.RemainingBytes > 0)
            {
                var offset = _il.Offset;
                int code = _il.ReadByte();
                var operand = OneByte[code];
                if (code == Prefix)
                {
                    var second = _il.ReadByte();
                    code = (Prefix << 8) | second;
                    operand = second < TwoByte.Length ? TwoByte[second] : 'x';
                }

                switch (operand)
                {
                    case 't':
                        Current = (offset, (ILOpCode)code, _il.ReadInt32());
                        return true;
                    case 's':
                        var targets = _il.ReadUInt32(); // on a line of its own: it moves the offset that is added to
                        if (targets > _il.RemainingBytes / sizeof(int))
                            throw new BadImageFormatException("A switch has more targets than its method has bytes."); // a negative number leads back, for ever
                        _il.Offset += (int)targets * sizeof(int);
                        break;
                    case 'x':
                        throw new BadImageFormatException($"IL has no opcode 0x{code:X2}.");
                    default:
                        _il.Offset += operand - '0';
                        break;
                }
            }

            return false;
        }
    }
}
