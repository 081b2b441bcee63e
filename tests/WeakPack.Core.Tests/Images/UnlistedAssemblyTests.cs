using System.Text;
using System.Text.Json.Nodes;
using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>Deps files without the assemblies that a program finds itself.</summary>
[TestClass]
public sealed class UnlistedAssemblyTests
{
    private const string DepsFile = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/linux-x64", "signature": "" },
          "targets": {
            ".NETCoreApp,Version=v10.0/linux-x64": {
              "App/1.0.0": { "dependencies": { "Acme": "1.0.0" }, "runtime": { "App.dll": {} } },
              "Acme/1.0.0": {
                "runtime": { "lib/net10.0/Acme.dll": { "assemblyVersion": "1.0.0.0" }, "lib/net10.0/Acme.Core.dll": {} },
                "resources": { "lib/net10.0/fr/Acme.resources.dll": { "locale": "fr" } },
                "native": { "runtimes/linux-x64/native/libacme.so": {} }
              }
            }
          },
          "libraries": { "App/1.0.0": { "type": "project" }, "Acme/1.0.0": { "type": "package" } }
        }
        """;

    [TestMethod]
    public void An_assembly_goes_and_what_else_its_package_has_stays()
    {
        var acme = Without("acme")["Acme/1.0.0"]!;

        Assert.AreSequenceEqual(["lib/net10.0/Acme.Core.dll"], Names(acme["runtime"]));
        Assert.AreSequenceEqual(["lib/net10.0/fr/Acme.resources.dll"], Names(acme["resources"]));
        Assert.AreSequenceEqual(["runtimes/linux-x64/native/libacme.so"], Names(acme["native"]));
    }

    [TestMethod]
    public void A_package_without_assemblies_stays_listed()
    {
        var target = Without("Acme", "Acme.Core");

        Assert.AreSequenceEqual(["resources", "native"], Names(target["Acme/1.0.0"]));
        Assert.AreSequenceEqual(["App.dll"], Names(target["App/1.0.0"]!["runtime"]));
    }

    [TestMethod]
    public void What_is_no_deps_file_is_rejected()
    {
        Assert.ThrowsExactly<FormatException>(() => UnlistedAssemblies.Without("{}"u8.ToArray(), ["Acme"]));
        Assert.ThrowsExactly<FormatException>(() => UnlistedAssemblies.Without("no json"u8.ToArray(), ["Acme"]));
    }

    private static JsonNode Without(params string[] names) =>
        JsonNode.Parse(UnlistedAssemblies.Without(Encoding.UTF8.GetBytes(DepsFile), names))!["targets"]![".NETCoreApp,Version=v10.0/linux-x64"]!;

    private static IReadOnlyList<string> Names(JsonNode? node) => [.. node!.AsObject().Select(member => member.Key)];
}
