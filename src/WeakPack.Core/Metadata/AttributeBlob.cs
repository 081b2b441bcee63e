using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Text;

namespace WeakPack.Metadata;

/// <summary>The type of a custom attribute argument (ECMA-335 II.23.3), as far as its encoding depends on it.</summary>
/// <param name="Code">The element type.</param>
/// <param name="Enum">For an enum: what <see cref="IEnumSizes"/> knows it by.</param>
/// <param name="Element">For an array: the type of its elements.</param>
internal sealed record AttributeArgumentType(SerializationTypeCode Code, object? Enum = null, AttributeArgumentType? Element = null)
{
    /// <summary>For a constructed generic type: its arguments.</summary>
    public ImmutableArray<AttributeArgumentType> Arguments { get; init; } = [];
}

/// <summary>How wide an enum's values are; the blob does not say.</summary>
internal interface IEnumSizes
{
    /// <summary>The bytes of a value of <paramref name="enumType"/>: a reader's own key, or a serialized type name.</summary>
    /// <exception cref="UnknownEnumException">No reference defines the enum.</exception>
    int SizeOf(object enumType);
}

/// <summary>An attribute has an argument whose enum no reference defines, so its blob can't be read.</summary>
internal sealed class UnknownEnumException(string name) : Exception($"The enum '{name}' is in none of the references.")
{
    public string EnumName => name;
}

/// <summary>A text among an attribute's arguments, with the place of its length-prefixed string in the blob.</summary>
/// <param name="Start">Where its length begins.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Text">The text.</param>
/// <param name="IsTypeName">A serialized type name: an argument of type <see cref="Type"/>, or the enum of a boxed value.</param>
/// <param name="Parameter">The position of the argument; -1 for a named one.</param>
/// <param name="Member">The name of a named argument.</param>
internal sealed record TextInBlob(int Start, int End, string Text, bool IsTypeName, int Parameter, string? Member);

/// <summary>Walks a custom attribute's blob (ECMA-335 II.23.3) and finds, or replaces, the texts in it.</summary>
/// <remarks>Everything else keeps its bytes, so that a copied attribute can differ from its original in nothing else.</remarks>
internal sealed class AttributeBlob
{
    // A boxed value in an array in a boxed value: nobody writes more than two or three.
    private const int MostLevels = 64;

    private readonly byte[] _blob;
    private readonly IEnumSizes _enums;
    private readonly List<TextInBlob> _texts = [];
    private int _position;
    private int _parameter;
    private string? _member;
    private int _level;

    private AttributeBlob(byte[] blob, IEnumSizes enums)
    {
        _blob = blob;
        _enums = enums;
    }

    /// <summary>The texts in the blob, in their order; those that are null or empty are left out.</summary>
    /// <exception cref="BadImageFormatException">The blob is no custom attribute's.</exception>
    /// <exception cref="UnknownEnumException">An enum argument can't be measured.</exception>
    public static IReadOnlyList<TextInBlob> Texts(byte[] blob, IReadOnlyList<AttributeArgumentType> parameters, IEnumSizes enums)
    {
        var walker = new AttributeBlob(blob, enums);
        walker.ReadAll(parameters);
        return walker._texts;
    }

    /// <summary>The length of a blob that holds numbers only, and no named arguments; -1 when the parameters can be something else.</summary>
    public static int PlainLength(IReadOnlyList<AttributeArgumentType> parameters)
    {
        var length = 4; // prolog, count of named arguments
        foreach (var parameter in parameters)
        {
            if (Size(parameter.Code) is not { } size)
                return -1;
            length += size;
        }

        return length;
    }

    /// <summary>The blob with its texts mapped; the same array when none changes.</summary>
    public static byte[] Map(byte[] blob, IReadOnlyList<TextInBlob> texts, Func<TextInBlob, string> map)
    {
        var changed = false;
        var output = new List<byte>(blob.Length);
        var copied = 0;
        foreach (var text in texts)
        {
            var mapped = map(text);
            if (mapped == text.Text)
                continue;

            changed = true;
            output.AddRange(blob.Skip(copied).Take(text.Start - copied));
            WriteString(output, mapped);
            copied = text.End;
        }

        output.AddRange(blob.Skip(copied));
        return changed ? output.ToArray() : blob;
    }

    private void ReadAll(IReadOnlyList<AttributeArgumentType> parameters)
    {
        // Some compilers leave the blob of an attribute without arguments empty.
        if (_blob.Length == 0 && parameters.Count == 0)
            return;

        if (ReadUInt16() != 1)
            throw new BadImageFormatException("A custom attribute's blob without its prolog.");
        foreach (var parameter in parameters)
        {
            ReadValue(parameter);
            _parameter++;
        }

        _parameter = -1;
        for (var named = _position < _blob.Length ? ReadUInt16() : 0; named > 0; named--)
        {
            Skip(1); // FIELD or PROPERTY
            var type = ReadType();
            _member = ReadString();
            ReadValue(type);
        }
    }

    private void ReadValue(AttributeArgumentType type)
    {
        if (Size(type.Code) is { } size)
        {
            Skip(size);
            return;
        }

        Descend();
        switch (type.Code)
        {
            case SerializationTypeCode.String:
                ReadText(isTypeName: false);
                break;
            case SerializationTypeCode.Type:
                ReadText(isTypeName: true);
                break;
            case SerializationTypeCode.TaggedObject:
                ReadValue(ReadType());
                break;
            case SerializationTypeCode.Enum:
                Skip(_enums.SizeOf(type.Enum!));
                break;
            case SerializationTypeCode.SZArray:
                var count = ReadInt32();
                for (var i = 0; i < count; i++) // -1 is null
                    ReadValue(type.Element!);
                break;
            default:
                throw new BadImageFormatException($"A custom attribute's argument of type {type.Code}.");
        }

        _level--;
    }

    private void Descend()
    {
        if (++_level > MostLevels)
            throw new BadImageFormatException("A custom attribute's arguments are nested too deep.");
    }

    private static int? Size(SerializationTypeCode code) => code switch
    {
        SerializationTypeCode.Boolean or SerializationTypeCode.SByte or SerializationTypeCode.Byte => 1,
        SerializationTypeCode.Char or SerializationTypeCode.Int16 or SerializationTypeCode.UInt16 => 2,
        SerializationTypeCode.Int32 or SerializationTypeCode.UInt32 or SerializationTypeCode.Single => 4,
        SerializationTypeCode.Int64 or SerializationTypeCode.UInt64 or SerializationTypeCode.Double => 8,
        _ => null,
    };

    private AttributeArgumentType ReadType()
    {
        Descend();
        var code = (SerializationTypeCode)ReadByte();
        AttributeArgumentType type = code switch
        {
            SerializationTypeCode.SZArray => new(code, Element: ReadType()),
            SerializationTypeCode.Enum => new(code, Enum: ReadText(isTypeName: true) ?? throw new BadImageFormatException("An enum without a name.")),
            _ => new(code),
        };
        _level--;
        return type;
    }

    private string? ReadText(bool isTypeName)
    {
        var start = _position;
        var text = ReadString();
        if (!string.IsNullOrEmpty(text))
            _texts.Add(new(start, _position, text!, isTypeName, _parameter, _member));
        return text;
    }

    private string? ReadString()
    {
        if (_position < _blob.Length && _blob[_position] == 0xFF)
        {
            _position++;
            return null;
        }

        var length = ReadCompressed();
        var start = _position;
        Skip(length);
        return Encoding.UTF8.GetString(_blob, start, length);
    }

    private int ReadCompressed()
    {
        int first = ReadByte();
        if ((first & 0x80) == 0)
            return first;
        if ((first & 0x40) == 0)
            return ((first & 0x3F) << 8) | ReadByte();
        return ((first & 0x1F) << 24) | (ReadByte() << 16) | (ReadByte() << 8) | ReadByte();
    }

    private byte ReadByte()
    {
        Skip(1);
        return _blob[_position - 1];
    }

    private int ReadUInt16() => ReadByte() | (ReadByte() << 8);

    private int ReadInt32() => ReadUInt16() | (ReadUInt16() << 16);

    private void Skip(int count)
    {
        if (count < 0 || count > _blob.Length - _position)
            throw new BadImageFormatException("A custom attribute's blob ends too early.");
        _position += count;
    }

    private static void WriteString(List<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 0x80)
        {
            output.Add((byte)bytes.Length);
        }
        else if (bytes.Length < 0x4000)
        {
            output.Add((byte)(0x80 | (bytes.Length >> 8)));
            output.Add((byte)bytes.Length);
        }
        else
        {
            output.Add((byte)(0xC0 | (bytes.Length >> 24)));
            output.Add((byte)(bytes.Length >> 16));
            output.Add((byte)(bytes.Length >> 8));
            output.Add((byte)bytes.Length);
        }

        output.AddRange(bytes);
    }
}
