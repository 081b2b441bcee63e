using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace WeakPack.Tool;

/// <summary>Shows results: to people as tables and trees, to programs as JSON.</summary>
internal static class Printer
{
    private const int WidthWhenRedirected = 160;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The option that every command has.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Write JSON." };

    public static void WriteJson(this ParseResult command, object value) =>
        command.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(value, s_json));

    /// <summary>A console for tables and trees.</summary>
    public static IAnsiConsole Console(this ParseResult command)
    {
        var output = command.InvocationConfiguration.Output;
        var isTerminal = output == System.Console.Out && !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output), Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!isTerminal)
            console.Profile.Width = WidthWhenRedirected;
        return console;
    }

    /// <summary>A table with these headings.</summary>
    public static Table Table(params string[] headings)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var heading in headings)
            table.AddColumn(heading);
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static Table Row(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    public static string Size(long bytes) => bytes < 1024 ? $"{bytes} B" : FormattableString.Invariant($"{bytes / 1024.0:0.0} KB");

    public static string Short(string hash) => hash[..Math.Min(12, hash.Length)];
}
