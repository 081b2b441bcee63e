using System.Globalization;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>Blobs that hold names of types, as text without their assemblies.</summary>
internal static class BlobText
{
    private const byte SafeArray = 0x1D;
    private const byte FixedSysString = 0x17;
    private const byte CustomMarshaler = 0x2C;

    public static string Marshalling(BlobReader blob)
    {
        var kind = blob.ReadByte();
        switch (kind)
        {
            case CustomMarshaler:
                var guid = blob.ReadSerializedString();
                var native = blob.ReadSerializedString();
                var managed = blob.ReadSerializedString();
                return $"custom '{guid}' '{native}' {(string.IsNullOrEmpty(managed) ? "" : SerializedNames.Canonical(managed))} '{blob.ReadSerializedString()}'{Rest(ref blob)}";
            case SafeArray when blob.RemainingBytes > 1:
                var variant = blob.ReadCompressedInteger();
                var element = blob.RemainingBytes > 0 ? blob.ReadSerializedString() : null;
                return $"safearray {variant} {(string.IsNullOrEmpty(element) ? "" : SerializedNames.Canonical(element))}{Rest(ref blob)}";
            // 0x28 and up to 0x50 (NATIVE_TYPE_MAX): what UnmanagedType does not list are obsolete kinds that no compiler writes.
            case FixedSysString or SafeArray or 0x50:
                break;
            default:
                if (!Enum.IsDefined((UnmanagedType)kind))
                    throw new BadImageFormatException($"Unknown native type: {kind:x}");
                break;
        }

        return kind.ToString("x2", CultureInfo.InvariantCulture) + Rest(ref blob);
    }

    public static string PermissionSet(BlobReader blob)
    {
        if (blob.ReadByte() != '.')
        {
            blob.Offset = 0;
            return Rest(ref blob);
        }

        var attributes = new List<string>();
        for (var count = blob.ReadCompressedInteger(); count > 0; count--)
        {
            var name = SerializedNames.Canonical(blob.ReadSerializedString()!);
            var length = blob.ReadCompressedInteger();
            attributes.Add($"{name} {Convert.ToHexString(blob.ReadBytes(length))}");
        }

        return $"[{string.Join(", ", attributes)}]{Rest(ref blob)}";
    }

    private static string Rest(ref BlobReader blob) =>
        blob.RemainingBytes == 0 ? "" : " " + Convert.ToHexString(blob.ReadBytes(blob.RemainingBytes));
}
