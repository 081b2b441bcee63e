namespace WeakPack
{
    /// <summary>
    /// Marks a type as a weak unit: it stays out of the runtime package whenever possible, is kept with its code in
    /// the import library, and is linked statically into every consumer that uses it.
    /// </summary>
    /// <remarks>
    /// The counterpart of Delphi's <c>{$WEAKPACKAGEUNIT ON}</c>. A weak unit may not hold global data, nor
    /// initialization or finalization code. Only the compiler sees this attribute: no output carries it.
    /// </remarks>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Delegate, Inherited = false)]
    public sealed class WeakPackageUnitAttribute : Attribute
    {
        /// <summary>Makes the type, with its nested types, a unit of its own.</summary>
        public WeakPackageUnitAttribute()
        {
        }

        /// <summary>Makes the type part of a unit: all types that carry the same name are one unit and travel together.</summary>
        /// <param name="unit">The unit's name.</param>
        public WeakPackageUnitAttribute(string unit)
        {
            Unit = unit;
        }

        /// <summary>The name of the unit, or null when the type is a unit of its own.</summary>
        public string? Unit { get; }
    }

    /// <summary>Forbids that a type is put into a package. The counterpart of Delphi's <c>{$DENYPACKAGEUNIT ON}</c>.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Delegate, Inherited = false)]
    public sealed class DenyPackageUnitAttribute : Attribute
    {
    }
}
