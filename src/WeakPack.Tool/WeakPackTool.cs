using System.CommandLine;
using WeakPack.Diagnostics;
using WeakPack.Tool.Commands;

namespace WeakPack.Tool;

/// <summary>The command line of <c>weakpack</c>.</summary>
internal static class WeakPackTool
{
    /// <summary>Runs one command. What it found goes to one writer, what went wrong to the other.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Looks into what WeakPack.Sdk has linked. Exit codes: 0 all is well, 1 something was found, 2 the command line is wrong, 3 an input can't be read, 4 the tool itself has failed.")
        {
            InspectCommand.Create(),
            WhyCommand.Create(),
            VerifyCommand.Create(),
            SbomCommand.Create(),
            GraphCommand.Create(),
            ImagesCommand.Create(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Tokens.Any(token => token.Value.Length == 0))
        {
            error.WriteLine("weakpack: an argument is empty. Is a variable of a script not set?");
            return ExitCodes.WrongCommandLine;
        }

        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            var code = parsed.Invoke(configuration);
            return parsed.Errors.Count > 0 ? ExitCodes.WrongCommandLine : code;
        }
        catch (InputException problem)
        {
            error.WriteLine("weakpack: " + problem.Message.ReplaceLineEndings(" "));
            return ExitCodes.UnreadableInput;
        }
        catch (Exception failure) // a bug of ours
        {
            error.WriteLine($"weakpack: {Diagnostic.OfFailure(string.Join(" ", arguments), failure)}");
            error.WriteLine(failure);
            return ExitCodes.Failed;
        }
    }
}
