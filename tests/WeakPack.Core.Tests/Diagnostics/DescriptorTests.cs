extern alias Editor;

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Diagnostics;

namespace WeakPack.Core.Tests.Diagnostics;

/// <summary>The one table of descriptors, and the pages that its help links lead to.</summary>
[TestClass]
public sealed class DescriptorTests
{
    [TestMethod]
    public void Each_id_is_used_once_and_the_table_is_in_their_order()
    {
        var ids = Descriptors.All.Select(descriptor => descriptor.Id).ToList();

        CollectionAssert.AllItemsAreUnique(ids);
        CollectionAssert.AreEqual(ids.Order(StringComparer.Ordinal).ToList(), ids);
    }

    [TestMethod]
    public void Each_descriptor_has_a_page_with_its_title_and_each_page_a_descriptor()
    {
        foreach (var descriptor in Descriptors.All)
        {
            var page = Path.Combine(Docs(), descriptor.HelpPage);
            Assert.IsTrue(File.Exists(page), $"There is no {descriptor.HelpPage}.");
            Assert.AreEqual($"# {descriptor.Id}: {descriptor.Title}", File.ReadLines(page).First());
        }

        var pages = Directory.GetFiles(Path.Combine(Docs(), "diagnostics"), "WP*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
        CollectionAssert.AreEqual(Descriptors.All.Select(descriptor => descriptor.Id).ToList(), pages.ToList());
    }

    [TestMethod]
    public void The_index_names_each_diagnostic()
    {
        var index = File.ReadAllText(Path.Combine(Docs(), "diagnostics", "README.md"));
        foreach (var descriptor in Descriptors.All)
            Assert.MatchesRegex(new Regex($@"\[{descriptor.Id}\]\({descriptor.Id}\.md\) \| {Regex.Escape(descriptor.Title)}"), index);
    }

    [TestMethod]
    public void The_analyzers_and_their_release_notes_say_what_the_table_says()
    {
        var rows = Descriptors.All.ToDictionary(descriptor => descriptor.Id);
        var notes = new[] { "Shipped", "Unshipped" }
            .SelectMany(state => File.ReadLines(Path.Combine(Docs(), "..", "src", "WeakPack.Analyzers", $"AnalyzerReleases.{state}.md")))
            .Where(line => line.StartsWith("WP", StringComparison.Ordinal));

        var supported = typeof(Editor::WeakPack.Analyzers.GlobalDataAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();

        foreach (var rule in supported)
        {
            Assert.AreEqual((rows[rule.Id].Title, rows[rule.Id].MessageFormat), (rule.Title.ToString(null), rule.MessageFormat.ToString(null)));
            Assert.AreEqual(rows[rule.Id].Severity.ToString().Replace("Message", "Info", StringComparison.Ordinal), rule.DefaultSeverity.ToString());
            Assert.Contains(rows[rule.Id].HelpPage, rule.Description.ToString(null));
        }

        CollectionAssert.AreEqual(
            supported.Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}").ToList(),
            notes.Order(StringComparer.Ordinal).ToList());
    }

    // Found from the output folder: the compiler's paths may be mapped.
    private static string Docs()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WeakPack.Sdk.sln")))
                return Path.Combine(folder.FullName, "docs");
        }

        throw new DirectoryNotFoundException("The tests do not run inside of the repository.");
    }
}
