namespace WeakPack.Bench.Bubbles;

/// <summary>Small helpers of a package, and a program that calls them in a loop.</summary>
internal static class HotCode
{
    public static IReadOnlyList<(string Name, string Source)> Packages { get; } =
    [
        ("Acme", """
            using WeakPack;
            namespace Acme;
            #if WEAK
            [WeakPackageUnit]
            #endif
            public struct Vector
            {
                public Vector(double x, double y) { X = x; Y = y; }
                public double X;
                public double Y;
                public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y);
                public readonly double Dot(Vector other) => X * other.X + Y * other.Y;
            }
            #if WEAK
            [WeakPackageUnit]
            #endif
            public sealed class Total
            {
                public long Sum;
                public int Count;
                public void Add(int value) { Sum += value; Count++; }
            }
            """),
    ];

    /// <summary>Prints nanoseconds per round of the loop.</summary>
    public static string Application => """
        using System;
        using System.Diagnostics;
        using Acme;

        var (helper, when) = (args[0], args[1]);
        switch (when)
        {
            case "once": // one call that lasts
                Print(Time(20_000_000), 20_000_000);
                break;
            case "first": // calls while tier 0 still stands
                Many(TimeSpan.FromMilliseconds(50));
                break;
            default: // calls when tier 1 has long taken over
                var warm = Stopwatch.StartNew();
                while (warm.ElapsedMilliseconds < 1000)
                    Time(1000);
                Many(TimeSpan.FromMilliseconds(200));
                break;
        }

        void Many(TimeSpan time)
        {
            var clock = Stopwatch.StartNew();
            var calls = 0;
            for (; clock.Elapsed < time; calls++)
                Time(1000);
            Print(clock.Elapsed.TotalNanoseconds, calls * 1000.0);
        }

        double Time(int rounds)
        {
            var start = Stopwatch.GetTimestamp();
            var result = helper == "struct" ? Loops.Structs(rounds) : Loops.Fields(rounds);
            if (double.IsNaN(result))
                throw new InvalidOperationException();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        static void Print(double nanoseconds, double rounds) =>
            Console.WriteLine((nanoseconds / rounds).ToString(System.Globalization.CultureInfo.InvariantCulture));

        static class Loops
        {
            public static double Structs(int rounds)
            {
                var place = new Vector(0, 0);
                var step = new Vector(1, 0.5);
                var way = 0.0;
                for (var i = 0; i < rounds; i++)
                {
                    place += step;
                    way += place.Dot(step);
                }

                return way;
            }

            public static double Fields(int rounds)
            {
                var total = new Total();
                for (var i = 0; i < rounds; i++)
                    total.Add(i);
                return total.Sum + total.Count;
            }
        }
        """;
}
