namespace WeakPack.Tool;

/// <summary>How the tool ends. docs/tool.md promises these numbers.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Fine = 0;

    /// <summary>A check has found something.</summary>
    public const int Found = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongCommandLine = 2;

    /// <summary>A file is not there, can't be read, or is not what it should be.</summary>
    public const int UnreadableInput = 3;

    /// <summary>The tool has met a bug of its own.</summary>
    public const int Failed = 4;
}
