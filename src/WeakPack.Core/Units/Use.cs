using System.Reflection.Metadata;

namespace WeakPack.Units;

/// <summary>One use: a member (or type) of the module names a type, method, field or member reference.</summary>
/// <param name="User">The method, field or type that names it.</param>
/// <param name="Used">A definition of this module, or a type or member reference to another one.</param>
internal readonly record struct Use(EntityHandle User, EntityHandle Used);

/// <summary>Where a scan puts what it finds.</summary>
internal interface IUseSink
{
    void Add(Use use);
}
