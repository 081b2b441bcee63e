using Vcl;

var memo = new Memo()
    .Add("Notepad needs no pen.")
    .Add("It runs with a Vcl that has never heard of one.");

foreach (var line in memo.Lines)
{
    Console.WriteLine(line);
}

Console.WriteLine($"{memo.Words} words, written with {Toolkit.Name}");
