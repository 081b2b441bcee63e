using System;

namespace Backports;

/// <summary>What one writes anew in each project.</summary>
public static class StringExtensions
{
    /// <summary>At most so many characters, the last of them an ellipsis when some are missing.</summary>
    public static string Truncate(this string text, int length) =>
        text.Length <= length ? text : text[..(length - 1)] + "…";

    /// <summary>The words of a text.</summary>
    public static string[] Words(this string text) =>
        text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
