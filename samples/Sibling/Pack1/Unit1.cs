namespace Pack1;

/// <summary>Weak, but its sibling Unit2 uses it: so Pack1.dll keeps an internal copy, and a consumer links one of its own.</summary>
[WeakPackageUnit]
public static class Unit1
{
    public static string Home => typeof(Unit1).Assembly.GetName().Name!;

    public static string Greet(string whom) => $"Hello {whom}, from the Unit1 in {Home}";
}
