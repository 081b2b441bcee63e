using System.Runtime.InteropServices;

namespace WeakPack.Sdk.Tests.Building;

/// <summary>A real native library that no machine has: one of the runtime's own, under another name.</summary>
internal static class RareLibrary
{
    /// <summary>A weak unit that calls it. It tells a checksum that is known: that of 123456789 is CBF43926.</summary>
    public const string Unit = """
        [WeakPackageUnit]
        public static class Rare
        {
            [System.Runtime.InteropServices.DllImport("rare", EntryPoint = "CompressionNative_Crc32")]
            private static extern uint Crc32(uint crc, byte[] buffer, int length);

            public static string Text => Crc32(0, System.Text.Encoding.ASCII.GetBytes("123456789"), 9).ToString("X") + " of " + typeof(Rare).Assembly.GetName().Name;
        }
        """;

    /// <summary>What the unit says when it finds the library.</summary>
    public static string TextOf(string assembly) => "CBF43926 of " + assembly;

    /// <summary>The file's name on this platform.</summary>
    public static string File { get; } =
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "rare.dll" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "librare.dylib" : "librare.so";

    /// <summary>This platform.</summary>
    public static string Platform { get; } = string.Join('-',
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "win" : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "osx" : "linux",
        RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());

    /// <summary>Another platform, whose library can't be loaded here.</summary>
    public static string OtherPlatform { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? "linux-x64" : "osx-arm64";

    /// <summary>The file for that one, with a name that MSBuild would take for another.</summary>
    public const string OtherFile = "rare (it's) 50%.other";

    /// <summary>The items of a project that has the library for this platform and some file for another.</summary>
    public static string Items(string unit = "Rare") => $"""
        <WeakNativeLibrary Include="native/{Platform}/{File}" RuntimeIdentifier="{Platform}" Unit="{unit}" />
            <WeakNativeLibrary Include="native/{OtherPlatform}/rare (it's) 50%25.other" RuntimeIdentifier="{OtherPlatform}" Unit="{unit}" />
        """;

    /// <summary>Puts the files of <see cref="Items"/> into a project.</summary>
    public static Project WithRareLibrary(this Project project, string unit = "Rare")
    {
        project.CopyRareLibrary($"native/{Platform}/{File}");
        return project.Source("for another platform", $"native/{OtherPlatform}/{OtherFile}").WithItems(Items(unit));
    }

    /// <summary>Packs a NuGet package with nothing but the library in it, as those are that come beside a binding.</summary>
    public static void PackAlone(Workspace workspace, string id = "NativeOnly")
    {
        var project = workspace.Library(id, "").WithoutSdk().With("IncludeBuildOutput", "false").With("NoWarn", "NU5128").WithNativeAsset();
        project.Pack();
    }

    /// <summary>The project's nupkg has the library where NuGet looks for it.</summary>
    public static Project WithNativeAsset(this Project project)
    {
        project.CopyRareLibrary(File);
        return project.WithItems($"""<None Include="{File}" Pack="true" PackagePath="runtimes/{Platform}/native/" />""");
    }

    private static void CopyRareLibrary(this Project project, string file)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var original = Directory.GetFiles(runtime, "*System.IO.Compression.Native*").First(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll");
        var target = Path.Combine(project.Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        System.IO.File.Copy(original, target, overwrite: true);
    }
}
