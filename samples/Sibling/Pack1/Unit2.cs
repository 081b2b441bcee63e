namespace Pack1;

/// <summary>Strong. It uses Unit1 in its bodies, where nobody outside can see it.</summary>
public static class Unit2
{
    public static string Greet(string whom) => Unit1.Greet(whom);

    /// <summary>The Unit1 that this package uses itself.</summary>
    public static string Unit1Identity() => typeof(Unit1).AssemblyQualifiedName!;
}
