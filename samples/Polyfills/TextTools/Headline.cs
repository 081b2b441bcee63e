using System;
using Backports;

namespace TextTools;

/// <summary>Makes headlines. Written in today's C#, for .NET Framework as well.</summary>
public static class Headline
{
    public static string Of(string text, int length = 24)
    {
        Guard.NotEmpty(text);
        var rest = text[^1] == '.' ? text[1..^1] : text[1..];
        return (new Initial(text[0]) { IsUpper = true } + rest).Truncate(length);
    }

    /// <summary>Which assembly the types are in that the framework may lack.</summary>
    public static string Home => typeof(Index).Assembly.GetName().Name + ", " + typeof(Guard).Assembly.GetName().Name;

    private sealed record Initial(char Letter)
    {
        public bool IsUpper { get; init; }

        public override string ToString() => (IsUpper ? char.ToUpperInvariant(Letter) : Letter).ToString();
    }
}
