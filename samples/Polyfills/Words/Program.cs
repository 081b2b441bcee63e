using Backports;
using TextTools;

const string text = "nobody needs a package for a few lines.";

Console.WriteLine(Headline.Of(text));
Console.WriteLine($"{text.Words().Length} words, counted by {typeof(StringExtensions).Assembly.GetName().Name}");
Console.WriteLine($"Index and Guard of TextTools: {Headline.Home}");

try
{
    Headline.Of("");
}
catch (ArgumentException error)
{
    Console.WriteLine(error.Message);
}
