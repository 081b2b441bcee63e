using Pack1;

Console.WriteLine(Unit1.Greet("App"));
Console.WriteLine(Unit2.Greet("App"));

var own = typeof(Unit1).AssemblyQualifiedName!;
var packages = Unit2.Unit1Identity();
Console.WriteLine($"App's own:     {Short(own)}");
Console.WriteLine($"the package's: {Short(packages)}");
Console.WriteLine(own == packages ? "one type" : "two types");

static string Short(string identity) => identity[..identity.IndexOf(", Version", StringComparison.Ordinal)];
