using Acme.Documents;

var document = Document.Parse(
    """
    On "optional" dependencies

    Exporter uses JsonExport, so it has a copy of it and brings Newtonsoft.Json along.
    """);

Console.WriteLine(JsonExport.Export(document));
