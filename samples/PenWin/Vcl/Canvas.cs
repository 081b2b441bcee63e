using System.Text;

namespace Vcl;

/// <summary>A drawing surface of characters. A strong unit: it lives in Vcl.dll.</summary>
public sealed class Canvas
{
    private readonly char[,] _cells;

    public Canvas(int width, int height)
    {
        _cells = new char[height, width];
        Clear();
    }

    public int Width => _cells.GetLength(1);

    public int Height => _cells.GetLength(0);

    public void Clear()
    {
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                _cells[y, x] = '.';
            }
        }
    }

    /// <summary>Draws a line of one pixel per step along its longer side.</summary>
    public void Line(int x0, int y0, int x1, int y1, char ink = '#')
    {
        var steps = Math.Max(Math.Abs(x1 - x0), Math.Abs(y1 - y0));
        for (var i = 0; i <= steps; i++)
        {
            var t = steps == 0 ? 0 : (double)i / steps;
            _cells[(int)Math.Round(y0 + t * (y1 - y0)), (int)Math.Round(x0 + t * (x1 - x0))] = ink;
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                text.Append(_cells[y, x]);
            }

            text.AppendLine();
        }

        return text.ToString();
    }
}
