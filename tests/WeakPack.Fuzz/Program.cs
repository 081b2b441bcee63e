using System.Globalization;
using WeakPack.Fuzz;

const string Help = """
    Gives damaged files to Core, and tells which of them it can't cope with.
      [seed [first [last]]]         runs inputs of a seed; by default those of seed 1 from 1 to 20000
      worker <seed> <first> <last>  the same in this very process, for a debugger
    """;

if (!args.SkipWhile(argument => argument == "worker").All(argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out _)) || args.Length > 4)
{
    Console.Error.WriteLine(Help);
    return 2;
}

var numbers = args.SkipWhile(argument => argument == "worker").Select(argument => int.Parse(argument, CultureInfo.InvariantCulture)).ToArray();
var seed = numbers.ElementAtOrDefault(0) is > 0 and var given ? given : 1;
var first = numbers.ElementAtOrDefault(1) is > 0 and var from ? from : 1;
var last = numbers.ElementAtOrDefault(2) is > 0 and var to ? to : numbers.Length > 1 ? first : 20_000;
return args is ["worker", ..] ? Worker.Run(seed, first, last)
    : new Driver(seed, first, last, Console.Out).Run() == 0 ? 0 : 1;
