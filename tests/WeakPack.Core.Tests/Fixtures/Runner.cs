using System.Reflection;
using System.Runtime.Loader;
using System.Text;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>Loads images in a context of their own.</summary>
/// <remarks>
/// It is never unloaded: now and then, with hundreds of contexts unloaded while others are compiled and run, the collector of
/// .NET 10.0.12 follows a null reference. What a run loads is small enough to stay.
/// </remarks>
internal sealed class ImageLoadContext : AssemblyLoadContext
{
    private readonly Dictionary<string, AssemblyImage> _images;

    public ImageLoadContext(IEnumerable<AssemblyImage> images)
        : base(isCollectible: false)
    {
        _images = images.ToDictionary(i => Path.GetFileNameWithoutExtension(i.Path), StringComparer.OrdinalIgnoreCase);
    }

    public Assembly Load(AssemblyImage image)
    {
        using var bytes = new MemoryStream(image.Bytes);
        using var symbols = image.Symbols is null ? null : new MemoryStream(image.Symbols);
        return LoadFromStream(bytes, symbols);
    }

    /// <summary>Only what a test gives is there: what the test project itself brings along must not fill a gap.</summary>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        _images.TryGetValue(assemblyName.Name!, out var image) ? Load(image)
        : IsShared(assemblyName.Name!) ? null
        : throw new FileNotFoundException($"The test did not give {assemblyName}.", assemblyName.Name);

    private static bool IsShared(string name) =>
        Framework.Names.Contains(name) || name == typeof(WeakPackageUnitAttribute).Assembly.GetName().Name;
}

/// <summary>Runs programs inside the test and tells what they print.</summary>
internal static class Runner
{
    public static string Run(AssemblyImage program, IReadOnlyList<AssemblyImage> with)
    {
        var context = new ImageLoadContext(with);
        var main = context.Load(program).EntryPoint
            ?? throw new AssertFailedException($"{program.Path} has no entry point.");
        using var output = CapturedOutput.Begin();
        try
        {
            object?[] arguments = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"{program.Path} failed: {e}{Environment.NewLine}It had printed:{Environment.NewLine}{output}", e);
        }

        return output.ToString();
    }
}

/// <summary>What one test prints, apart from what the tests beside it print: the writer goes with the flow of execution.</summary>
internal sealed class CapturedOutput : TextWriter
{
    private static readonly AsyncLocal<CapturedOutput?> s_current = new();
    private static readonly Lock s_lock = new();
    private static TextWriter? s_installed;

    private readonly StringBuilder _text = new();

    public override Encoding Encoding => Encoding.UTF8;

    public static CapturedOutput Begin()
    {
        lock (s_lock)
        {
            // The test platform sets writers of its own: look each time whether ours is still the one.
            if (!ReferenceEquals(Console.Out, s_installed))
            {
                Console.SetOut(new Router(Console.Out));
                s_installed = Console.Out;
            }
        }

        return s_current.Value = new CapturedOutput();
    }

    public override void Write(char value)
    {
        lock (_text)
            _text.Append(value);
    }

    public override void Write(string? value)
    {
        lock (_text)
            _text.Append(value);
    }

    public override string ToString()
    {
        lock (_text)
            return _text.ToString();
    }

    protected override void Dispose(bool disposing)
    {
        s_current.Value = null;
        base.Dispose(disposing);
    }

    private sealed class Router(TextWriter other) : TextWriter
    {
        public override Encoding Encoding => other.Encoding;

        private TextWriter Target => (TextWriter?)s_current.Value ?? other;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void WriteLine(string? value) => Target.Write(value + NewLine);
    }
}
