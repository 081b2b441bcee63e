using System.Globalization;
using System.Text;

namespace WeakPack.Bench.Builds;

/// <summary>What a solution's projects have to do with WeakPack.</summary>
internal enum Use
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each names the SDK and has no marks.</summary>
    SdkAlone,

    /// <summary>Ten packages with two weak units each, and ten applications that link one of them.</summary>
    WeakUnits,
}

/// <summary>A solution of 20 projects: ten libraries, and ten applications that use two of them each. Its code is the same with the SDK and without.</summary>
internal sealed class BenchSolution
{
    private const int Half = 10;
    private const int StrongFiles = 10;

    private readonly string _folder;
    private readonly Use _use;
    private readonly string _version;

    private BenchSolution(string folder, Use use, string version) => (_folder, _use, _version) = (folder, use, version);

    public static int Projects => 2 * Half;

    public string File => Path.Combine(_folder, "Bench.slnx");

    /// <param name="folder">Where it goes.</param>
    /// <param name="use">Whether it uses the SDK.</param>
    /// <param name="version">The SDK's version.</param>
    /// <param name="feed">The folder that has the SDK's package.</param>
    public static BenchSolution Write(string folder, Use use, string version, string feed)
    {
        var solution = new BenchSolution(folder, use, version);
        solution.Write("NuGet.config", $"""<configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>""");
        solution.Write("Directory.Build.props", "<Project />");
        solution.Write("Directory.Build.targets", "<Project />");
        solution.Write("Directory.Packages.props", "<Project />");
        for (var i = 0; i < Half; i++)
        {
            solution.WriteLibrary(i);
            solution.WriteApplication(i);
        }

        var projects = Enumerable.Range(0, Half).SelectMany(i => new[] { $"Lib{i}/Lib{i}.csproj", $"App{i}/App{i}.csproj" });
        solution.Write("Bench.slnx", $"<Solution>{string.Concat(projects.Select(path => $"""<Project Path="{path}" />"""))}</Solution>");
        return solution;
    }

    private void WriteLibrary(int number)
    {
        Write($"Lib{number}/Lib{number}.csproj", Project(number, isExecutable: false));
        for (var i = 0; i < StrongFiles; i++)
            Write($"Lib{number}/Strong{i}.cs", Class(number, $"Strong{i}", isWeak: false));
        Write($"Lib{number}/Pen.cs", Class(number, "Pen", isWeak: true));
        Write($"Lib{number}/Brush.cs", Class(number, "Brush", isWeak: true));
    }

    private void WriteApplication(int number)
    {
        Write($"App{number}/App{number}.csproj", Project(number, isExecutable: true));
        Write($"App{number}/Program.cs", $"System.Console.WriteLine(Lib{number}.Pen.Add0(1) + Lib{(number + 1) % Half}.Strong0.Add0(2));");
    }

    private string Project(int number, bool isExecutable) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          {(_use == Use.None ? "" : $"""<Sdk Name="WeakPack.Sdk" Version="{_version}" />""")}
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
            {(isExecutable ? "<OutputType>Exe</OutputType>" : "")}
          </PropertyGroup>
          <ItemGroup>
            {(isExecutable ? string.Concat(new[] { number, (number + 1) % Half }.Select(i => $"""<ProjectReference Include="../Lib{i}/Lib{i}.csproj" />""")) : "")}
          </ItemGroup>
        </Project>
        """;

    private string Class(int library, string name, bool isWeak)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"namespace Lib{library};\n{(isWeak && _use == Use.WeakUnits ? "[WeakPack.WeakPackageUnit] " : "")}public static class {name}\n{{\n");
        for (var i = 0; i < 30; i++)
            text.Append(CultureInfo.InvariantCulture, $"    public static int Add{i}(int value)\n    {{\n        for (var i = 0; i < {i}; i++) value += i * {i + 1};\n        return value;\n    }}\n");
        return text.Append("}\n").ToString();
    }

    private void Write(string path, string text)
    {
        path = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
    }
}
