using System.Reflection;
using Vcl;

Console.WriteLine($"PenWin lives in {typeof(PenWin).Assembly.GetName().Name}");
Console.WriteLine(
    Assembly.GetExecutingAssembly().GetReferencedAssemblies().Any(name => name.Name == "Vcl")
        ? "InkPad depends on Vcl"
        : "InkPad does not depend on Vcl");

if (!PenWin.IsAvailable)
{
    Console.WriteLine("This machine has no pen: penwin is not installed");
}

try
{
    PenWin.SetPenHook(1, 0);
    Console.WriteLine($"{PenWin.ReadStrokes().Count} strokes");
}
catch (DllNotFoundException)
{
    Console.WriteLine("InkPad goes on without ink");
}
