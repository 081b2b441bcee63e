using Vcl;

var canvas = Toolkit.CreateCanvas(24, 7);
canvas.Line(2, 5, 12, 1);
canvas.Line(12, 1, 21, 5);

if (PenWin.IsAvailable)
{
    foreach (var stroke in PenWin.ReadStrokes())
    {
        canvas.Line(stroke.FromX, stroke.FromY, stroke.ToX, stroke.ToY, ink: '*');
    }
}
else
{
    Console.WriteLine("No pen here: Sketch draws by itself");
}

Console.Write(canvas);
Console.WriteLine($"Canvas lives in {typeof(Canvas).Assembly.GetName().Name}, PenWin in {typeof(PenWin).Assembly.GetName().Name}");
