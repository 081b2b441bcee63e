using Acme.Documents;

var document = Document.Parse(
    """
    On optional dependencies

    A library should not make its users carry what they do not use.

    This program reads documents, and carries nothing that writes JSON.
    """);

Console.WriteLine(document.Title);
Console.WriteLine(new string('=', document.Title.Length));
foreach (var paragraph in document.Paragraphs)
{
    Console.WriteLine(paragraph);
}
