using System.Reflection;
using WeakPack.Diagnostics;

namespace WeakPack.Tasks.Tests;

[TestClass]
public class LinkerTaskTests
{
    [TestMethod]
    public void A_warning_is_a_warning_and_the_task_succeeds()
    {
        var engine = new RecordingEngine();

        Assert.IsTrue(new Finding { BuildEngine = engine }.Execute());

        Assert.AreEqual("WP9999", engine.Warnings.Single().Code);
        Assert.IsEmpty(engine.Errors);
    }

    [TestMethod]
    public void Treated_as_an_error_it_is_one_and_the_task_fails()
    {
        var engine = new RecordingEngine();

        Assert.IsFalse(new Finding { BuildEngine = engine, TreatWarningsAsErrors = true }.Execute());

        Assert.AreEqual("WP9999", engine.Errors.Single().Code);
        Assert.IsEmpty(engine.Warnings);
    }

    [TestMethod]
    [DataRow("CS0618;WP9999", null)]
    [DataRow(null, "CS0618, wp9999")]
    public void A_code_that_the_project_excepts_stays_a_warning(string? notAsErrors, string? noWarn)
    {
        var engine = new RecordingEngine();

        Assert.IsTrue(new Finding { BuildEngine = engine, TreatWarningsAsErrors = true, WarningsNotAsErrors = notAsErrors, NoWarn = noWarn }.Execute());

        // NoWarn is MSBuild's to honour: it turns the warning into a message.
        Assert.AreEqual("WP9999", engine.Warnings.Single().Code);
    }

    [TestMethod]
    [DataRow(true, true, 0)]
    [DataRow(true, false, 1)]
    [DataRow(false, true, 1)]
    public void What_the_compiler_told_is_not_told_again(bool analyzersRan, bool isTold, int warnings)
    {
        var engine = new RecordingEngine();

        Assert.IsTrue(new Finding { BuildEngine = engine, AnalyzersRan = analyzersRan, IsTold = isTold }.Execute());

        Assert.HasCount(warnings, engine.Warnings);
    }

    [TestMethod]
    [DataRow(true, "WP3100")]
    [DataRow(false, "WP3111")]
    public void A_failure_is_told_with_a_code_and_one_of_the_file_system_with_another(bool isOfFiles, string code)
    {
        var engine = new RecordingEngine();

        Assert.IsFalse(new Failing { BuildEngine = engine, ProjectFile = "App.csproj", Error = isOfFiles ? new IOException("no space") : new InvalidOperationException("no such arm") }.Execute());

        Assert.AreEqual(code, engine.Errors.Single().Code);
        Assert.Contains(isOfFiles ? "no space" : "'App.csproj', by a mistake of its own and not of yours: InvalidOperationException (no such arm) in WeakPack.Tasks.Tests.LinkerTaskTests.Failing.Run", engine.Errors.Single().Message!);
    }

    [TestMethod]
    public void Each_task_says_that_it_may_run_beside_others_in_one_process()
    {
        var tasks = typeof(LinkerTask).Assembly.GetTypes().Where(type => typeof(LinkerTask).IsAssignableFrom(type) && !type.IsAbstract).ToList();

        Assert.IsNotEmpty(tasks);
        // MSBuild goes by the name, and does not look at base classes.
        Assert.AreSequenceEqual([], tasks.Where(task => !task.GetCustomAttributesData().Any(data => data.AttributeType.FullName == "Microsoft.Build.Framework.MSBuildMultiThreadableTaskAttribute")).Select(task => task.Name));
    }

    private sealed class Failing : LinkerTask
    {
        public required Exception Error { get; init; }

        private protected override void Run() => throw Error;
    }

    /// <summary>A task that finds one thing to warn of.</summary>
    private sealed class Finding : LinkerTask
    {
        public bool IsTold { get; init; }

        private protected override void Run() => Report([ToldByCompiler(Diagnostic.Create(s_warning, null))]);

        // Which ones analyzers tell of is Core's to say as well.
        private Diagnostic ToldByCompiler(Diagnostic diagnostic) => (Diagnostic)typeof(Diagnostic)
            .GetMethod("ToldByCompiler", BindingFlags.Instance | BindingFlags.NonPublic)!
            .Invoke(diagnostic, [IsTold])!;

        // Descriptors are Core's to make; none of them need be a warning.
        private static readonly DiagnosticDescriptor s_warning = (DiagnosticDescriptor)Activator.CreateInstance(
            typeof(DiagnosticDescriptor),
            BindingFlags.Instance | BindingFlags.NonPublic,
            null,
            ["WP9999", DiagnosticSeverity.Warning, "Title", "Something deserves a look."],
            null)!;
    }
}
