using Demo;

// Builds and runs the samples, and holds what came out against what should have.
var root = Path.GetFullPath(args is [var path] ? path : ".");
var feed = Path.Combine(root, "artifacts", "packages");
var check = new Check();

check.Versions(Path.Combine(root, "Directory.Build.props"), Path.Combine(root, "samples", "global.json"));
foreach (var sample in Expectations.All)
{
    var folder = Path.Combine(root, "samples", sample.Name);
    Console.WriteLine($"=== {sample.Name}: {sample.Story}");
    if (!sample.Nupkgs.All(package => check.Packs(Path.Combine(folder, package.Name), feed, package)) || !check.Builds(Path.Combine(folder, sample.Name + ".slnx")))
    {
        continue;
    }

    foreach (var package in sample.Packages)
    {
        check.Package(Output.Of(folder, package.Name), package);
    }

    foreach (var library in sample.Libraries)
    {
        check.Consumer(Output.Of(folder, library.Name, library.Framework), library);
    }

    foreach (var application in sample.Applications)
    {
        check.Application(Output.Of(folder, application.Name), application);
    }
}

Console.WriteLine();
Console.WriteLine(check.Failures == 0 ? $"All {check.Count} expectations hold." : $"{check.Failures} of {check.Count} expectations do not hold.");
return check.Failures == 0 ? 0 : 1;
