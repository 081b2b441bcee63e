using Microsoft.CodeAnalysis;
using Table = WeakPack.Diagnostics.Descriptors;

namespace WeakPack.Analyzers;

/// <summary>The rows of the one table of diagnostics that can be told while typing, as the compiler takes them.</summary>
internal static class RuleDescriptors
{
    public static readonly DiagnosticDescriptor ImplicitImport = Of(Table.ImplicitImport);
    public static readonly DiagnosticDescriptor GlobalData = Of(Table.GlobalData);
    public static readonly DiagnosticDescriptor Initialization = Of(Table.Initialization);
    public static readonly DiagnosticDescriptor WeakAndDenied = Of(Table.WeakAndDenied);
    public static readonly DiagnosticDescriptor DeniedInPackage = Of(Table.DeniedInPackage);
    public static readonly DiagnosticDescriptor CannotTravel = Of(Table.CannotTravel);
    public static readonly DiagnosticDescriptor StrongExposesWeak = Of(Table.StrongExposesWeak);
    public static readonly DiagnosticDescriptor NotAUnit = Of(Table.NotAUnit);
    public static readonly DiagnosticDescriptor ConsumerExposesWeak = Of(Table.ConsumerExposesWeak);
    public static readonly DiagnosticDescriptor NamedByText = Of(Table.NamedByText);

    /// <summary>The category of all of them.</summary>
    public const string Category = "WeakPack";

    private static DiagnosticDescriptor Of(Diagnostics.DiagnosticDescriptor row) => new(
        row.Id,
        row.Title,
        row.MessageFormat,
        Category,
        SeverityOf(row.Severity),
        isEnabledByDefault: true,
        description: $"Explained in docs/{row.HelpPage} of the package WeakPack.Sdk.",
        helpLinkUri: HelpLink.To(row.HelpPage));

    private static DiagnosticSeverity SeverityOf(Diagnostics.DiagnosticSeverity severity) => severity switch
    {
        Diagnostics.DiagnosticSeverity.Message => DiagnosticSeverity.Info,
        Diagnostics.DiagnosticSeverity.Warning => DiagnosticSeverity.Warning,
        Diagnostics.DiagnosticSeverity.Error => DiagnosticSeverity.Error,
        _ => throw new NotSupportedException($"A severity of {severity}."),
    };
}
