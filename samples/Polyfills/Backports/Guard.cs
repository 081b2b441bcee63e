using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Backports;

/// <summary>Checks of arguments, on each framework with the words of the newest.</summary>
public static class Guard
{
    public static void NotNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
    {
        if (argument is null)
        {
            throw new ArgumentNullException(name);
        }
    }

    public static void NotEmpty([NotNull] string? argument, [CallerArgumentExpression(nameof(argument))] string? name = null)
    {
        NotNull(argument, name);
        if (argument.Length == 0)
        {
            throw new ArgumentException("The value cannot be an empty string.", name);
        }
    }
}
