using System.Text.Json.Nodes;

namespace WeakPack.Tool.Tests;

/// <summary>A folder of deployed files, and the tool run on it.</summary>
internal sealed class Deployed : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("weakpack tool ä").FullName;

    /// <summary>Writes a consumer's output.</summary>
    public Deployed With(LinkedConsumer consumer) => With(consumer.Compiled.Name + ".dll", consumer.Image.Bytes);

    /// <summary>Writes a runtime package.</summary>
    public Deployed WithRuntime(SplitPackage package, string folder = "") => With(Path.Combine(folder, package.Name + ".dll"), package.RuntimeImage.Bytes);

    /// <summary>Writes an import library.</summary>
    public Deployed WithImportLibrary(SplitPackage package, string folder = "") => With(Path.Combine(folder, package.Name + ".wpi"), package.ImportLibraryBytes);

    public Deployed With(string file, byte[] bytes)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>One run of the tool.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    public static ToolRun Of(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = WeakPackTool.Run(arguments, output, error);
        return new(code, output.ToString(), error.ToString());
    }

    public JsonNode Json => JsonNode.Parse(Output)!;

    public ToolRun EndsWith(int exitCode)
    {
        Assert.AreEqual(exitCode, ExitCode, Output + Error);
        return this;
    }

    /// <summary>The tool told in one line what is wrong, and nothing else.</summary>
    public void Refuses(params string[] words)
    {
        EndsWith(ExitCodes.UnreadableInput);
        Assert.AreEqual("", Output);
        Assert.HasCount(1, Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), Error);
        foreach (var word in words)
            Assert.Contains(word, Error);
        Assert.DoesNotContain("   at ", Error);
    }
}
