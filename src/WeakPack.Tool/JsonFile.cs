using System.Text.Json;

namespace WeakPack.Tool;

/// <summary>Reads JSON that others wrote.</summary>
internal static class JsonFile
{
    // The largest that are published have a few dozen megabytes. A deep one System.Text.Json refuses itself: 64 levels are its limit.
    private const int MostBytes = 128 << 20;

    /// <exception cref="FormatException">It is no JSON, or not of that kind.</exception>
    public static T Read<T>(byte[] json, string kind, Func<byte[], T> read)
    {
        if (json.Length > MostBytes)
            throw new FormatException($"it has {json.Length} bytes, and at most {MostBytes} are read");

        try
        {
            return read(json);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // the second for a text that is no Unicode, and for a value of another kind
        {
            throw new FormatException($"it is no JSON of {kind}", error);
        }
    }
}
