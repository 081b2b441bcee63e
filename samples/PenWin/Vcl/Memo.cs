namespace Vcl;

/// <summary>A text of several lines. A strong unit: it lives in Vcl.dll.</summary>
public sealed class Memo
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public int Words => _lines.Sum(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);

    public Memo Add(string line)
    {
        _lines.Add(line);
        return this;
    }
}
