using System.Runtime.InteropServices;

namespace Vcl;

/// <summary>
/// Windows for Pens. Next to no machine has its library, so this unit is weak: Vcl.dll knows nothing of it, and a program
/// that uses it gets a copy of its own.
/// </summary>
[WeakPackageUnit("PenWin")]
public static partial class PenWin
{
    private const string Library = "penwin";

    /// <summary>Is the native library on this machine?</summary>
    public static bool IsAvailable => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Turns pen input on or off for a window.</summary>
    [DllImport(Library)]
    public static extern int SetPenHook(int hook, nint window);

    /// <summary>Reads the strokes that the pen has drawn.</summary>
    public static IReadOnlyList<PenStroke> ReadStrokes()
    {
        var strokes = new PenStroke[16];
        var count = GetPenStrokes(strokes, strokes.Length);
        return strokes[..count];
    }

    [LibraryImport(Library)]
    private static partial int GetPenStrokes([Out] PenStroke[] strokes, int count);
}

/// <summary>A stroke from one point to another. It carries the same unit name: the two travel together.</summary>
[WeakPackageUnit("PenWin")]
[StructLayout(LayoutKind.Sequential)]
public struct PenStroke
{
    public int FromX;
    public int FromY;
    public int ToX;
    public int ToY;
}
