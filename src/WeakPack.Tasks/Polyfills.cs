// What the compiler needs for init accessors, and netstandard2.0 lacks.
namespace System.Runtime.CompilerServices
{
    internal static class IsExternalInit;
}

// MSBuild goes by this attribute's name. One of our own lets the tasks load in an older MSBuild too, which lacks it.
namespace Microsoft.Build.Framework
{
    /// <summary>Says that a task may run beside others in one process: it has no statics and no current directory.</summary>
    [AttributeUsage(AttributeTargets.Class, Inherited = false)]
    internal sealed class MSBuildMultiThreadableTaskAttribute : Attribute;
}
