using System.Reflection.Metadata;
using WeakPack.Damage;
using WeakPack.Metadata;

namespace WeakPack.Inspection;

/// <summary>References that lead nowhere: to assemblies that are not deployed, and to types and members that these do not have.</summary>
/// <remarks>Of the framework's assemblies nothing is said: which of them will be there is for the machine to tell that runs the files.</remarks>
internal static class UnresolvedReferences
{
    // ECMA, Microsoft, the two of .NET, Silverlight, ASP.NET Core: what a framework brings is signed with one of these.
    private static readonly HashSet<string> s_frameworkTokens = new(StringComparer.OrdinalIgnoreCase)
    {
        "b77a5c561934e089", "b03f5f7f11d50a3a", "31bf3856ad364e35", "cc7b13ffcd2ddd51", "7cec85d7bea7798e", "adb9793829ddae60",
    };

    public static IEnumerable<DeploymentFinding> Find(IReadOnlyList<DeployedAssembly> assemblies, IReadOnlyList<AssemblyImage> framework)
    {
        using var references = new ReferenceSet([.. assemblies.Select(assembly => Reference.FromImage(assembly.File)), .. framework.Select(file => Reference.FromImage(file))]);
        var deployed = new HashSet<string>(assemblies.Select(assembly => assembly.Contents.Name), StringComparer.OrdinalIgnoreCase);
        var findings = new List<DeploymentFinding>();
        foreach (var assembly in assemblies.Where(assembly => assembly.IsChecked))
        {
            try
            {
                using var image = new MetadataImage(assembly.File);
                findings.AddRange([.. Assemblies(image, assembly, references), .. Symbols(image, assembly, references, deployed)]);
            }
            catch (Exception error) when (DamagedFiles.MayCause(error))
            {
                // What its references lead to may be what is damaged.
                var damaged = assemblies.Select(other => other.File).Prepend(assembly.File).FirstOrDefault(file => FileAudit.Problem(file) is not null);
                if (damaged is null)
                    throw;
                findings.Add(Unreadable(damaged));
            }
        }

        return [.. findings.Distinct()];
    }

    private static DeploymentFinding Unreadable(AssemblyImage file) =>
        new(DeploymentFindingKind.Unreadable, file.Path, Path.GetFileName(file.Path), $"The file can't be read: {FileAudit.Problem(file)}. Deploy it anew.");

    private static IEnumerable<DeploymentFinding> Assemblies(MetadataImage image, DeployedAssembly assembly, ReferenceSet references) =>
        from reference in image.Reader.AssemblyReferences.Select(image.Reader.GetAssemblyReference)
        let name = image.Reader.GetString(reference.Name)
        where !IsFramework(image.Reader, reference) && references.Find(name) is null
        select new DeploymentFinding(DeploymentFindingKind.Unresolved, assembly.File.Path, name,
            $"'{assembly.Contents.Name}' refers to '{name}' {reference.Version}, which is not among the files. Deploy it, or --ignore {name} when it is not always needed.");

    private static IEnumerable<DeploymentFinding> Symbols(MetadataImage image, DeployedAssembly assembly, ReferenceSet references, HashSet<string> deployed)
    {
        var lookup = new MemberLookup(image, references, assembly.Contents.Name);
        var told = new HashSet<string>(StringComparer.Ordinal);
        var handles = image.Reader.TypeReferences.Select(type => (EntityHandle)type).Concat(image.Reader.MemberReferences.Select(member => (EntityHandle)member));
        foreach (var handle in handles)
        {
            if (lookup.WhyMissing(handle) is { } missing && deployed.Contains(missing.Assembly) && told.Add(missing.Symbol))
            {
                yield return new(DeploymentFindingKind.Unresolved, assembly.File.Path, missing.Symbol,
                    $"'{assembly.Contents.Name}' uses '{missing.Symbol}', {missing.Reason}. Deploy the '{missing.Assembly}' that it was built with, or build it again.");
            }
        }
    }

    private static bool IsFramework(MetadataReader reader, AssemblyReference reference) =>
        s_frameworkTokens.Contains(BitConverter.ToString(reader.GetBlobBytes(reference.PublicKeyOrToken)).Replace("-", ""));
}
