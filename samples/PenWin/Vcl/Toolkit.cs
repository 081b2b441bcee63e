namespace Vcl;

/// <summary>The package's entry point: what a program asks first.</summary>
public static class Toolkit
{
    public static string Name => "Vcl";

    public static Canvas CreateCanvas(int width, int height) => new(width, height);
}
