using System.Reflection;
using System.Runtime.CompilerServices;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>What compiling every method of an assembly told.</summary>
/// <param name="Compiled">How many method bodies the runtime compiled.</param>
/// <param name="Failures">What the runtime refused, with the method's name and its reason.</param>
/// <param name="NotInstantiable">Generic methods and types for which no arguments were found, with their constraints' sake.</param>
internal sealed record JitReport(int Compiled, IReadOnlyList<string> Failures, IReadOnlyList<string> NotInstantiable);

/// <summary>Lets the runtime load every type of an assembly and compile every method: what it refuses, nobody could run.</summary>
internal static class JitOracle
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Fails the test when the runtime refuses anything.</summary>
    public static JitReport Check(AssemblyImage image, params AssemblyImage[] with)
    {
        var report = Run(image, with);
        Assert.IsEmpty(report.Failures, $"{image.Path} does not compile:{Environment.NewLine}{string.Join(Environment.NewLine, report.Failures.Take(40))}");
        return report;
    }

    public static JitReport Run(AssemblyImage image, params AssemblyImage[] with)
    {
        var context = new ImageLoadContext(with);
        var failures = new List<string>();
        var notInstantiable = new List<string>();
        var compiled = 0;

        foreach (var type in LoadTypes(context, image, failures))
        {
            var arguments = type.IsGenericTypeDefinition ? GenericArguments.For(type.GetGenericArguments(), []) : [];
            if (arguments is null)
            {
                notInstantiable.Add(type.ToString());
                continue;
            }

            Type constructed;
            IEnumerable<MethodBase> methods;
            try
            {
                constructed = arguments.Length == 0 ? type : type.MakeGenericType(arguments);
                _ = constructed.TypeHandle;
                methods = [.. constructed.GetMethods(Declared), .. constructed.GetConstructors(Declared)];
                _ = constructed.GetFields(Declared).Select(f => f.FieldType.TypeHandle).Count();
            }
            catch (Exception e) when (e is not AssertFailedException)
            {
                failures.Add($"{type}: {Reason(e)}");
                continue;
            }

            foreach (var method in methods)
            {
                try
                {
                    if (!HasBody(method))
                        continue;
                    if (Prepare(method, arguments))
                        compiled++;
                    else
                        notInstantiable.Add($"{type}::{method}");
                }
                catch (Exception e) when (e is not AssertFailedException)
                {
                    failures.Add($"{type}::{method.Name}: {Reason(e)}");
                }
            }
        }

        return new(compiled, failures, notInstantiable);
    }

    private static Type[] LoadTypes(ImageLoadContext context, AssemblyImage image, List<string> failures)
    {
        try
        {
            var assembly = context.Load(image);
            return [.. assembly.GetTypes()];
        }
        catch (ReflectionTypeLoadException e)
        {
            failures.AddRange(e.LoaderExceptions.Select(l => $"load: {Reason(l!)}").Distinct());
            return [.. e.Types.OfType<Type>()];
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or TypeLoadException)
        {
            failures.Add($"load: {Reason(e)}");
            return [];
        }
    }

    /// <summary>A body in IL: not abstract, native or the runtime's own.</summary>
    private static bool HasBody(MethodBase method) =>
        !method.IsAbstract
        && (method.Attributes & MethodAttributes.PinvokeImpl) == 0
        && (method.MethodImplementationFlags & (MethodImplAttributes.CodeTypeMask | MethodImplAttributes.InternalCall)) == MethodImplAttributes.IL
        && !IsExtern(method);

    /// <summary>[UnsafeAccessor] methods have no body; the runtime makes one when they are called.</summary>
    private static bool IsExtern(MethodBase method) =>
        method.CustomAttributes.Any(a => a.AttributeType == typeof(UnsafeAccessorAttribute));

    private static bool Prepare(MethodBase method, Type[] typeArguments)
    {
        var methodArguments = method.IsGenericMethodDefinition
            ? GenericArguments.For(method.GetGenericArguments(), typeArguments)
            : [];
        if (methodArguments is null)
            return false;

        var instantiation = typeArguments.Concat(methodArguments).Select(t => t.TypeHandle).ToArray();
        if (instantiation.Length == 0)
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        else
            RuntimeHelpers.PrepareMethod(method.MethodHandle, instantiation);
        return true;
    }

    private static string Reason(Exception e)
    {
        e = e is TargetInvocationException or TypeInitializationException && e.InnerException is not null ? e.InnerException : e;
        return $"{e.GetType().Name}: {e.Message}";
    }
}

/// <summary>Finds arguments for generic parameters, whatever their constraints.</summary>
internal static class GenericArguments
{
    private static readonly Type[] s_candidates =
    [
        typeof(object), typeof(string), typeof(int), typeof(DayOfWeek), typeof(Action), typeof(Exception), typeof(Attribute),
        typeof(List<object>), typeof(object[]), typeof(MemoryStream), typeof(Dictionary<string, object>), typeof(Guid), typeof(DateTime), typeof(EventArgs),
    ];

    /// <summary>An argument for each parameter, or null when none is found for one of them.</summary>
    public static Type[]? For(Type[] parameters, Type[] typeArguments)
    {
        var found = new Type[parameters.Length];
        return Fill(0) ? found : null;

        // One parameter's constraint may name another one: try each candidate against those that are chosen so far.
        bool Fill(int index)
        {
            if (index == parameters.Length)
                return Fits();
            foreach (var candidate in CandidatesFor(parameters[index]))
            {
                found[index] = candidate;
                if (Fill(index + 1))
                    return true;
            }

            return false;
        }

        bool Fits()
        {
            try
            {
                if (parameters.Length == 0)
                    return true;
                if (parameters[0].DeclaringMethod is MethodInfo method)
                {
                    var declaring = method.DeclaringType!;
                    if (declaring.IsGenericTypeDefinition)
                        return declaring.MakeGenericType(typeArguments) is var constructed
                            && ((MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, constructed.TypeHandle)!).MakeGenericMethod(found) is not null;
                    method.MakeGenericMethod(found);
                }
                else
                {
                    _ = parameters[0].DeclaringType!.MakeGenericType(found).TypeHandle;
                }

                return true;
            }
            catch (Exception e) when (e is ArgumentException or TypeLoadException)
            {
                return false;
            }
        }
    }

    private static IEnumerable<Type> CandidatesFor(Type parameter)
    {
        var constraints = parameter.GetGenericParameterConstraints();

        // The cheap and common case first: nothing, or only "class", "struct" and "new()".
        var attributes = parameter.GenericParameterAttributes;
        var wantsStruct = (attributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0;
        var wantsClass = (attributes & GenericParameterAttributes.ReferenceTypeConstraint) != 0;
        var simple = s_candidates.Where(c => wantsStruct ? c.IsValueType : !wantsClass || !c.IsValueType);
        if (constraints.Length == 0 || (wantsStruct && constraints is [var only] && only == typeof(ValueType)))
            return simple.Take(3);

        // Then what a constraint itself names, what derives from it beside it, and what is at hand.
        var fromConstraints = constraints.Where(c => !c.ContainsGenericParameters && !c.IsSealed).ToArray();
        var definitions = constraints.Where(c => c.IsGenericType).Select(c => c.GetGenericTypeDefinition()).ToArray();
        var siblings = parameter.Module.GetTypes().Where(t =>
            !t.IsGenericTypeDefinition && !t.IsByRefLike && !t.IsInterface
            && constraints.All(c => c.IsGenericParameter || c == typeof(ValueType)
                || (c.ContainsGenericParameters
                    ? definitions.All(d => Implements(t, d))
                    : c.IsAssignableFrom(t))));
        return siblings.Take(8).Concat(GenericSiblings(parameter, constraints)).Concat(fromConstraints).Concat(simple).Distinct();
    }

    /// <summary>Generic types beside the parameter that implement what it wants, instantiated with what nearly everything takes.</summary>
    private static IEnumerable<Type> GenericSiblings(Type parameter, Type[] constraints)
    {
        var wanted = constraints.Where(c => c.IsInterface || c.IsClass).Select(c => c.IsGenericType ? c.GetGenericTypeDefinition() : c).ToArray();
        foreach (var definition in parameter.Module.GetTypes().Where(t => t.IsGenericTypeDefinition && !t.IsByRefLike && !t.IsInterface))
        {
            if (wanted.Length == 0 || !wanted.All(w => w.IsAssignableFrom(definition) || Implements(definition, w)))
                continue;
            Type instance;
            try
            {
                instance = definition.MakeGenericType([.. definition.GetGenericArguments().Select(_ => typeof(object))]);
            }
            catch (ArgumentException)
            {
                continue;
            }

            yield return instance;
        }
    }

    private static bool Implements(Type type, Type definition)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.IsGenericType && current.GetGenericTypeDefinition() == definition)
                return true;
        }

        return type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition);
    }
}
