using System.Text;
using System.Xml.Linq;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>A project in a workspace. Changes are written at once; builds are real ones.</summary>
internal sealed class Project
{
    private readonly Workspace _workspace;
    private readonly string _extension;
    private readonly Project[] _references;
    private readonly SortedDictionary<string, string> _properties = new(StringComparer.Ordinal);
    private readonly List<string> _items = [];
    private readonly Dictionary<string, string> _environment = [];
    private string _framework = "net10.0";
    private string _sdks = "Microsoft.NET.Sdk";
    private string _sdkElement = """<Sdk Name="WeakPack.Sdk" />""";
    private bool _isRestored;
    private int _builds;

    public Project(Workspace workspace, string name, string language, bool isExecutable, string source, Project[] references)
    {
        _workspace = workspace;
        Name = name;
        _extension = language;
        _references = references;
        _properties["TargetFramework"] = _framework;
        if (language == "cs")
        {
            _properties["Nullable"] = "enable";
            _properties["ImplicitUsings"] = "enable";
            _properties["LangVersion"] = "latest";
        }

        if (isExecutable)
        {
            _properties["OutputType"] = "Exe";
        }

        if (language == "fs")
        {
            // The order of F# sources is the project's to say.
            _items.Add("""<Compile Include="Code.fs" />""");
        }

        Write();
        Source(source, "Code." + language);
    }

    public string Name { get; }

    public string ProjectFile => $"{Name}.{_extension}proj";

    public string Folder => Path.Combine(_workspace.Folder, Name);

    public Dll Dll => new(Output(Name + ".dll"));

    /// <summary>Sets a property of the project.</summary>
    public Project With(string property, string value)
    {
        _properties[property] = value;
        return Write();
    }

    /// <summary>From here on it is built and run with a variable of the environment; null takes the variable away.</summary>
    public Project Under(string variable, string? value)
    {
        if (value is null)
            _environment.Remove(variable);
        else
            _environment[variable] = value;
        return this;
    }

    /// <summary>Targets another framework.</summary>
    public Project For(string framework)
    {
        _framework = framework;
        return With("TargetFramework", framework);
    }

    /// <summary>Targets several frameworks.</summary>
    public Project ForAll(params string[] frameworks)
    {
        _properties.Remove("TargetFramework");
        return With("TargetFrameworks", string.Join(';', frameworks)).Seen(frameworks[0]);
    }

    /// <summary>From here on the outputs of that framework are meant.</summary>
    public Project Seen(string framework)
    {
        _framework = framework;
        return this;
    }

    /// <summary>Adds items, as they stand in a project file.</summary>
    public Project WithItems(string xml)
    {
        _items.Add(xml);
        return Write();
    }

    /// <summary>Takes away the items that were added.</summary>
    public Project WithoutItems()
    {
        _items.Clear();
        return Write();
    }

    /// <summary>Makes it a project of someone who has never heard of the SDK.</summary>
    public Project WithoutSdk() => WithSdks("Microsoft.NET.Sdk");

    /// <summary>Names its SDKs otherwise: in the project's attribute, and by an element of its body.</summary>
    public Project WithSdks(string attribute, string element = "")
    {
        (_sdks, _sdkElement) = (attribute, element);
        return Write();
    }

    /// <summary>Replaces the source, or one file of it.</summary>
    public Project Source(string text, string file = "Code.cs")
    {
        _workspace.Write(Path.Combine(Name, file), text);
        return this;
    }

    /// <summary>A file of the output folder.</summary>
    public string Output(string file) => Path.Combine(Folder, "bin", "Debug", _framework, file);

    /// <summary>A file of the intermediate folder.</summary>
    public string Intermediate(string file) => Path.Combine(Folder, "obj", "Debug", _framework, file);

    /// <summary>Does the output folder hold that file?</summary>
    public bool Has(string file) => File.Exists(Output(file));

    /// <summary>What the output folder says about a package: its dll, and its name in deps.json.</summary>
    public bool Mentions(string package) =>
        Has(package + ".dll") || File.ReadAllText(Output(Name + ".deps.json")).Contains($"\"{package}", StringComparison.OrdinalIgnoreCase);

    /// <summary>How its import library says that it was compiled.</summary>
    public string RecordedFlags()
    {
        var text = File.ReadAllText(Output(Name + ".wpi"));
        var manifest = XElement.Parse(text[text.IndexOf("<importLibrary ", StringComparison.Ordinal)..(text.IndexOf("</importLibrary>", StringComparison.Ordinal) + "</importLibrary>".Length)]);
        return $"{manifest.Attribute("language")?.Value}, checked {manifest.Attribute("checkedArithmetic")?.Value}, optimized {manifest.Attribute("optimized")?.Value}";
    }

    /// <summary>All files under bin/ and obj/, save those of NuGet's restore.</summary>
    public IReadOnlyList<string> AllOutputs() =>
        [.. new[] { "bin", "obj" }
            .Select(folder => Path.Combine(Folder, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))];

    /// <summary>Each file that builds of these projects have made, with its hash.</summary>
    public static string Outputs(params Project[] projects) => string.Join('\n',
        from project in projects
        from file in project.AllOutputs().Order(StringComparer.Ordinal)
        where Path.GetExtension(file) is ".dll" or ".pdb" or ".wpi" or ".digest" or ".json" && !file.EndsWith("project.assets.json", StringComparison.Ordinal)
        select $"{project.Name}/{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(project.Folder, file))))}");

    public BuildResult Build(params string[] arguments) => Call("build", arguments).MustSucceed();

    public BuildResult FailToBuild(params string[] arguments) => Call("build", arguments).MustFail();

    /// <summary>Builds, however that ends.</summary>
    public BuildResult TryToBuild(params string[] arguments) => Call("build", arguments);

    public BuildResult Publish(params string[] arguments) => Call("publish", ["-c", "Debug", .. arguments]).MustSucceed();

    public BuildResult Clean(params string[] arguments) => Call("clean", arguments).MustSucceed();

    /// <summary>Runs another command of <c>dotnet</c> on the project, which must end with 0, and returns its lines.</summary>
    public IReadOnlyList<string> Command(params string[] arguments) =>
        Lines(DotNet.Run(Folder, new Dictionary<string, string> { ["NUGET_PACKAGES"] = _workspace.Packages, ["MSBUILDDISABLENODEREUSE"] = "1" }, arguments));

    /// <summary>Runs a program that needs no <c>dotnet</c>, which must end with 0, and returns its lines.</summary>
    public IReadOnlyList<string> RunNative(string program) => Lines(DotNet.RunOther(program, Folder));

    /// <summary>Packs the project into the workspace's feed.</summary>
    public Nupkg Pack(params string[] arguments)
    {
        Call("pack", ["-o", _workspace.Feed, .. arguments]).MustSucceed();
        return new(Directory.GetFiles(_workspace.Feed, Name + ".*.nupkg").Single());
    }

    /// <summary>Packs the project to see what is told.</summary>
    public BuildResult PackAside() => Call("pack", ["-o", Path.Combine(Folder, "aside")]).MustSucceed();

    /// <summary>What an editor is told that the compiler is called with.</summary>
    public IReadOnlyList<string> CompilerArgumentsOfEditor()
    {
        var (exitCode, output) = DotNet.Run(
            Folder,
            new Dictionary<string, string> { ["NUGET_PACKAGES"] = _workspace.Packages },
            "msbuild", ProjectFile, "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=__NonExistentSubDir__/__NonExistentFile__", "-getItem:CscCommandLineArgs", "-nodeReuse:false");
        Assert.AreEqual(0, exitCode, output);
        using var items = System.Text.Json.JsonDocument.Parse(output);
        return [.. items.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!)];
    }

    /// <summary>Adds a reference to a package.</summary>
    public Project Uses(string id, string version, string metadata = "") =>
        WithItems($"""<PackageReference Include="{id}" Version="{version}" {metadata} />""");

    public string PublishFolder => Output("publish");

    /// <summary>Runs the application, which must end with 0, and returns its lines.</summary>
    public IReadOnlyList<string> Run(string? dll = null) =>
        Lines(DotNet.Run(Folder, new Dictionary<string, string>(_environment) { ["DOTNET_ROLL_FORWARD"] = "Major" }, dll ?? Output(Name + ".dll")));

    /// <summary>Starts the application, which waits for a line of input.</summary>
    public System.Diagnostics.Process Start() => DotNet.StartDialogue(Folder, Output(Name + ".dll"));

    /// <summary>Runs a program for .NET Framework. Where there is nothing to run it on, the test ends as not decided.</summary>
    public IReadOnlyList<string> RunUnderMono(string program)
    {
        if (Programs.Mono is null)
            Assert.Inconclusive($"Mono is not installed, so '{Path.GetFileName(program)}' was built and looked at, but not run.");
        return Lines(DotNet.RunOther(Programs.Mono, Folder, program));
    }

    private static string[] Lines((int ExitCode, string Output) run)
    {
        Assert.AreEqual(0, run.ExitCode, run.Output);
        return run.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Begins to build, and kills that after a time, with all that it has started.</summary>
    public void BeginAndKill(int milliseconds)
    {
        using var build = BeginBuild();
        if (!build.WaitForExit(milliseconds))
            build.Kill(entireProcessTree: true);
        build.WaitForExit();
    }

    /// <summary>Builds twice at the same time: how each ends, and what it says.</summary>
    public IReadOnlyList<(int ExitCode, string Output)> BuildTwice()
    {
        using var first = BeginBuild();
        using var second = BeginBuild();
        var outputs = new[] { first, second }.Select(build => build.StandardOutput.ReadToEndAsync()).ToList();
        first.WaitForExit();
        second.WaitForExit();
        return [(first.ExitCode, outputs[0].Result), (second.ExitCode, outputs[1].Result)];
    }

    private System.Diagnostics.Process BeginBuild() =>
        DotNet.Start(Folder, new Dictionary<string, string> { ["NUGET_PACKAGES"] = _workspace.Packages }, "build", "--no-restore", "-maxCpuCount:1", "-nologo", "-nodeReuse:false", "-verbosity:minimal");

    private BuildResult Call(string command, string[] arguments)
    {
        // What was restored stays so, unless the project file has changed.
        var noRestore = command is "build" && _isRestored ? new[] { "--no-restore" } : [];
        var result = BuildResult.With(_workspace.Packages, Folder, $"{++_builds}.binlog", [command, .. noRestore, "-maxCpuCount:1", .. arguments], _environment);
        _isRestored |= command is "build" && result.Succeeded;
        return result;
    }

    private Project Write()
    {
        _isRestored = false;
        var xml = new StringBuilder();
        xml.AppendLine($"""<Project Sdk="{_sdks}">""");
        xml.AppendLine("  " + _sdkElement);
        xml.AppendLine("  <PropertyGroup>");
        foreach (var (name, value) in _properties)
        {
            xml.AppendLine($"    <{name}>{value}</{name}>");
        }

        xml.AppendLine("  </PropertyGroup>");
        xml.AppendLine("  <ItemGroup>");
        foreach (var reference in _references)
        {
            xml.AppendLine($"""    <ProjectReference Include="..\{reference.Name}\{reference.ProjectFile}" />""");
        }

        foreach (var item in _items)
        {
            xml.AppendLine($"    {item}");
        }

        xml.AppendLine("  </ItemGroup>");
        xml.AppendLine("</Project>");
        _workspace.Write(Path.Combine(Name, ProjectFile), xml.ToString());
        return this;
    }
}
