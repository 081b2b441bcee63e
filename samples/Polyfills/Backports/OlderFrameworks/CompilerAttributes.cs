namespace System.Runtime.CompilerServices
{
    /// <summary>The compiler wants it for <c>init</c> and records.</summary>
    public static class IsExternalInit;

    /// <summary>The compiler hands the text of an argument to the parameter that has this.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
    {
        public string ParameterName => parameterName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>What was passed is not null any more.</summary>
    [AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
    public sealed class NotNullAttribute : Attribute;
}
