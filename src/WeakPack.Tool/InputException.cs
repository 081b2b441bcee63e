namespace WeakPack.Tool;

/// <summary>An input that the tool can't work with. Its message is all that the user sees.</summary>
internal sealed class InputException(string message, Exception? cause = null) : Exception(message, cause);
